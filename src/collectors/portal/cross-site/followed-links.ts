import { isGuardedLink, isTokenName } from '../../../parse/guarded-link.ts';
import type { ForgedWrite } from '../../forgery-evidence.ts';
import { actionWords, deletions } from '../actions/action-words.ts';
import { findRecord, type Looking } from '../actions/find-record.ts';
import type { ActionOffer } from '../actions/record-on-page.ts';
import { isAbout } from '../actions/rehearse-action.ts';
import { plantAnother } from '../actions/try-actions.ts';
import type { PlantedRecord } from '../canaries/planted-slot.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { changingLinkWords, deleteWords, sideEffectWords, signOutWords } from '../words.ts';
import { mayNotWrite } from '../writes/bench.ts';
import type { Forging } from './forge-all.ts';
import { forgeActs, likeOf, type StagedAct } from './forged-acts.ts';
import { foreignHeaders, sendWay } from './foreign-request.ts';

const links =
  'a[href]:not([href=""]):not([href^="#"]):not([href^="javascript:"]):not([href^="mailto:"]):not([target=_blank])';
const wanted = {
  pressable: links,
  acts: [actionWords, changingLinkWords, deleteWords].map(({ source }) => `(?:${source})`).join('|'),
  never: deletions.never,
};

/**
 * Links that change the record they stand at: each is followed with the cookies that go along when a page elsewhere leads to it, without
 * the token that its address may hold. Only links that name a record which the audit made for it; one that leads to a question changes
 * nothing for anybody, and is not told of.
 */
export async function followLinks(forging: Forging): Promise<readonly ForgedWrite[]> {
  const { setting, session, attachment } = forging;
  if (attachment.attached !== 'always' && attachment.attached !== 'navigation') return [];
  // Looking for one on every record costs time: only where the walk kept away from some.
  const guarded = setting.context.live.get(crawlsSlot)?.get(session.identity)?.guarded ?? [];
  if (!guarded.some((word) => !signOutWords.test(word))) return [];
  return await forgeActs({ wanted, stage, reproduce }, forging);
}

const reproduce = (label: string, path: string) =>
  `Open the portal, sign in and make a record that may be spoilt; then, in the same browser, follow a link from a file of your own to the address of its link “${label}” (${path}), and look at the record again.`;

/** A new record of the kind, and the link with these words at it; only one that names this very record. */
async function stage(
  by: Looking,
  kind: PlantedRecord,
  label: string,
  forging: Forging,
): Promise<StagedAct | undefined> {
  const record = await plantAnother(by, kind);
  const found = record && (await findRecord(by, record));
  const offer = found?.shown.actions.find(({ text }) => text === label);
  if (!record || !found || !offer) return undefined;
  const url = await by.tab.evaluate(hrefAt, { ...offer, pressable: links });
  if (url === undefined || !URL.canParse(url)) return undefined;
  const bare = withoutTokens(url);
  const { origin, pathname, search } = new URL(bare);
  const words = `${pathname} ${search}`.replace(/[/_.?&=-]+/g, ' ');
  const isOurs = origin === new URL(by.tab.url()).origin;
  const { setting, session } = forging;
  if (!isOurs || signOutWords.test(words) || sideEffectWords.test(words) || mayNotWrite(setting, 'GET', pathname))
    return undefined;
  if (!isAbout({ method: 'GET', url, page: found.place.page }, found, record, session.recorder.exchanges))
    return undefined;
  const token = bare === url ? ('none' as const) : ('left out' as const);
  const way = { way: 'by a link', method: 'GET' as const, url: bare, token };
  return { record, found, method: 'GET', url, own: () => followOwn(url, forging), ways: [way] };
}

/** Runs inside the page: where the link at this place of `recordOnPage` leads; undefined where it is another one by now. */
function hrefAt({ at, text, pressable }: ActionOffer & { readonly pressable: string }): string | undefined {
  const one = document.querySelectorAll<HTMLAnchorElement>(pressable)[at];
  const said = (one?.innerText || one?.getAttribute('aria-label') || one?.getAttribute('title') || '').trim();
  return one && said === text ? one.href : undefined;
}

function withoutTokens(address: string): string {
  const url = new URL(address);
  if (!isGuardedLink(url)) return address;
  for (const name of [...url.searchParams.keys()]) if (isTokenName(name)) url.searchParams.delete(name);
  return url.href;
}

/** As a browser does that the portal's own page leads there. */
async function followOwn(url: string, { setting, session }: Forging) {
  const { world, signal } = setting.context;
  const like = likeOf(session.recorder.exchanges);
  const kept = await session.context.cookies(url);
  const headers = foreignHeaders({ method: 'GET' }, new URL(url).origin, 'same-site', like, kept).map(
    ([name, value]) => [name, name === 'sec-fetch-site' ? 'same-origin' : value] as const,
  );
  const { sight } = await sendWay({ method: 'GET', url }, headers, 'write', world, signal);
  return { status: sight.status, outcome: sight.outcome };
}
