import { notSignedIn } from '../not-signed-in.ts';
import { GapError, gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { isSelected } from '../../../model/is-selected.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { EvidenceKind } from '../../evidence-map.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { plainKey } from '../crawl/page-key.ts';
import { unequalWalks } from '../crawl/pages-of-others.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { sessionsSlot } from '../session.ts';
import { collectBackendReads } from './backend-reads.ts';
import { collectChannelReads } from './channel-reads.ts';
import { collectAnonymousReads } from './anonymous-read.ts';
import { collectCrossReads } from './cross-read.ts';
import { collectSignedFiles } from './file-reads.ts';
import { gaveAwaySlot, toldToAllSlot } from './gave-away.ts';
import { collectOrdinaryReads } from './ordinary-read.ts';
import { collectPageReads } from './page-reads.ts';
import { requireTwoTenants } from './require-two-tenants.ts';
import { collectSignatureOfAnother } from './signature-of-another.ts';
import { collectToldToVisitors } from './told-to-visitors.ts';
import { prepareSetting, type Setting } from './setting.ts';

/** The tenant proof for reads: B's references as A, A's lists, and everybody's private reads as nobody (TENANCY.md). */
export const tenancyCollector = defineCollector({
  id: 'tenancy',
  produces: [
    'tenancy.read',
    'tenancy.tenant',
    'tenancy.anonymous',
    'tenancy.list',
    'tenancy.file',
    'tenancy.backend',
    'tenancy.channel',
    'tenancy.page',
  ],
  permit: 'cross-tenant',
  uses: ['crawl', 'canaries'],
  timeoutMs: 15 * 60_000,
  subjects: (target) =>
    entryUrl(target, 'a')
      ? [target.name]
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    let setting = prepareSetting(context);
    const sessions = context.live.get(sessionsSlot);
    const first: IdentityName = sessions?.has('a') ? 'a' : 'b';
    const other: IdentityName = first === 'a' ? 'b' : 'a';
    const both = sessions?.has(other) ?? false;
    for (const name of ['a', 'b'] as const) {
      if (!context.world.credentials(name) || sessions?.has(name)) continue;
      context.gap('tenancy.anonymous', name, notSignedIn(name, context));
    }
    const pair = async (prove: (setting: Setting, owner: IdentityName, asker: IdentityName) => Promise<void>) => {
      requireSession(setting, 'a');
      requireSession(setting, 'b');
      requireTwoTenants(setting);
      await prove(setting, 'b', 'a');
    };
    // Lists first: what an open one gives away must not count as the asker's own in the proofs after it.
    await orGap(context, 'tenancy.list', () =>
      pair(async (given, owner, asker) => {
        const operations = await collectOrdinaryReads(given, owner, asker);
        if (operations.size === 0) return;
        context.live.set(gaveAwaySlot, { to: asker, operations });
        setting = prepareSetting(context);
      }),
    );
    await orGap(context, 'tenancy.anonymous', async () => {
      requireSession(setting, first);
      const told = both ? await collectToldToVisitors(setting, other, first) : new Set<string>();
      if (told.size > 0) {
        context.live.set(toldToAllSlot, told);
        setting = prepareSetting(context);
      }
      await collectAnonymousReads(setting, first, both ? other : undefined);
      if (both) await collectAnonymousReads(setting, other, first);
    });
    await orGap(context, 'tenancy.read', () => pair(collectCrossReads));
    await orGap(context, 'tenancy.tenant', async () => orNone(context, setting, 'tenancy.tenant'));
    // Proofs that one check alone is made of are left out where a selection leaves that check out.
    const wants = (check: string) => isSelected(check, context.target.only);
    if (wants('authz.files'))
      await orGap(context, 'tenancy.file', async () => {
        if (both) {
          await collectSignedFiles(setting, other, first);
          await collectSignatureOfAnother(setting, other, first);
        }
        orNone(context, setting, 'tenancy.file');
      });
    if (wants('authz.baas'))
      await orGap(context, 'tenancy.backend', async () => {
        await pair(collectBackendReads);
        orNone(context, setting, 'tenancy.backend');
      });
    if (wants('authz.realtime'))
      await orGap(context, 'tenancy.channel', async () => {
        await pair(collectChannelReads);
        orNone(context, setting, 'tenancy.channel');
      });
    if (wants('auth.pages'))
      await orGap(context, 'tenancy.page', async () => {
        requireSession(setting, first);
        await collectPageReads(setting, first, both ? other : undefined);
      });
    sayWhatWasLeft(context);
  },
});

