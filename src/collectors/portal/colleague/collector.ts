import { GapError, gap } from '../../../model/gap.ts';
import type { FunctionTrial } from '../../write-evidence.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { notSignedIn } from '../not-signed-in.ts';
import { openTab } from '../open-tab.ts';
import { plainPath } from '../crawl/page-key.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { sessionsSlot } from '../session.ts';
import { readAsColleague } from './read-as-colleague.ts';
import { readUnlisted } from './read-unlisted.ts';
import { shieldOnce } from '../shield-once.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { prepareSetting } from '../tenancy/setting.ts';
import { decideAsColleague, notTried } from './decide-as-colleague.ts';
import { proveLeftOut } from './left-out.ts';
import { findOwnerOffers } from './owner-offers.ts';
import { ownerPages, recordPages } from './owner-pages.ts';
import { withBeside } from './beside.ts';
import { tryOffer } from './try-offer.ts';

const offerLimit = 8;

const mayWrite = ({ target, world }: CollectContext) =>
  target.config.writes?.default !== 'never' && !world.scope.refuses('write', hostOfUrl(entryUrl(target, 'a') ?? ''));

/**
 * authz.function within one customer: what A's pages let it do for everybody of its customer (roles, invitations, the customer's
 * settings) and the pages of A2, a second user of the same customer, do not, sent with A2's session. Every change is made by A and
 * put back first, is on disk before it is sent, and counts only where A's own page then shows it.
 */
export const colleagueCollector = defineCollector({
  id: 'colleague',
  produces: ['tenancy.function'],
  permit: 'cross-tenant',
  uses: ['crawl'],
  after: ['canaries', 'operations', 'tenancy', 'roles'],
  timeoutMs: 5 * 60_000,
  subjects: (target, world) => (world.credentials('a2') && entryUrl(target, 'a') ? [target.name] : []),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(subject, context) {
    const sessions = context.live.get(sessionsSlot);
    const [owner, colleague] = [sessions?.get('a'), sessions?.get('a2')];
    if (!owner || !colleague) {
      context.gap('tenancy.function', `${subject}: users of one customer`, notSignedIn(owner ? 'a2' : 'a', context));
      return;
    }
    await shieldOnce(colleague, context);
    const address = colleague.self.find((one) => one.includes('@'))?.toLowerCase() ?? '';
    const as = async (session: typeof owner) => ({
      session,
      tab: await openTab(session.page),
      context,
      colleague: address,
    });
    const [a, a2] = [await as(owner), await as(colleague)];
    try {
      const walk = context.live.get(crawlsSlot)?.get('a');
      const pages = ownerPages(walk?.visited ?? []);
      const records = walk?.acting?.length === 0 ? [] : recordPages(walk?.visited ?? [], walk?.creators ?? []);
      const { offers, refused, unlinked, actions, leftOut } = await findOwnerOffers(a, a2, pages, records);
      const tried = mayWrite(context) ? offers.slice(0, offerLimit) : [];
      const acts = mayWrite(context) ? actions : [];
      context.progress(`${tried.length} functions of a customer’s owner that its colleague’s pages do not have`);
      // What both were just shown is known now.
      const setting = prepareSetting(context);
      const probes = await Promise.all([setting.probe('a'), setting.probe('a2')]);
      const trials: Omit<FunctionTrial, 'alive'>[] = [];
      const { alive } = await betweenProbes(
        probes,
        async () => {
          trials.length = 0;
          for (const offer of tried) {
            const trial = await tryOffer(setting, a, offer);
            if (trial) trials.push(trial);
            else
              context.progress(
                `${offer.offer.kind} "${offer.offer.field}" of ${plainPath(new URL(offer.page).pathname)}: could not be shown`,
              );
            if (trial?.within?.restored === false) break;
          }
          if (trials.every((one) => one.within?.restored !== false))
            trials.push(...(await decideAsColleague(setting, a, a2, acts)));
          trials.push(
            ...(await readAsColleague(setting, refused, unlinked)),
            ...(await proveLeftOut(setting, leftOut)),
          );
          const isTold = (one: (typeof trials)[number]) =>
            trials.some(({ method, template }) => method === one.method && template === one.template);
          trials.push(...(await readUnlisted(setting)).filter((one) => !isTold(one)));
        },
        setting.renew,
      );
      const open = notTried(acts, trials);
      if (open) context.gap('tenancy.function', `${subject}: what only a customer’s owner may decide`, open);
      else if (trials.length === 0) sayNothingShown(subject, context);
      for (const trial of withBeside(trials, refused))
        context.emit('tenancy.function', `${trial.method} ${trial.template} (an ordinary user)`, { ...trial, alive });
      const left = trials.find((one) => one.within?.restored === false);
      if (left)
        throw new GapError(
          gap(
            'inconclusive',
            `A value at ${left.template} did not come back after it was put back, so nothing more was written.`,
            'Run launch-ready undo, look at it by hand, then exclude the operation (writes.never).',
            10,
          ),
        );
    } finally {
      await Promise.all([a.tab.close(), a2.tab.close()].map((one) => one.catch(() => undefined)));
    }
  },
});

function sayNothingShown(subject: string, context: CollectContext): void {
  context.gap(
    'tenancy.function',
    `${subject}: users of one customer`,
    gap(
      'nothing-to-compare',
      'Of what only the pages of a customer’s owner show or offer, its ordinary user was given nothing, and nothing of it could be shown to be refused.',
      'Send one of the owner’s requests by hand with the ordinary user’s session.',
      10,
    ),
  );
}
