import type { JournalEntry } from '../../../world/journal.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { formShowing } from '../canaries/put-form-back.ts';
import { blankIds } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeText } from '../tenancy/answer-text.ts';
import type { Setting } from '../tenancy/setting.ts';
import { mayNotWrite } from '../writes/bench.ts';

/** A write that the portal's own page made with a text of the audit in it. */
export interface PlantedWrite {
  readonly exchange: Exchange;
  /** The text as it was filled in. */
  readonly text: string;
  readonly template: string;
  /** Reads in which the planted object stood afterwards. */
  readonly shownBy: readonly Exchange[];
}

/** The audit's own plantings of this identity that the recording holds, one per address. */
export async function plantedWrites(setting: Setting, identity: IdentityName): Promise<readonly PlantedWrite[]> {
  const exchanges = setting.session(identity)?.recorder.exchanges ?? [];
  const canaries = setting.canariesOf(identity).filter((one) => one.planted);
  const found = new Map<string, PlantedWrite>();
  for (const entry of await setting.context.world.journal.entries()) {
    const taken = entry.settled.some((one) => one.state === 'done');
    if (entry.identity !== identity || !taken) continue;
    const at = exchanges.findIndex(
      (one) =>
        one.url === entry.url &&
        one.method === entry.method &&
        one.method !== 'DELETE' &&
        canaries.some(({ proof }) => one.requestBody?.includes(proof)),
    );
    const exchange = exchanges[at];
    const canary = canaries.find(({ proof }) => exchange?.requestBody?.includes(proof));
    if (!exchange || !canary || mayNotWrite(setting, exchange.method, new URL(exchange.url).pathname)) continue;
    const key = blankIds(new URL(exchange.url).pathname);
    if (found.has(key)) continue;
    // What edits one thing in its place makes no object that could be made once more and deleted.
    const later = exchanges.slice(at + 1).filter(({ url }) => url === entry.former?.page);
    if (later.some(({ body }) => formShowing(body.toString('utf8'), entry))) continue;
    const shownBy = exchanges
      .slice(at + 1)
      .filter((one) => one.method === 'GET' && one.status < 300 && exchangeText(one).includes(canary.proof))
      // The object's own page shows no other one.
      .filter(({ url }) => plain(url) !== plain(createdIn(entry)))
      .filter((one, index, all) => all.findIndex(({ url }) => url === one.url) === index);
    found.set(key, {
      exchange,
      text: spelling(exchange.requestBody ?? '', `${canary.search} ${canary.proof}`, canary.proof),
      template: templateFor(setting, exchange),
      shownBy: shownBy.slice(-3),
    });
  }
  return [...found.values()];
}

const plain = (url: string | undefined) => url?.replace(/[?#].*$/, '').replace(/\/$/, '');

function createdIn({ settled }: JournalEntry): string | undefined {
  const done = settled.find((one) => one.state === 'done');
  return done?.state === 'done' ? done.created : undefined;
}

/** A form may have taken the whole text or, where a field had its own idea, the proof alone. */
function spelling(body: string, whole: string, proof: string): string {
  const forms = [whole, encodeURIComponent(whole), encodeURIComponent(whole).replace(/%20/g, '+')];
  return forms.some((one) => body.includes(one)) ? whole : proof;
}

function templateFor({ map }: Setting, { url, method }: Exchange): string {
  const { pathname } = new URL(url);
  const known = map.operations.find(
    (one) =>
      one.method === method &&
      [...one.by.values()].flat().some(({ exchange }) => new URL(exchange.url).pathname === pathname),
  );
  return known?.template ?? blankIds(pathname);
}
