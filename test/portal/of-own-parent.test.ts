import { describe, expect, it } from 'vitest';
import type { RawAtom } from '../../src/collectors/portal/tenancy/atoms.ts';
import { ofChildAlone } from '../../src/collectors/portal/tenancy/of-own-parent.ts';
import { viewed } from './viewed.ts';

const view = (heading: string, finding: string) =>
  viewed('a', 200, `<html><body><h1>${heading}</h1><article><p>${finding}</p></article></body></html>`);
const atom = (value: string, path: string): RawAtom => ({ value, path, type: 'string', source: 'leaf' });
const theirs = [
  atom('Gannet House on the Pier', '>#document>html>body>h1'),
  atom('Damp behind the stairs of floor 4.', '>#document>html>body>article>p'),
];
const knows = (value: string) => value === 'Finch Court';

describe('a child asked for below one’s own parent', () => {
  const ownParent = { name: 'id (own parent)' };
  it('is told by what is its own: the parent’s name cannot come', () => {
    const cross = view('Finch Court', 'Damp behind the stairs of floor 4.');
    expect(ofChildAlone(theirs, ownParent, cross, knows).map(({ value }) => value)).toEqual([theirs[1]?.value]);
  });
  it('keeps what stands there in place of nothing that the asker knows', () => {
    const cross = view('Not found', 'Nothing of the kind.');
    expect(ofChildAlone(theirs, ownParent, cross, knows)).toHaveLength(2);
  });
  it('is another question than the owner’s address itself', () => {
    const cross = view('Finch Court', 'Damp behind the stairs of floor 4.');
    expect(ofChildAlone(theirs, { name: 'id' }, cross, knows)).toHaveLength(2);
  });
});
