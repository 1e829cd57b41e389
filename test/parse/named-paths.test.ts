import { expect, it } from 'vitest';
import { pathsInScript } from '../../src/parse/named-paths.ts';

const of = (text: string) => pathsInScript(text, ['/api/']).map(({ method, template }) => `${method} ${template}`);

it('knows by which method a script asks for a path', () => {
  const text = `fetch("/api/a"),fetch('/api/b',{method:"post"}),http.patch("/api/notes/bulk",{ids}),x.delete(\`/api/notes/\${id}\`),y.get('/api/c')`;
  expect(of(text)).toEqual([
    'GET /api/a',
    'POST /api/b',
    'PATCH /api/notes/bulk',
    'DELETE /api/notes/{x}',
    'GET /api/c',
    // What is deleted there may be looked at there.
    'GET /api/notes/{x}',
  ]);
});

it('reads what only begins like the API as a path to look at', () => {
  expect(of('const u="/api/later",v="/other/later"')).toEqual(['GET /api/later']);
});
