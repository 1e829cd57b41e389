import { GapError } from '../../../model/gap.ts';
import type { AccountName } from '../../../model/identity.ts';
import type { CollectContext } from '../../collector.ts';
import { openWindow, type Window } from '../../delivery/mail-run.ts';
import { carriersOf, type Typing } from '../access/see-answers.ts';
import { linesOf } from '../access/compare-answers.ts';
import { put } from '../access/compare-replays.ts';
import { trySignIn } from '../access/try-sign-in.ts';
import type { Exchange } from '../recorder.ts';
import { findSignInForm } from '../sign-in/find-form.ts';
import { shownText } from '../sign-in/sign-in-failure.ts';
import { comeBackOf, keyOf, type Reply, replyOfExchange, replyOfResponse, replyOfSilence } from './reply.ts';

export interface GuessFor {
  readonly user: string;
  readonly headers?: readonly (readonly [string, string])[];
}
/** One way to send a wrong password, another one each time. */
export interface Lane {
  readonly way: 'request' | 'form';
  /** How many it had sent when it was found. */
  readonly sent: () => number;
  readonly guess: (of: GuessFor) => Promise<Reply>;
  readonly close: () => Promise<void>;
}

/** Never sent again: they belong to one connection. */
const dropped = /^(:|host$|content-length$|connection$|accept-encoding$|transfer-encoding$)/i;
const patienceMs = 20_000;

/**
 * What the form sends to a script is sent again as it was, with another password; where a second one is answered otherwise,
 * for its token was good once, or where the answer is a page, the form is filled in each time.
 */
export async function openLane(user: string, identity: AccountName, context: CollectContext): Promise<Lane> {
  const passwords = wrongPasswords(context);
  const form = await formLane(identity, passwords, context);
  const first = await form.guessed({ user });
  const carrier = first.carrier;
  const body = carrier?.requestBody ?? '';
  const seen = carrier && replyOfExchange(carrier, [user, first.password]);
  if (carrier && seen && carrier.method !== 'GET' && put(body, first.password, '') !== body) {
    const again = requestLane(carrier, { user, password: first.password }, passwords, context);
    const second = await again.guess({ user });
    if (keyOf(second) === keyOf({ ...seen, ms: 0 })) {
      await form.close();
      return again;
    }
  }
  return form;
}

/** One guess in a browser that has none of the cookies of the others. */
export async function guessAfresh(user: string, identity: AccountName, context: CollectContext, way: Lane['way']) {
  const lane = await formLane(identity, wrongPasswords(context), context);
  try {
    const { reply, carrier, password } = await lane.guessed({ user });
    const told = way === 'request' && carrier ? replyOfExchange(carrier, [user, password]) : undefined;
    return told ? { ...told, ms: reply.ms } : reply;
  } finally {
    await lane.close();
  }
}

interface Passwords {
  readonly next: () => string;
  readonly sent: () => number;
}
/** Each guess another password: some count only what differs. */
function wrongPasswords({ world }: CollectContext): Passwords {
  const base = world.randomHex(6);
  world.vault.add(base, 'wrong password');
  let count = 0;
  return { next: () => `Lr-${base}-${++count}!`, sent: () => count };
}

function requestLane(
  exchange: Exchange,
  recorded: { readonly user: string; readonly password: string },
  passwords: Passwords,
  { world, signal }: CollectContext,
): Lane {
  const headers = Object.entries(exchange.requestHeaders).filter(([name]) => !dropped.test(name));
  return {
    way: 'request',
    sent: passwords.sent,
    guess: async ({ user, headers: more = [] }) => {
      const password = passwords.next();
      const named = (text: string) => put(put(text, recorded.password, password), recorded.user, user);
      const began = world.clock.monotonicMs();
      try {
        const response = await world.http.request({
          url: named(exchange.url),
          method: exchange.method,
          headers: [...headers, ...more],
          body: named(exchange.requestBody ?? ''),
          permit: 'abuse',
          timeoutMs: patienceMs,
          signal,
        });
        return replyOfResponse(response, [user, password]);
      } catch (thrown) {
        signal.throwIfAborted();
        return replyOfSilence(thrown, world.clock.monotonicMs() - began);
      }
    },
    close: async () => undefined,
  };
}

interface Guessed {
  readonly reply: Reply;
  readonly password: string;
  readonly carrier?: Exchange;
}

async function formLane(
  identity: AccountName,
  passwords: Passwords,
  context: CollectContext,
): Promise<Lane & { readonly guessed: (of: GuessFor) => Promise<Guessed> }> {
  const window = await openWindow(context);
  // Whoever else runs a sign-in page gets what the portal's own pages send there, and no guesses.
  const mayType = (host: string) => context.world.scope.refuses('abuse', host) === undefined;
  /** What the page shows before anything was sent. */
  let before: ReadonlySet<string> | undefined;
  const guessed = async ({ user, headers = [] }: GuessFor): Promise<Guessed> => {
    const password = passwords.next();
    const mark = window.recorder.exchanges.length;
    await window.page.setExtraHTTPHeaders(Object.fromEntries(headers));
    let typing: Typing;
    try {
      typing = await trySignIn(window, { user, password, identity, mayType }, context);
    } catch (thrown) {
      context.signal.throwIfAborted();
      return { reply: await pageInstead(window, mark, [user, password], thrown), password };
    }
    await window.recorder.settled();
    before ??= linesOf(typing.before, typing.typed);
    const carrier = carriersOf(window, { typed: [password], mark }).findLast(({ method }) => method !== 'GET');
    const form = await findSignInForm(window.page).catch(() => undefined);
    const shown = [...linesOf(await shownText(window.page), typing.typed)].filter((line) => !before?.has(line));
    const reply: Reply = {
      status: carrier?.status ?? 0,
      lines: shown,
      captcha: form?.captcha === true,
      comeBack: comeBackOf(Object.entries(carrier?.responseHeaders ?? {})),
      ms: 0,
    };
    return { reply, password, ...(carrier ? { carrier } : {}) };
  };
  const timed = async (of: GuessFor): Promise<Guessed> => {
    const { clock } = context.world;
    const began = clock.monotonicMs();
    const one = await guessed(of);
    return { ...one, reply: { ...one.reply, ms: clock.monotonicMs() - began } };
  };
  return {
    way: 'form',
    sent: passwords.sent,
    guessed: timed,
    guess: async (of) => (await timed(of)).reply,
    close: () => window.close(),
  };
}

/** Where the form did not come any more: the page that stands in its place, if it is an error of the portal's. */
async function pageInstead(
  { page, recorder }: Window,
  mark: number,
  typed: readonly string[],
  thrown: unknown,
): Promise<Reply> {
  await recorder.settled();
  const answered = recorder.exchanges.slice(mark).findLast(({ resource }) => resource === 'document');
  if (!(thrown instanceof GapError) || !answered || answered.status < 400) throw thrown;
  return {
    status: answered.status,
    lines: [...linesOf(await shownText(page), typed)],
    comeBack: comeBackOf(Object.entries(answered.responseHeaders)),
    ms: 0,
  };
}