/** A verdict over a part of the portal is no verdict over the portal: what the crawl left is a gap of each proof. */
function sayWhatWasLeft(context: CollectContext): void {
  const crawls = context.live.get(crawlsSlot);
  sayWhoSawLess(context);
  const left = new Set([...(crawls?.get('a')?.left ?? []), ...(crawls?.get('b')?.left ?? [])]);
  if (left.size === 0) return;
  const some = [...left].slice(0, 5).map(plainKey).join(', ');
  const found = gap(
    'inconclusive',
    `The crawl ended before it had visited every kind of page: ${left.size} left, among them ${some}.`,
    'Run again with more time (--budget), or list the paths that matter under routes in the config.',
    5,
  );
  for (const kind of tenancyCollector.produces) context.gap(kind, 'pages not reached', found);
}

/** What was not seen of one customer cannot be asked for as the other, and is no proof of anything. */
function sayWhoSawLess(context: CollectContext): void {
  const [a, b] = [context.live.get(crawlsSlot)?.get('a'), context.live.get(crawlsSlot)?.get('b')];
  const unequal = a && b ? unequalWalks(a, b) : undefined;
  if (!unequal) return;
  const [less, more] = unequal.isFirst ? ['A', 'B'] : ['B', 'A'];
  const { few, many } = unequal;
  const found = gap(
    'inconclusive',
    `The walk as ${less} saw ${few} of the portal's pages, the one as ${more} ${many}: what ${less} has was not all there to be asked for.`,
    `See that the account of ${less} may open what that of ${more} may, and that the portal answers it, then run again.`,
    5,
  );
  for (const kind of tenancyCollector.produces) context.gap(kind, 'pages that one customer did not see', found);
}

/** Nothing of the kind was there: said so where both customers were walked, a gap where not. */
function orNone(
  context: CollectContext,
  setting: Setting,
  kind: 'tenancy.tenant' | 'tenancy.file' | 'tenancy.backend' | 'tenancy.channel',
): void {
  if (context.seen(kind).length > 0) return;
  requireSession(setting, 'a');
  requireSession(setting, 'b');
  requireTwoTenants(setting);
  context.emit(kind, context.target.name, { none: true, operations: setting.map.operations.length });
}

/** What one proof cannot do must not stop the next one. An empty proof is a gap, never silence. */
async function orGap(context: CollectContext, kind: EvidenceKind, prove: () => Promise<void>): Promise<void> {
  try {
    await prove();
    if (context.seen(kind).length === 0) context.gap(kind, context.target.name, nothingFound(kind));
  } catch (thrown) {
    if (!(thrown instanceof GapError)) throw thrown;
    context.gap(kind, context.target.name, thrown.gap);
  }
}

function nothingFound(kind: EvidenceKind) {
  const what =
    kind === 'tenancy.read'
      ? 'The crawl saw no request of B that carries a reference only B has: B has nothing there, or the crawl did not reach it.'
      : kind === 'tenancy.list'
        ? 'The crawl saw no list that A receives.'
        : 'The crawl saw no answer that holds what only its owner sees.';
  return gap(
    'nothing-to-compare',
    what,
    'Give each test account some data of its own (two or three objects of each kind), or list routes in the config.',
    10,
  );
}

function requireSession(setting: Setting, identity: IdentityName): void {
  if (setting.session(identity)) return;
  throw new GapError(notSignedIn(identity, setting.context));
}
