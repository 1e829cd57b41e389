import { expect, test } from 'vitest';
import { searchText } from '../../src/secrets/search-text.ts';
import { drawn } from './planted.ts';

const hits = (text: string, path = 'src/config.ts') =>
  searchText(Buffer.from(text), path).hits.map(({ value, via }) => ({ value, via: via.join() }));
const codes = (text: string) => [...text].map((char) => char.charCodeAt(0));

test('lists that are joined and codes of letters are read as the text they make, with the name before them', () => {
  const key = drawn('{A40}');
  const list = `['${key.slice(0, 15)}', '${key.slice(15, 30)}',\n '${key.slice(30)}']`;
  expect(hits(`const apiSecret = ${list}.join('');`)).toEqual([{ value: key, via: 'joined' }]);
  expect(hits(`api_secret = ''.join(${list})`, 'a.py')).toEqual([{ value: key, via: 'joined' }]);
  expect(hits(`const apiSecret = String.fromCharCode(${codes(key).join(', ')});`)).toEqual([
    { value: key, via: 'codes' },
  ]);
  const hex = codes(key).map((code) => `0x${code.toString(16)}`);
  expect(hits(`var apiSecret = []byte{${hex.join(', ')}}`, 'a.go')).toEqual([{ value: key, via: 'codes' }]);
  const letters = [...key].map((letter) => `'${letter}'`).join(', ');
  expect(hits(`private static final char[] PASSWORD = {${letters}};`, 'A.java')).toEqual([
    { value: key, via: 'codes' },
  ]);
});

test('keys of known shape are seen in codes without a name', () => {
  const key = drawn('sk_live_{A24}');
  expect(hits(`K = bytes([${codes(key).join(',')}]).decode()`, 'a.py')).toEqual([{ value: key, via: 'codes' }]);
});

test('the whole of a text in pieces is found, not its first piece', () => {
  const [one, two] = [drawn('{A24}'), drawn('{A24}')];
  expect(hits(`$jwtSecret = "${one}" .\n  "${two}";`, 'a.php')).toEqual([{ value: `${one}${two}`, via: 'joined' }]);
});

test('a secret before a coded one does not hide it, and several in one coded text are several', () => {
  const [one, two] = [drawn('{A9}9{A4}'), drawn('{A9}9{A4}')];
  const coded = [...two].map((char) => `\\u00${char.charCodeAt(0).toString(16)}`).join('');
  const text = `db.password=${one}\nmail.password=${coded}\n`;
  expect(hits(text, 'application.properties').map(({ value }) => value)).toEqual([one, two]);
  const settings = Buffer.from(`DB_PASSWORD=${one}\nSMTP_PASSWORD=${two}\n`).toString('base64');
  const token = drawn('dckr_pat_{A27}');
  const registry = { username: 'app', password: token, auth: Buffer.from(`app:${token}`).toString('base64') };
  const docker = Buffer.from(JSON.stringify({ auths: { 'https://index.docker.io/v1/': registry } })).toString('base64');
  expect(hits(`.dockerconfigjson: ${docker}\n`, 'k8s/secret.yaml'), 'one secret, twice').toHaveLength(1);
  expect(hits(`ENV_FILE: ${settings}\n`, 'ci.yml').map(({ value }) => value)).toEqual([one, two]);
});

test('numbers, words and codes of other things are none', () => {
  const none = [
    'const sizes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);',
    "const secret = ['a', 'b', 'c'].join('');",
    "const token = ['please', 'sign', 'in', 'again'].join('');",
    `const word = String.fromCharCode(${codes('hello wonderful world').join(',')});`,
    `const secret = [first, '${drawn('{A20}')}', last].join('');`,
  ];
  expect(none.flatMap((text) => hits(text))).toEqual([]);
});
