// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of scripts.
import { expect, it } from 'vitest';
import { pathsInScript } from '../../src/parse/named-paths.ts';

const of = (text: string) => pathsInScript(text, ['/api/']).map(({ method, template }) => `${method} ${template}`);

it('reads what begins like the API as a path to look at, wherever it stands', () => {
  expect(of('const u="/api/later",v="/other/later",w=`/api/notes/${id}/x`,y={path:"/api/:kind/list"}')).toEqual([
    'GET /api/later',
    'GET /api/notes/{x}/x',
    'GET /api/{kind}/list',
  ]);
});

it('leaves files and texts that are no paths alone', () => {
  expect(of('"/api/logo.svg" "/api/a b" "/api/<x>"')).toEqual([]);
});
