import { expect, test } from 'vitest';
import { folderListing } from '../../src/parse/folder-listing.ts';

const answer = (text: string, type = 'text/html') => ({ body: new TextEncoder().encode(text), text, type });
const bucket =
  '<?xml version="1.0"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>acme</Name>';

test.each<[string, string, number, boolean]>([
  [
    'Apache',
    '<title>Index of /x</title><h1>Index of /x</h1><a href="/">Parent Directory</a><a href="db.sql">',
    1,
    true,
  ],
  ['nginx', '<title>Index of /</title><h1>Index of /</h1><a href="../">../</a><a href="app.js">app.js</a>', 1, false],
  [
    'nginx, JSON',
    '[\n{ "name":"db.sql", "type":"file", "mtime":"Mon, 1 Jan 2026 00:00:00 GMT", "size":9 }\n]',
    1,
    true,
  ],
  ['IIS', '<pre><A HREF="/">[To Parent Directory]</A><br><A HREF="/backup/site.bak">site.bak</A></pre>', 1, true],
  ['Caddy', '<tr class="file"><td><a href="./dump.sql">dump.sql</a></td></tr><div id="summary"></div>', 1, true],
  ['a bucket', `${bucket}<Contents><Key>invoices/1.pdf</Key></Contents></ListBucketResult>`, 1, true],
  ['a bucket with a site in it', `${bucket}<Contents><Key>index.html</Key></Contents></ListBucketResult>`, 1, false],
  ['Azure', '<EnumerationResults><Blobs><Blob><Name>a.csv</Name></Blob></Blobs></EnumerationResults>', 1, true],
])('the list of %s is one', (_name, text, names, loud) => {
  const found = folderListing(answer(text));
  expect(found?.proof).toContain(`a list of ${names} files`);
  expect(found?.minor === true).toBe(!loud);
});

test.each([
  ['a page about files', '<title>Files</title><h1>Your files</h1><a href="a.pdf">a.pdf</a>'],
  ['an answer of an API', '[{"name":"Acme","type":"company"}]'],
  ['a refusal of a bucket', '<Error><Code>AccessDenied</Code></Error>'],
])('%s is none', (_name, text) => {
  expect(folderListing(answer(text))).toBeNull();
});
