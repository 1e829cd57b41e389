import { neverPaths } from '../portal/canaries/never-paths.ts';
import { type Gap, gap } from '../../model/gap.ts';
import type { CollectContext } from '../collector.ts';
import { undoWrites } from '../portal/canaries/undo-writes.ts';
import { nameOf } from '../portal/canaries/name-of-form.ts';
import { type Planted, plantCanary } from '../portal/canaries/plant.ts';
import { gatesSlot } from '../portal/gates.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import type { Session } from '../portal/session.ts';
import { raiseShield, type WriteGate } from '../portal/shield.ts';
import { isContactable } from '../portal/sign-in/sign-in-hosts.ts';
import { type Canary, newCanary } from '../portal/tenancy/canary.ts';
import { controlOfOwn, fillApproval, wayToOwn } from './approval-in-page.ts';
import { journalMail } from './ask-form.ts';
import { awaitMail, mailLimitMs, markInboxes, reportDelivery, visit, type Window } from './mail-run.ts';
import { approvalWords, notPressed, sendWords, withdrawWords } from './notice-words.ts';
import { ownApprovers } from './own-approvers.ts';
import { type Control, letOneThrough } from './press-once.ts';

const mostForms = 4;

export interface Creator {
  readonly page: string;
  readonly text: string;
}
type Made = { readonly canary: Canary; readonly created?: string; readonly page: string };

/**
 * Has an approval asked for, in the one way that harms nobody: on an object made for this by a form whose objects were seen to be
 * taken back, of a colleague or operator who is a declared test account. Returns why not, where it could not be done.
 */
export async function askForApproval(
  session: Session,
  creators: readonly Creator[],
  context: CollectContext,
): Promise<Gap | undefined> {
  const { world, live } = context;
  const approvers = ownApprovers(session.identity, context);
  if (approvers.length === 0)
    return refusal(
      'nobody who could be asked is a declared test account with an inbox',
      'Declare the approver as accounts.a2, staff or admin, and add the address to `receives` of an inbox.',
    );
  if (context.target.config.writes?.default === 'never') return refusal('the configuration allows no writes');
  const page = await session.context.newPage();
  const window: Window = { page, recorder: session.recorder, close: () => page.close().catch(() => undefined) };
  const gates = live.get(gatesSlot);
  const gate: { gate: WriteGate } = gates?.get(session.identity) ?? { gate: async () => false };
  if (!gates?.has(session.identity))
    await raiseShield(session.context, session.recorder, (request) => gate.gate(request), world.clock.monotonicMs);
  const own: Session = { ...session, page };
  let why = 'no form of the portal made an object on which an approval can be asked for';
  try {
    for (const creator of creators.slice(0, mostForms)) {
      if (!(await takesBack(own, creator, gate, context))) {
        why = 'what the portal’s forms make could not be seen to be taken back';
        continue;
      }
      const made = await plant(own, creator, gate, context);
      if (!made) continue;
      try {
        const said = await askOn(made, own, window, approvers, context);
        if (said === '') return undefined;
        why = said;
      } finally {
        await takeBack(made, own, window, context);
      }
      if (context.signal.aborted) break;
    }
    return refusal(why);
  } finally {
    await window.close();
  }
}

function refusal(why: string, closeBy?: string): Gap {
  return gap(
    'refused',
    `The portal’s pages offer to ask somebody for an approval. Nobody was asked, because that mail cannot be taken back and ${why}.`,
    closeBy ??
      'Ask for an approval by hand with a test account, look at the mail that its approver gets, and attest email.delivery with the date.',
    10,
  );
}

/** Whether what this form makes can be made undone: seen in this run, else tried once. */
async function takesBack(own: Session, creator: Creator, gate: { gate: WriteGate }, context: CollectContext) {
  const of = (await context.world.journal.entries()).filter(
    (one) =>
      one.what === `canary planted through ${nameOf(creator)}` && one.settled.some(({ state }) => state === 'done'),
  );
  const isUndone = of.every((one) => one.settled.some(({ state }) => state === 'undone'));
  if (of.length > 0) return isUndone;
  const made = await plant(own, creator, gate, context);
  return made !== undefined && (await undone(made, own, context));
}

async function plant(own: Session, creator: Creator, gate: { gate: WriteGate }, context: CollectContext) {
  const { world, signal, target } = context;
  const canary = newCanary(own.identity, world.randomHex);
  world.vault.add(canary.proof, 'canary');
  const planted: Planted = await plantCanary({
    session: own,
    gate,
    creator,
    canary,
    journal: world.journal,
    clock: world.clock,
    signal,
    never: neverPaths(target.config),
  });
  const page = own.page.url();
  return planted.planted
    ? ({ canary, page, ...(planted.created ? { created: planted.created } : {}) } satisfies Made)
    : undefined;
}

