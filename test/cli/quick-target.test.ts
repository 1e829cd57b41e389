import { expect, test } from 'vitest';
import { quickTarget } from '../../src/cli/commands/quick.ts';
import { hostSubjects } from '../../src/collectors/look/host-subjects.ts';
import { configSchema } from '../../src/model/config.ts';

const names = ['example.test', 'www.example.test', 'app.example.test', 'APP.example.test:8443', 'old.example.test'];
const config = configSchema.parse({ target: { hosts: names.map((name) => ({ name })) } });

test('a quick look at one of many listed hosts looks at that one and its www sibling', () => {
  const subjects = (url?: string) => hostSubjects(quickTarget({ name: 'launch', config, ...(url ? { url } : {}) }));
  expect(subjects('https://old.example.test/')).toEqual(['old.example.test']);
  expect(subjects('https://WWW.example.test/start')).toEqual(['example.test', 'www.example.test']);
  expect(subjects('https://app.example.test/')).toEqual(['app.example.test', 'app.example.test:8443']);
  expect(subjects('https://elsewhere.test/')).toEqual(['elsewhere.test']);
});

test('without an address a quick look takes all listed hosts, as an audit does with one', () => {
  const all = names.map((name) => name.toLowerCase());
  expect(hostSubjects(quickTarget({ name: 'launch', config }))).toEqual(all);
  expect(hostSubjects({ name: 'launch', config, url: 'https://old.example.test/' })).toEqual(all);
});

test('a quick look has no accounts', () => {
  const { accounts } = quickTarget({ name: 'launch', config: { ...config, accounts: {} } }).config;
  expect(accounts).toBeUndefined();
});
