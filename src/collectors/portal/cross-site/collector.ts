import { getDomain } from 'tldts';
import { type Gap, GapError, gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { ForgedWrite, Forgery } from '../../forgery-evidence.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { signedInCustomer } from '../customer.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { findWhoAmIs } from '../sessions/who-am-i.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { prepareSetting } from '../tenancy/setting.ts';
import { signOutWords } from '../words.ts';
import { attachedTo } from './attached.ts';
import { plantedWrites } from './planted-writes.ts';
import { followLinks } from './followed-links.ts';
import { forgeAll, type Forging } from './forge-all.ts';
import { forgePressed } from './pressed-actions.ts';
import { resendForms } from './resend-forms.ts';

const mostWrites = 2;

/**
 * csrf.state-change: whether the browser sends the session along with a foreign page's request, and whether the portal then
 * does what it says. Writes are the portal's own, on objects that the audit planted: one more is made and deleted again.
 */
export const crossSiteCollector = defineCollector({
  id: 'cross-site',
  produces: ['session.forgery'],
  permit: 'sign-in',
  uses: ['crawl', 'canaries'],
  after: ['tenancy', 'operations', 'roles', 'writes', 'cross-origin'],
  timeoutMs: 300_000,
  subjects: (target) => {
    const url = entryUrl(target, 'a');
    return url
      ? [hostOfUrl(url)]
      : gap('not-configured', 'No portal address was given.', 'Run the audit with its URL.', 1);
  },
  async collect(subject, context) {
    const { session } = signedInCustomer(context, ['b', 'a']);
    context.progress('what foreign pages can have a browser do');
    const setting = prepareSetting(context);
    const planted = await plantedWrites(setting, session.identity);
    const probes = await findWhoAmIs(session, context);
    const host = planted[0] ? new URL(planted[0].exchange.url).host : undefined;
    const probe = probes.find((one) => new URL(one.url).host === host) ?? probes[0];
    if (!probe)
      throw new GapError(
        gap(
          'inconclusive',
          'No answer of the portal names the account, so what carries its session is not known.',
          'Check that the account sees its own name or e-mail somewhere in the portal.',
        ),
      );
    const attachment = await attachedTo(probe, session);
    const base = {
      identity: session.identity,
      probe: probe.operation,
      attached: attachment.attached,
      cookies: attachment.cookies,
      changingLinks: changingLinks(context, session.identity),
    };
    const site = getDomain(new URL(probe.page || probe.url).hostname, { allowPrivateDomains: true });
    const origins = {
      foreign: `https://lr-${context.world.randomHex(3)}.example.org`,
      sibling: site ? `https://lr-${context.world.randomHex(3)}.${site}` : undefined,
    };
    const forging = { setting, session, attachment, origins };
    const hostOfWrites = hostOfUrl(planted[0]?.exchange.url ?? probe.url);
    const refused = whyNotWrite(attachment.attached, hostOfWrites, context);
    const acted = refused ? [] : await actOnRecords(forging);
    const why = refused ?? (planted.length + acted.length > 0 ? undefined : nothingPlanted);
    if (why) {
      const none = { writes: [], alive: [], reproduce: byHand };
      context.emit('session.forgery', subject, { ...base, ...none, ...(why === 'no need' ? {} : { notTried: why }) });
      return;
    }
    const alive = [await setting.probe(session.identity)];
    const done = await betweenProbes(
      alive,
      async () => {
        const writes = await forgeAll(planted.slice(0, mostWrites), forging);
        return { writes, resent: refusesPlainly(writes, attachment.attached) ? await resendForms(forging) : [] };
      },
      setting.renew,
    );
    const { resent } = done.result;
    const writes = [...done.result.writes, ...acted];
    const shown = writes[0]?.reproduce ?? byHand;
    context.emit('session.forgery', subject, { ...base, writes, resent, alive: done.alive, reproduce: shown });
  },
});

/** How this portal refuses a foreign page is known: by its status. Only then does an answer like its own tell of another form. */
function refusesPlainly(writes: readonly ForgedWrite[], attached: Forgery['attached']): boolean {
  const trials = writes.filter(({ control }) => control).flatMap((one) => one.trials);
  return (
    attached === 'always' &&
    trials.length > 0 &&
    trials.every(({ changed, status }) => changed === false && status >= 400 && status < 429)
  );
}

const byHand =
  'Open the portal and sign in; then, in the same browser, open a file of your own with a form that posts to one of its addresses, and look whether it changed something.';

/** What cannot be put back, on records that the audit makes for it: by links first, then by what buttons send. */
async function actOnRecords(forging: Forging): Promise<readonly ForgedWrite[]> {
  const byLinks = await followLinks(forging);
  const isForged = byLinks.some(({ trials }) => trials.some(({ changed }) => changed === true));
  return isForged ? byLinks : [...byLinks, ...(await forgePressed(forging))];
}

const nothingPlanted = gap(
  'nothing-to-compare',
  'No form of the portal took an object of the audit, so there is no write to repeat.',
  'Let test account B create something that can be deleted again, or give the form’s page under routes.',
  10,
);

function whyNotWrite(
  attached: Forgery['attached'],
  host: string,
  { world, target }: CollectContext,
): Gap | 'no need' | undefined {
  if (attached === 'never') return 'no need';
  const refused = world.scope.refuses('write', host);
  if (refused) return refused;
  return target.config.writes?.default === 'never'
    ? gap('no-consent', 'The config allows no writes (writes.default: never).', 'Set it to restore.', 1)
    : undefined;
}

/** GET links whose words warn, sign-out apart. */
function changingLinks({ live }: CollectContext, identity: IdentityName): boolean | null {
  const crawled = live.get(crawlsSlot)?.get(identity);
  if (!crawled || crawled.visited.length === 0) return null;
  return crawled.guarded.some((word) => !signOutWords.test(word));
}
