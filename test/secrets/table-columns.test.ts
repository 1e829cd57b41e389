import { expect, test } from 'vitest';
import { searchText } from '../../src/secrets/search-text.ts';
import { createVersionSearch } from '../../src/secrets/search-versions.ts';
import { drawn } from './planted.ts';

const values = (text: string, path = 'data/export.csv') =>
  searchText(Buffer.from(text), path).hits.map((hit) => hit.value);

test('values in columns whose heading says what they are', () => {
  const [one, two, three] = [drawn('{A9}!{A4}'), drawn('{A32}'), drawn('{A28}')];
  expect(values(`id,email,password,role\n1,a@b.net,${one},admin\n2,c@d.net,,user\n`)).toEqual([one]);
  expect(values(`name;API key\r\nmain;${two}\r\n`)).toEqual([two]);
  expect(values(`name\tclient_secret\nmain\t${three}\n`, 'data/export.tsv')).toEqual([three]);
  expect(values(`"note","Secret Key"\n"a ""quoted"", and\na line break","${two}"\n`)).toEqual([two]);
});

test('a hit stands where the value stands', () => {
  const value = drawn('{A9}!{A4}');
  const text = `id,password\n1,"x"\n2,"${value}"\n`;
  const [hit] = searchText(Buffer.from(text), 'data/export.csv').hits;
  expect(text.slice(hit?.from, hit?.to)).toBe(value);
});

test('what stands in other columns, stand-ins, hashes and words are no secrets', () => {
  expect(values(`id,email,note\n1,a@b.net,${drawn('{A32}')}\n`)).toEqual([]);
  expect(values('id,password\n1,changeme\n2,password\n3,<your password>\n4,\n')).toEqual([]);
  expect(values(`id,password\n1,${drawn('{H32}')}\n2,$2y$10$${drawn('{A53}')}\n`)).toEqual([]);
  expect(
    values('key,en,de\nauth.sign_in.title,Sign in,Anmelden\nauth.password.forgotten,Forgot it,Vergessen\n'),
  ).toEqual([]);
  expect(values('token,count\nhouse,12\nextraordinarily,3\n')).toEqual([]);
  expect(values(`id,public_key,token_count,password_hash\n1,${drawn('{P60}')},12,${drawn('{P43}')}=\n`)).toEqual([]);
});

test('a table of a test is a warning', () => {
  const text = `id,api_key\n1,${drawn('{A40}')}\n`;
  expect(searchText(Buffer.from(text), 'test/fixtures/users.csv').hits).toMatchObject([
    { weight: 'low', doubt: 'rehearsal' },
  ]);
});

test('a row that was added to a long table is read under its heading', () => {
  const search = createVersionSearch();
  const rows = Array.from({ length: 900 }, (_, at) => `${at},somebody${at}@b.net,`).join('\n');
  const text = `id,email,password\n${rows}\n`;
  expect(search(Buffer.from(text), 'data/users.csv', {}).hits).toEqual([]);
  const value = drawn('{A9}!{A4}');
  const next = `${text}901,x@b.net,${value}\n`;
  expect(search(Buffer.from(next), 'data/users.csv', {}).hits.map((hit) => hit.value)).toEqual([value]);
});

test('a drawn value in a table of a document is a warning, words and what is kept elsewhere are none', () => {
  const password = drawn('{A9}_{A6}');
  const rows = `| CMS | \`ana\` | ${password} |\n| Mail | bob | in 1Password |\n| FTP | web | \`<see vault>\` |\n`;
  const text = `## Access\n\n| system | user | Password |\n|---|:--:|---|\n${rows}\nMore.\n`;
  const { hits } = searchText(Buffer.from(text), 'docs/HANDOVER.md');
  expect(hits).toMatchObject([{ value: password, weight: 'low', doubt: 'rehearsal' }]);
  expect(text.slice(hits[0]?.from, hits[0]?.to)).toBe(password);
  const options = `| option | token | default |\n|---|---|---|\n| a | ${drawn('{A30}')}.example | x |\n| b | accessToken | y |\n`;
  expect(values(options.replace(/\w{30}\.example/, 'string'), 'README.md')).toEqual([]);
});
