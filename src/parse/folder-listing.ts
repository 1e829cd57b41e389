import type { Recognise } from './exposed-file.ts';

const telling =
  /\.(?:sql|bak|old|zip|tar|t?gz|7z|rar|env|log|pem|key|pfx|p12|csv|xlsx?|docx?|pdf|sqlite3?|db|ini|ya?ml|php|map)\b/i;

/** The list that a web server or a storage service makes of a folder, with its number of names. */
export const folderListing: Recognise = (answer) => {
  const names = namesOf(answer.text);
  if (!names) return null;
  const loud = names.filter((name) => telling.test(name));
  const proof = `a list of ${names.length} files${loud.length > 0 ? `, ${loud.length} of them no pages, scripts or pictures` : ''}`;
  return loud.length > 0 ? { proof } : { proof, minor: true };
};

function namesOf(text: string): readonly string[] | undefined {
  return ofBucket(text) ?? ofJson(text) ?? ofCaddy(text) ?? ofPage(text);
}

/** What Amazon's and compatible services, Google's and Azure's answer to a list request. */
function ofBucket(text: string): readonly string[] | undefined {
  const amazon = /<ListBucketResult\b/.test(text);
  if (!amazon && !/<EnumerationResults\b/.test(text)) return undefined;
  const name = amazon ? /<Key>([^<]{1,300})<\/Key>/g : /<Blob>\s*<Name>([^<]{1,300})<\/Name>/g;
  return [...text.matchAll(name)].map(([, key = '']) => key);
}

/** nginx with `autoindex_format json`, Caddy asked for JSON. */
function ofJson(text: string): readonly string[] | undefined {
  if (!/^\s*\[\s*\{\s*"name"\s*:\s*"[^"]+",\s*"(?:type|size)"\s*:/.test(text)) return undefined;
  if (!/"(?:mtime|mod_time)"\s*:/.test(text)) return undefined;
  return [...text.matchAll(/"name"\s*:\s*"([^"]{1,300})"/g)].map(([, name = '']) => name);
}

/** Caddy's file browser has a table of its own and a title without a word for it. */
function ofCaddy(text: string): readonly string[] | undefined {
  if (!/<tr class="file\b/.test(text) || !/id="summary"|class="meta-item"|Served with[\s\S]{0,200}Caddy/i.test(text))
    return undefined;
  return linked(text);
}

/** Apache, nginx, lighttpd, IIS, Python, and the listing modules that copy them. */
function ofPage(text: string): readonly string[] | undefined {
  const title =
    /<title>\s*(?:(?:Index of|Directory listing for|listing directory|Directory:?)\s*)\/[^<]{0,200}<\/title>/i.test(
      text,
    );
  const parent =
    /<a href=["']?(?:\.\.\/?|\/[^"'>]{0,200})["']?[^>]*>(?:<[^>]+>)*\s*(?:\.\.\/?|Parent Directory|\[To Parent Directory\])/i.test(
      text,
    );
  const heading = /<h1>\s*(?:Index of|Directory listing for)\s*\//i.test(text);
  if (!(title || heading || /\[To Parent Directory\]/.test(text)) || !(parent || heading)) return undefined;
  return linked(text);
}

function linked(text: string): readonly string[] {
  return [...text.matchAll(/<a href=["']?(?:\.\/)?([^"'>]{1,200})["']?/gi)]
    .map(([, name = '']) => name)
    .filter((name) => !/^(?:\.\.|\?|\/(?:.*\/)?$|https?:|#)/.test(name));
}
