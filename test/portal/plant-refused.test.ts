import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type PlantOptions, plantCanary } from '../../src/collectors/portal/canaries/plant.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { recordedJson } from './recorded.ts';

const canary = {
  identity: 'b',
  search: 'Lrword',
  proof: 'Checkword',
  kind: 'planted',
} as unknown as PlantOptions['canary'];
const offer = (words: string, more: { readonly person?: string } = {}) => ({
  index: 0,
  texts: 1,
  words,
  unfit: '',
  ...more,
});

interface Shown {
  /** Forms before and after the control was pressed. */
  readonly forms: readonly (readonly ReturnType<typeof offer>[])[];
  readonly opens?: boolean;
  /** What the page complains of when the form was sent, and shows it again. */
  readonly complaint?: string;
  readonly sentTo?: string;
  /** Whether its page offers to delete something. */
  readonly deletes?: boolean;
  /** The page that the answer leads to, as the browser was shown it. */
  readonly leadsTo?: Exchange;
}

/** A page that answers what the planter asks of it; sending the form goes through the shield. */
async function plantOn(
  { forms, opens = true, complaint = '', sentTo = '/boards', leadsTo, deletes = true }: Shown,
  text: string,
) {
  const folder = await mkdtemp(join(tmpdir(), 'plant-'));
  const gate: PlantOptions['gate'] = { gate: async () => false };
  let looks = 0;
  const request = {
    url: () => `https://desk.example.test${sentTo}`,
    method: () => 'POST',
    headers: () => ({}),
    postData: () => `name=${canary.proof}`,
    isNavigationRequest: () => true,
    response: async () => ({
      status: () => (leadsTo ? 303 : 200),
      text: async () => '',
      headers: () => (leadsTo ? { location: leadsTo.url } : {}),
    }),
  };
  const results: Readonly<Record<string, () => unknown>> = {
    formOffers: () => forms[Math.min(looks++, forms.length - 1)],
    markedAsAlert: () => complaint,
    stillTyped: () => complaint !== '',
    formChoices: () => [],
    offersToDelete: () => deletes,
  };
  const page = {
    goto: async () => (opens ? null : Promise.reject(new Error('Download is starting'))),
    isClosed: () => true,
    url: () => 'https://desk.example.test/boards/new',
    content: async () => '',
    // What is handed over as text looks for lists of component libraries.
    evaluate: async (run: { readonly name: string } | string) =>
      typeof run === 'string' ? [] : (results[run.name] ?? (() => true))(),
    evaluateHandle: async () => ({ asElement: () => null }),
    keyboard: { press: async () => void (await gate.gate(request as never)) },
    frames: () => [page],
  };
  const next = counter();
  const journal = openJournal(
    join(folder, 'journal.jsonl'),
    () => new Date(0),
    () => `p${next()}`,
  );
  const clock = { wait: async () => undefined, monotonicMs: () => 0, now: () => new Date(0) };
  const session = {
    identity: 'b',
    page,
    recorder: {
      exchanges: leadsTo ? [leadsTo] : [],
      inFlight: () => 0,
      settled: async () => undefined,
      asked: () => 0,
    },
  };
  const options = {
    session,
    gate,
    creator: { page: page.url(), text },
    canary,
    journal,
    clock,
    signal: new AbortController().signal,
    never: [],
  };
  const outcome = await plantCanary(options as unknown as PlantOptions);
  const settled = (await journal.entries()).flatMap((one) => one.settled.map(({ state }) => state));
  await rm(folder, { recursive: true, force: true });
  return { ...outcome, settled };
}

it('a form that comes back with a complaint has made nothing, and nothing is left to take back', async () => {
  const shown = { forms: [[offer('New board')]], complaint: 'Identifier is invalid' };
  expect(await plantOn(shown, '')).toMatchObject({ planted: false, settled: ['refused'] });
  expect(await plantOn({ forms: [[offer('New board')]] }, '')).toMatchObject({ planted: true, settled: ['done'] });
});

it('a form that stood on the page before, or on the page from before, is not what was to be opened', async () => {
  const remark = offer('Remark Save /remark');
  expect(await plantOn({ forms: [[remark], [remark]] }, 'New entry')).toMatchObject({ planted: false, settled: [] });
  expect(await plantOn({ forms: [[remark], [remark, offer('Name Save')]] }, 'New entry')).toMatchObject({
    planted: true,
  });
  expect(await plantOn({ forms: [[remark]], opens: false }, '')).toMatchObject({ planted: false, settled: [] });
});

it('a form whose words say nothing of other people, and whose address does, is spared for that reason', async () => {
  const reply = { forms: [[offer('Reply')]], sentTo: '/tickets/113/messages' };
  expect(await plantOn(reply, '')).toMatchObject({ planted: false, why: expect.stringMatching(/other people/) });
});

it('what is written below an order orders nothing', async () => {
  const at = (sentTo: string) => plantOn({ forms: [[offer('Comment Post')]], sentTo }, '');
  expect(await at('/rest/v1/order_comments')).toMatchObject({ planted: true });
  expect(await at('/rest/v1/orders')).toMatchObject({ planted: false });
});

it('an address of mail is typed for a contact, and not for somebody who is given a role', async () => {
  const formFor = (person: string) => ({ forms: [[offer('New contact', { person })]] });
  expect(await plantOn(formFor('Name E-mail Phone'), '')).toMatchObject({ planted: true });
  expect(await plantOn({ ...formFor('Name E-mail Phone'), deletes: false }, '')).toMatchObject({ planted: false });
  expect(await plantOn(formFor('Name E-mail Role Viewer Owner'), '')).toMatchObject({
    planted: false,
    why: expect.stringMatching(/other people/),
  });
  const team = { forms: [[offer('New team colleague', { person: 'Name E-mail' })]] };
  expect(await plantOn(team, '')).toMatchObject({ planted: false });
});

it('led to a page whose data holds the new object: it lives behind the address that it was sent to', async () => {
  const shown = (boards: readonly object[]) =>
    recordedJson('https://desk.example.test/home', { component: 'Home', props: { boards } });
  const form = { forms: [[offer('New board')]] };
  expect(await plantOn({ ...form, leadsTo: shown([{ id: 7, name: canary.proof }]) }, '')).toMatchObject({
    created: 'https://desk.example.test/boards/7',
  });
  expect(await plantOn({ ...form, leadsTo: shown([{ id: 7, name: 'Other' }]) }, '')).not.toHaveProperty('created');
});
