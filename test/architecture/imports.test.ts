import { expect, test } from 'vitest';
import { codeOf, filesBelow, importsOf, roomOf } from './source-files.ts';

/** Rooms whose code a room may import; of the others not even types, unless `types` names them. */
const allowed: Readonly<Record<string, { readonly code: readonly string[]; readonly types?: readonly string[] }>> = {
  model: { code: [] },
  parse: { code: [] },
  secrets: { code: [] },
  world: { code: ['model', 'parse', 'secrets'] },
  collectors: { code: ['model', 'parse'], types: ['world', 'secrets'] },
  checks: { code: ['model', 'parse', 'secrets'], types: ['collectors'] },
  checklists: { code: ['model'] },
  engine: { code: ['model'], types: ['collectors', 'world'] },
  reporters: { code: ['model'] },
  handover: { code: ['model'], types: ['collectors', 'engine'] },
  drills: { code: ['model'] },
  public: { code: ['model'] },
};
const anything = ['cli'];

const sources = filesBelow('src');
const links = sources.flatMap((from) => importsOf(from).map((link) => ({ from, ...link })));

test('every room of src has an import rule', () => {
  const rooms = [...new Set(sources.map(roomOf))];
  expect(rooms.filter((room) => !(room in allowed) && !anything.includes(room))).toEqual([]);
});

/** Code of another room that is a pure reading of data. */
const pureCode = ['src/world/journal.ts'];

test('rooms import only what the flow allows', () => {
  const wrong = links.filter(({ from, to, isType }) => {
    const room = roomOf(from);
    const rule = allowed[room];
    if (!rule || !to.startsWith('src/') || roomOf(to) === room) return false;
    const target = roomOf(to);
    return !rule.code.includes(target) && !pureCode.includes(to) && !(isType && rule.types?.includes(target));
  });
  expect(wrong.map(({ from, to, isType }) => `${from} imports ${isType ? 'types of ' : ''}${to}`)).toEqual([]);
});

test('nobody imports the command line', () => {
  const wrong = links.filter(({ from, to }) => to.startsWith('src/cli/') && roomOf(from) !== 'cli');
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('src and range never meet, but for the one computed import of the demonstration', () => {
  const meetings = [
    ...links.filter(({ to }) => to.startsWith('range/')).map(({ from }) => from),
    ...filesBelow('range').filter((path) => importsOf(path).some(({ to }) => to.startsWith('src/'))),
  ];
  expect(meetings).toEqual([]);
});

test('only world opens sockets, browsers and resolvers', () => {
  const fenced =
    /^(node:)?(net|tls|http|https|http2|dgram|dns|dns\/promises|child_process)$|^undici$|^playwright-core$/;
  const wrong = links.filter(
    ({ from, to, isType }) =>
      fenced.test(to) && !isType && !['world', 'cli'].includes(roomOf(from)) && !looksAtText(from),
  );
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

/** `isIP` and its kin of node:net are questions about a text, and so is whether a list of networks holds an address. */
function looksAtText(path: string): boolean {
  const names = /import \{([^}]*)\} from 'node:net'/.exec(codeOf(path))?.[1]?.split(',') ?? ['everything'];
  return names.every((name) => /^\s*(isIP|isIPv4|isIPv6|BlockList)?\s*$/.test(name));
}

test('checks and the judgement know no clock, file or chance of their own', () => {
  const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|\bfetch\(|process\.env/;
  const rooms = ['checks', 'parse', 'secrets', 'model', 'checklists', 'reporters'];
  const judges = sources.filter((path) => rooms.includes(roomOf(path)));
  const impureImports = links.filter(({ from, to }) => rooms.includes(roomOf(from)) && /^node:fs/.test(to));
  expect(impureImports.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  expect(judges.filter((path) => impure.test(codeOf(path)))).toEqual([]);
});
