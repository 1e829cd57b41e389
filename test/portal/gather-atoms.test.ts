import { expect, it } from 'vitest';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { gatherAtoms } from '../../src/collectors/portal/tenancy/gather-atoms.ts';
import { outcomeOf, type RawView } from '../../src/collectors/portal/tenancy/view.ts';

function view(status: number, json: object): RawView {
  const content = readAnswer(new TextEncoder().encode(JSON.stringify(json)), 'application/json');
  const outcome = outcomeOf(status, content, undefined);
  return { as: 'b', status, outcome, content, contentType: 'application/json', bytes: 1, at: '' };
}
const gather = (one: RawView, sent: readonly string[] = [], canaries: readonly string[] = []) =>
  gatherAtoms({
    ownerViews: [one, one],
    canaries: canaries.map((proof) => ({ identity: 'b' as const, search: proof, proof, planted: true })),
    self: ['bob@globex.example'],
    knownElsewhere: () => false,
    sent,
  }).map((atom) => atom.value);

it("takes the owner's telling values, each once: a title made of a name is the name", () => {
  expect(gather(view(200, { name: 'Bob Tennant', title: 'Bob Tennant - Redmine', note: 'Eleven sites' }))).toEqual([
    'Bob Tennant',
    'Eleven sites',
  ]);
});

it('takes nothing from the words of a refusal', () => {
  expect(gather(view(404, { title: 'There is no such project', detail: 'Ask your administrator' }))).toEqual([]);
});

it('takes neither links that repeat a short reference nor a canary that the request itself carries', () => {
  expect(gather(view(200, { link: '/issues?author_id=6&sort=id', other: 'Eleven sites' }), ['6'])).toEqual([
    'Eleven sites',
  ]);
  expect(gather(view(200, { file: 'statement-globex' }), ['statement-globex-10.txt'], ['statement-globex'])).toEqual(
    [],
  );
});

it('takes no link in which the reference stands as an address writes it', () => {
  const links = { beacon: '/exe/beacon.php?id=globex%3Aledger&1795364800', other: 'Eleven sites' };
  expect(gather(view(200, links), ['globex:ledger'])).toEqual(['Eleven sites']);
});
