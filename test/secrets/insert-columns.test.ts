import { expect, test } from 'vitest';
import { searchText } from '../../src/secrets/search-text.ts';
import { createVersionSearch } from '../../src/secrets/search-versions.ts';
import { drawn } from './planted.ts';

const values = (text: string, path = 'backup/portal.sql') =>
  searchText(Buffer.from(text), path).hits.map((hit) => hit.value);

test('values in columns that the statement names', () => {
  const [secret, other, password] = [drawn('{A32}'), drawn('{A40}'), drawn('{A9}!7{A4}')];
  const text = `INSERT INTO \`oauth_clients\` (\`id\`, \`name\`, \`secret\`) VALUES (1, 'it\\'s, (one)', '${secret}'),\n (2, NULL, '${other}');\n`;
  expect(values(text)).toEqual([secret, other]);
  expect(values(`insert into [dbo].[servers] (host, smtp_password)\nvalues ('a''b', '${password}');`)).toEqual([
    password,
  ]);
  const [hit] = searchText(Buffer.from(text), 'backup/portal.sql').hits;
  expect(text.slice(hit?.from, hit?.to)).toBe(secret);
});

test('rows of settings, where one column names the other', () => {
  const head = 'INSERT INTO `settings` (`id`,`key`,`value`) VALUES';
  expect(values(`${head} (1,'site_name','Portal'),(2,'smtp_password','maple4417?'),(3,'theme','dark9!x');`)).toEqual([
    'maple4417?',
  ]);
  expect(values(`${head} (1,'password_hint','maple4417?'),(2,'smtp_password','password');`)).toEqual([]);
});

test('other columns, hashes, words and other files are none', () => {
  const secret = drawn('{A32}');
  const users = `('ana', '${drawn('{H32}')}'), ('b', '$2y$10$${drawn('{A53}')}'), ('c', 'password')`;
  expect(values(`INSERT INTO notes (id, body) VALUES (1, '${secret}');`)).toEqual([]);
  expect(values(`INSERT INTO users (name, password) VALUES ${users};`)).toEqual([]);
  expect(values(`INSERT INTO access_tokens (id, token) VALUES (1, '${drawn('{H64}')}');`)).toEqual([]);
  expect(values(`INSERT INTO clients (id, secret) VALUES (1, '${secret}');`, 'src/notes.py')).toEqual([]);
  expect(values(`INSERT INTO clients (id, secret) SELECT 1, '${secret}';`)).toEqual([]);
});

test('a dump for tests is a warning; a row that was added below is read under its statement', () => {
  const secret = drawn('{A40}');
  const last = `(901, '${secret}');\n`;
  const head = 'INSERT INTO clients (id, secret) VALUES';
  expect(searchText(Buffer.from(`${head} ${last}`), 'test/fixtures/a.sql').hits).toMatchObject([
    { weight: 'low', doubt: 'rehearsal' },
  ]);
  const search = createVersionSearch();
  const rows = Array.from({ length: 900 }, (_, at) => `(${at}, '')`).join(',\n');
  expect(search(Buffer.from(`${head} ${rows};\n`), 'backup/a.sql', {}).hits).toEqual([]);
  const next = search(Buffer.from(`${head} ${rows},\n${last}`), 'backup/a.sql', {});
  expect(next.hits.map((hit) => hit.value)).toEqual([secret]);
});

test('a password that Maven encrypted is none', () => {
  expect(values(`<password>{${drawn('{P32}')}}</password>`, 'settings.xml')).toEqual([]);
});

test('rows without columns follow the definition of their table', () => {
  const [secret, token] = [drawn('{A40}'), drawn('{A32}')];
  const clients =
    "CREATE TABLE `oauth_clients` (\n `id` int(10) NOT NULL,\n `name` varchar(20) DEFAULT 'a,b',\n `rate` decimal(8,2),\n `secret` varchar(100),\n PRIMARY KEY (`id`),\n KEY `k` (`name`)\n) ENGINE=InnoDB;\n";
  expect(values(`${clients}INSERT INTO \`oauth_clients\` VALUES (1,'x',1.5,'${secret}');`)).toEqual([secret]);
  expect(values(`${clients}INSERT INTO other VALUES (1,'x',1.5,'${secret}');`)).toEqual([]);
  const copied = `COPY public.integrations (id, name, api_token) FROM stdin;\n1\tcrm\t${token}\n2\terp\t\\N\n\\.\n`;
  expect(values(copied)).toEqual([token]);
});
