import { expect, test } from 'vitest';
import { searchText } from '../../src/secrets/search-text.ts';
import { createVersionSearch } from '../../src/secrets/search-versions.ts';
import { drawn } from './planted.ts';
import { seeded } from './templates.ts';

const planted = [
  'stripe: sk_live_51{A97}',
  'DB_PASSWORD={A6}!k{A6}#9',
  '"secret": "sk_li" + "ve_51{A20}" +\n  "{A77}"',
  'const S = "{H64}";\n// far from its use\njwt.sign(payload, S)',
  '-----BEGIN RSA PRIVATE KEY-----\n{P64}\n{P64}\n{P64}\n{P64}\n-----END RSA PRIVATE KEY-----',
  'postgres://app:{A16}@db.portal-x.net:5432/app',
  'key: "AIza{B35}",',
  '-----BEGIN OPENSSH PRIVATE KEY-----\\n{K4}{P64}\\n{P64}\\n-----END OPENSSH PRIVATE KEY-----',
  'const pem = "-----BEGIN PRIVATE KEY-----" +\n  "MIIE{P60}" +\n  "{P64}" +\n  "{P64}" +\n  "{P64}" +\n  "{P64}" +\n  "{P64}" +\n  "-----END PRIVATE KEY-----"',
  '"d": "{B43}",\n  "x": "y",\n  "kty": "EC"',
  'jwt.verify(token, S)',
  'const S = "{H64}";',
  '"kty": "EC",\n  "crv": "P-256",\n  "d": "{B43}"',
];

/** Lines of a program, some with a secret, that lines are taken from, put into and moved in. */
function nextVersion(lines: string[], random: () => number): string[] {
  const at = Math.floor(random() * lines.length);
  const many = Math.floor(random() * 30);
  const plant = planted[Math.floor(random() * planted.length)] as string;
  const ways = [
    () => lines.splice(at, many),
    () => lines.splice(at, 0, drawn(plant)),
    () => lines.splice(at, 1, `changed ${drawn('{A12}')}`),
    () => lines.splice(at, 0, ...lines.slice(at, at + many)),
    () => lines.push(drawn(plant)),
    // What a Google key is for stands lines below it.
    () => lines.splice(lines.findIndex((line) => line.includes('AIza')) + 4, 1, `authDomain: '${drawn('{L8}')}',`),
    () => lines.splice(at, 0, drawn('key: "AIza{B35}",')),
    () => lines.splice(0, 1),
    () => lines.splice(at, 0, drawn('x{Z3}').repeat(9000)),
    () => lines.reverse(),
  ];
  const often = [0, 0, 1, 1, 1, 2, 2, 2, 3, 4, 5, 5, 6, 6, 7, 8, 9];
  ways[often[Math.floor(random() * often.length)] as number]?.();
  return lines;
}

test('versions searched where they differ give what each gives alone', () => {
  const random = seeded(77);
  const search = createVersionSearch();
  let lines = Array.from({ length: 1000 }, (_, at) => `  const row${at} = load(${at}, "${drawn('{L8}')}");`);
  let secrets = 0;
  for (let version = 0; version < 150; version += 1) {
    lines = nextVersion(lines, random);
    const bytes = Buffer.from(lines.join('\n'));
    const alone = searchText(bytes, 'src/load.ts');
    expect(search(bytes, 'src/load.ts', {}).hits).toEqual(alone.hits);
    secrets += alone.hits.length;
  }
  expect(secrets).toBeGreaterThan(100);
});

test('a text under another name is searched by itself', () => {
  const search = createVersionSearch();
  const bytes = Buffer.from(`${'// nothing\n'.repeat(2000)}${drawn("const password = '{A9}!k{A12}#9';")}\n`);
  expect(search(bytes, 'test/sign-in.test.ts', {}).hits).toMatchObject([{ doubt: 'rehearsal' }]);
  expect(search(bytes, 'src/sign-in.ts', {}).hits.map((hit) => hit.doubt)).toEqual([undefined]);
});

test('a change lines below a key, that says what the key is for, is heeded', () => {
  const search = createVersionSearch();
  const key = drawn('const settings = {\n  key: "AIza{B35}",');
  const text = (more: string) =>
    Buffer.from(`${'// above\n'.repeat(2000)}${key}\n  a: 1,\n  b: 2,\n${more}${'// below\n'.repeat(2000)}`);
  expect(search(text(''), 'src/app.ts', {}).hits).toMatchObject([{ exposure: 'secret' }]);
  expect(search(text("  authDomain: 'x',\n"), 'src/app.ts', {}).hits).toMatchObject([{ exposure: 'publishable' }]);
});

const lines = (many: number, what: string) => `${what}\n`.repeat(many);

test('a change far from a secret, which makes or breaks it, is heeded', () => {
  const key = drawn('const S = "{H64}";\n');
  const pem = drawn('-----BEGIN RSA PRIVATE KEY-----\nMIIE{P60}\n{P64}\n{P64}\n{P64}\n');
  const body = Array.from({ length: 60 }, () => drawn('{P64}\n')).join('');
  const between = lines(130, '// between');
  const use = 'jwt.sign(payload, S)\n';
  const end = '-----END RSA PRIVATE KEY-----\n';
  const pairs: readonly (readonly [string, string])[] = [
    [key + between + use, `${key}${between}jwt.sign(payload, T)\n`],
    [key + between + use, `${key}${between}// no use of it\n`],
    [key + between + use, `const S = "";\n${between}${use}`],
    [pem + body + end, `${pem}${body}----- RSA PRIVATE KEY-----\n`],
    [pem + body + end, `${body}${end}`],
  ];
  for (const [makes, breaks] of pairs) {
    const search = createVersionSearch();
    const text = (middle: string, more = '') =>
      Buffer.from(`${lines(1500, '// above')}${more}${middle}${lines(1500, '// below')}${more}`);
    for (const bytes of [text(makes), text(breaks), text(makes), text(makes, '// more\n'), text(breaks, '// more\n')])
      expect(search(bytes, 'src/app.ts', {}).hits).toEqual(searchText(bytes, 'src/app.ts').hits);
    expect(search(text(makes), 'src/app.ts', {}).hits).toHaveLength(1);
  }
});
