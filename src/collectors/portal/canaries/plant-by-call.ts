import { carried } from '../crawl/ask-for-named.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { writeHeaders } from '../writes/guard-tokens.ts';
import type { MakingCall } from './calls-that-make.ts';
import { type Planted, type PlantOptions, sendThrough } from './plant.ts';

/** What a browser sets itself, or refuses to let scripts set. */
const ofBrowser =
  /^(origin|referer|cookie|host|content-length|accept-encoding|user-agent|connection|sec-.*|proxy-.*)$/i;

/**
 * Makes a record with the canary by the request that the portal's scripts name for it, from inside a page of the owner's: forms of many
 * component libraries are not filled by anybody but people.
 */
export async function plantByCall(options: PlantOptions & { readonly call: MakingCall }): Promise<Planted> {
  const { session, canary, clock, signal, call } = options;
  const { page, recorder } = session;
  const opened = await page.goto(options.creator.page, { waitUntil: 'domcontentloaded', timeout: 12_000 }).then(
    () => true,
    () => false,
  );
  if (!opened) return { planted: false, why: 'its page did not open' };
  await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2000 });
  const own = await writeHeaders(session, call.url, 'application/json');
  const headers = Object.fromEntries(
    [...Object.entries(carried(recorder.exchanges, call.url)), ...own].filter(([name]) => !ofBrowser.test(name)),
  );
  const body = JSON.stringify(bodyWith(call, `${canary.search} ${canary.proof}`));
  return sendThrough(
    options,
    (request) => (request.postData() ?? '').includes(canary.proof),
    async () => {
      await page.evaluate(send, { url: call.url, headers, body });
    },
  );
}

/** The fields with the canary in its text; an address of mail that nobody has (RFC 2606). */
export function bodyWith(
  { fields, text }: Pick<MakingCall, 'fields' | 'text'>,
  value: string,
): Record<string, unknown> {
  const mailbox = `${value.split(' ').at(-1)?.toLowerCase() ?? 'nobody'}@example.com`;
  return Object.fromEntries(
    Object.entries(fields).map(([name, one]) => [
      name,
      name === text ? value : typeof one === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(one) ? mailbox : one,
    ]),
  );
}

/** Runs inside the page. An answer that nobody reads is never at its end. */
async function send({ url, headers, body }: { url: string; headers: Record<string, string>; body: string }) {
  await fetch(url, { method: 'POST', headers, body, credentials: 'include' })
    .then((answer) => answer.arrayBuffer())
    .catch(() => undefined);
}
