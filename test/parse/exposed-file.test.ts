import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownPaths } from '../../src/collectors/exposure/known-paths.ts';
import * as file from '../../src/parse/exposed-file.ts';
import { mapReference, readSourceMap } from '../../src/parse/source-map.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const answer = (text: string, type = 'text/plain') => ({ body: bytes(text), text, type });
const raw = (...body: number[]) => ({
  body: new Uint8Array([...body, ...Array<number>(64).fill(0)]),
  text: '',
  type: 'application/octet-stream',
});

test.each<[string, file.Recognise, file.FileAnswer]>([
  ['a branch', file.gitHead, answer('ref: refs/heads/main\n')],
  ['a detached head', file.gitHead, answer(`${'5f'.repeat(20)}\n`)],
  ['a git config', file.gitConfig, answer('[core]\n\trepositoryformatversion = 0\n')],
  ['an environment file', file.environmentFile, answer('# prod\nNODE_ENV=production\nSESSION_SECRET="abc"\n')],
  ['a dump', file.sqlDump, answer('-- PostgreSQL database dump\n')],
  ['a zip', file.archive, raw(0x50, 0x4b, 3, 4)],
  ['a gzip', file.archive, raw(0x1f, 0x8b, 8)],
  ['a key', file.privateKey, answer('-----BEGIN OPENSSH PRIVATE KEY-----\nxxx')],
  ['phpinfo', file.phpInfo, answer('<title>PHP 8.3.1 - phpinfo()</title><h1>PHP Version 8.3.1</h1>', 'text/html')],
  ['actuator', file.springIndex, answer('{"_links":{"self":{},"env":{},"heapdump":{}}}', 'application/json')],
  ['go variables', file.debugVars, answer('{"cmdline":["x"],"memstats":{}}', 'application/json')],
  ['a description', file.apiDocs, answer('{"openapi":"3.1.0","paths":{}}', 'application/json')],
  [
    'a log',
    file.logFile,
    answer('[2026-11-01 10:00:00] production.ERROR: x\n[2026-11-01 10:00:01] production.INFO: y\n'),
  ],
  ['.DS_Store', file.folderMetadata, raw(0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31)],
])('%s is recognised', (_name, recognise, given) => {
  expect(recognise(given)).not.toBeNull();
});

describe('no alarm', () => {
  const spa =
    '<!doctype html><html><head><title>Portal</title></head><body><div id="app"></div><script>A=1\nSECRET_KEY=2</script></body></html>';
  test('no known path takes an HTML page, an empty answer, an error or JSON of an API for its file', () => {
    const harmless = [
      answer(spa, 'text/html'),
      answer(spa, 'text/plain'),
      answer(''),
      answer('Not found'),
      answer('{"error":"not found"}', 'application/json'),
      answer('{"_links":{"self":{},"health":{},"info":{}}}', 'application/json'),
      answer('<html><body>DATABASE and SECRET gardens, ref: refs/heads/main [core]</body></html>'),
    ];
    for (const { path, recognise } of knownPaths)
      for (const given of harmless) expect(recognise(given), `${path}: ${given.text}`).toBeNull();
  });
  test('names in small letters count where one of them is a secret’s', () => {
    expect(file.environmentFile(answer('\ufeffdb_host = db1\r\ndb_password = hunter222\r\n'))?.proof).toMatch(
      /^db_password=/,
    );
    expect(file.environmentFile(answer('colour=red\nsize=large\n'))).toBeNull();
    expect(file.environmentFile(answer('api_key=\nsecret=\n'))).toBeNull();
  });
  test('names without values are minor, and so are public ones', () => {
    expect(file.environmentFile(answer('# fill in\nNODE_ENV=\nSESSION_SECRET=""\n'))).toEqual({
      proof: 'NODE_ENV=, SESSION_SECRET= without values',
      minor: true,
    });
    expect(file.environmentFile(answer('RESULT =\n'))).toBeNull();
    expect(file.environmentFile(answer('ON\nOFF\nA1=\nB2=\nC\n'))).toBeNull();
    expect(file.environmentFile(answer('VITE_API_KEY=abc\nVITE_MODE=x\n'))?.minor).toBe(true);
  });
  test('bad input: a file of any bytes → recognised or not, without a throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('text/plain', 'application/json', ''),
        (body, type) => {
          const given = { body, text: new TextDecoder().decode(body), type };
          for (const { recognise } of knownPaths) recognise(given);
        },
      ),
    );
  });
});

test('values of an environment file are never shown', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9]{10,40}$/), (secret) => {
      const found = file.environmentFile(answer(`API_TOKEN=${secret}\nDATABASE_URL=postgres://u:${secret}@h/d\n`));
      expect(found?.proof).toContain('API_TOKEN=[');
      expect(found?.proof).not.toContain(secret);
    }),
  );
});

describe('source maps', () => {
  test('the last comment names the map', () => {
    expect(mapReference('a\n//# sourceMappingURL=old.map\nb\n//# sourceMappingURL=app.js.map\n')).toBe('app.js.map');
    expect(mapReference('/*# sourceMappingURL=x.css.map */')).toBe('x.css.map');
    expect(mapReference('const x = "sourceMappingURL=no"')).toBeUndefined();
  });
  test('own sources in full are counted, packages are not', () => {
    const map = {
      version: 3,
      mappings: 'AAAA',
      sources: ['webpack/runtime', '../node_modules/a/b.js', 'src/app.ts', 'src/bare.ts'],
      sourcesContent: ['x', 'x', 'x', null],
    };
    expect(readSourceMap(JSON.stringify(map))).toEqual({ sources: 4, ownWithContent: 1 });
    expect(readSourceMap(`)]}'\n${JSON.stringify(map)}`)?.sources).toBe(4);
    expect(readSourceMap(JSON.stringify({ version: 3, sections: [{ map }] }))).toEqual({
      sources: 4,
      ownWithContent: 1,
    });
    expect(readSourceMap('<!doctype html>')).toBeNull();
    expect(readSourceMap('{"sources":[]}')).toBeNull();
  });
});