async function undone({ canary }: Made, own: Session, { world, signal }: CollectContext): Promise<boolean> {
  await undoWrites(world.journal, new Map([[own.identity, own]]), world, signal);
  const entry = (await world.journal.entries()).find(({ mark }) => mark === canary.proof);
  return entry?.settled.some(({ state }) => state === 'undone') ?? false;
}

/** Some portals delete nothing that waits for an answer: then the request is withdrawn first. */
async function takeBack(made: Made, own: Session, window: Window, context: CollectContext): Promise<void> {
  if (await undone(made, own, context)) return context.progress('the object of the approval was taken back');
  const control = await controlOn(made, window, withdrawWords, [], context);
  if (control) {
    const opening = await letOneThrough(window, { ours: [], isListed: isContactable(context) });
    await control.click({ timeout: 4000 }).catch(() => undefined);
    await settled(window, context);
    await opening.close();
  }
  const isGone = await undone(made, own, context);
  context.progress(
    isGone ? 'the object of the approval was withdrawn and taken back' : 'the object of the approval stays',
  );
}

const settled = ({ page, recorder }: Window, { world, signal }: CollectContext) =>
  waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });

/** The control on the page of our own object, or beside it in its list. */
async function controlOn(
  made: Made,
  window: Window,
  words: RegExp,
  ours: readonly string[],
  context: CollectContext,
): Promise<Control | undefined> {
  const { page } = window;
  const mark = made.canary.proof;
  const look = async () =>
    (
      await page
        .evaluateHandle(controlOfOwn, { words: words.source, never: notPressed.source, mark, ours })
        .catch(() => undefined)
    )?.asElement() as Control | null | undefined;
  for (const url of new Set([page.url(), made.page])) {
    if (page.url() !== url) await visit(window, url, context);
    const there = await look();
    if (there) return there;
    const way = (await page.evaluateHandle(wayToOwn, mark).catch(() => undefined))?.asElement();
    if (!way) continue;
    await (way as Control).click({ timeout: 3000 }).catch(() => undefined);
    await settled(window, context);
    const behind = await look();
    if (behind) return behind;
  }
  return undefined;
}

/** Presses the control and answers what it asks. Empty where the request was sent; else what stood in the way. */
async function askOn(
  made: Made,
  own: Session,
  window: Window,
  approvers: ReturnType<typeof ownApprovers>,
  context: CollectContext,
): Promise<string> {
  const { page } = window;
  const addresses = approvers.map(({ address }) => address);
  const self = own.credentials?.user?.toLowerCase();
  const ours = [...addresses, ...(self ? [self] : [])];
  const control = await controlOn(made, window, approvalWords, ours, context);
  if (!control) return 'no such control stands with an object of our own, naming nobody but the test accounts';
  const id = (made.created ?? page.url()).split(/[/?#=&]/).findLast((part) => /\d/.test(part));
  const isMeant = ({ url, body }: { url: string; body: string }) =>
    [url, body, page.url()].some((text) => text.includes(made.canary.proof) || (id !== undefined && text.includes(id)));
  const at = await markInboxes(addresses, context);
  const what = `an approval was asked for as ${own.identity}, on an object made for this`;
  const settle = await journalMail(what, own.identity, page.url(), context);
  const opening = await letOneThrough(window, { ours, isListed: isContactable(context), isMeant });
  let status: number | undefined;
  let chosen = false;
  let why = '';
  // Once with what stands around the control, once with the dialog that it opened.
  const answer = async (standing: Control | null) => {
    const filled = await page
      .evaluateHandle(fillApproval, {
        control: standing,
        ours: addresses,
        words: `${approvalWords.source}|${sendWords.source}`,
        never: notPressed.source,
        note: `${made.canary.search} ${made.canary.proof}`,
      })
      .catch(() => undefined);
    const read = async (name: string) => (await filled?.getProperty(name).catch(() => undefined)) ?? undefined;
    why = String((await (await read('why'))?.jsonValue()) ?? 'its dialog could not be read');
    chosen ||= (await (await read('chosen'))?.jsonValue()) === true;
    const button = (await read('button'))?.asElement() as Control | null | undefined;
    await button?.click({ timeout: 4000 }).catch(() => undefined);
    await settled(window, context);
  };
  try {
    await answer(control);
    if (!opening.hasPassed() && why === '') await answer(null);
  } finally {
    status = await opening.close();
    await settle(status, opening.hasPassed());
  }
  if (status === undefined) return why === '' ? 'the control sent nothing about that object' : why;
  if (status >= 400) return `the portal answered the request with HTTP ${status}`;
  const wait = await awaitMail(addresses, at, chosen ? mailLimitMs(context) : 30_000, context, 'notice');
  await reportDelivery(
    {
      kind: 'approval',
      asked: what,
      accepted: true,
      portalSaid: `HTTP ${status}`,
      mustArrive: chosen,
      inbox: at.names[0] ?? '',
      wait,
    },
    context,
  );
  return '';
}
