import { GapError } from '../../../model/gap.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { policyFor } from '../policy.ts';
import { attachRecorder } from '../recorder.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { noFurtherSignIn } from '../sessions/own-session.ts';
import { isContactable } from '../sign-in/sign-in-hosts.ts';
import { signInMeans } from '../sign-in/sign-in-means.ts';
import { openShadowRoots } from '../sign-in/open-session.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { betweenProbes } from './alive.ts';
import { holds } from './atoms.ts';
import { gatherAtoms, toAtom } from './gather-atoms.ts';
import { type PrivateReads, privateReads } from './private-reads.ts';
import { createReplayer } from './replay.ts';
import { requestOf, sentValues, withoutCredentials } from './requests.ts';
import { prepareSetting, type Setting } from './setting.ts';
import { rawView, toView } from './view.ts';

const identity = 'a' as const;
const readsAtMost = 40;

/**
 * auth.anonymous, half-way: a sign-in that asks for the name on a page of its own keeps it in the session. Where that session is
 * taken for the account's, whoever knows a name reads its data. A further browser types the name, stops at the password and asks.
 */
export const beforePasswordCollector = defineCollector({
  id: 'before-password',
  produces: ['tenancy.anonymous'],
  permit: 'cross-tenant',
  adds: true,
  uses: ['crawl'],
  after: ['canaries', 'operations', 'tenancy'],
  timeoutMs: 180_000,
  subjects: (target, world) => (world.credentials(identity) && entryUrl(target, identity) ? [target.name] : []),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, identity) ?? ''),
  async collect(_subject, context) {
    const whole = context.live.get(sessionsSlot)?.get(identity);
    const given = context.seen('portal.sign-in').find((one) => one.subject === identity)?.value;
    const inSteps = given && given.steps > 1 && given.factors?.[0] === 'password';
    if (!whole?.credentials || !inSteps || noFurtherSignIn(identity, context)) return;
    const setting = prepareSetting(context);
    const reads = privateReads(setting, identity, setting.session('b') ? 'b' : undefined);
    if (reads.subjects.length === 0) return;
    context.progress('what opens once the name is typed, before the password');
    const { browser, half } = await openHalf(whole, context);
    try {
      if (half) await askHalf(setting, half, reads);
    } finally {
      await browser.close().catch(() => undefined);
    }
  },
});

async function openHalf(whole: Session, context: CollectContext) {
  const { world, target, signal } = context;
  const url = entryUrl(target, identity) ?? '';
  const credentials = { user: whole.credentials?.user ?? '', password: '' };
  const browser = await world.browser.context({ identity });
  await browser.addInitScript(openShadowRoots);
  const isListed = isContactable(context);
  const recorder = attachRecorder(browser, identity, { isListed, nowMs: () => world.clock.monotonicMs() });
  try {
    const page = await browser.newPage();
    const means = signInMeans(identity, { url, user: credentials.user }, context);
    const entered = await signIn({ page, recorder, url, credentials, ...means, stopAtPassword: true });
    await recorder.settled();
    // Somebody else than the whole session, so that none of its keys goes along in a body or a header.
    const half: Session = { ...whole, identity: 'burner', context: browser, page, recorder };
    return { browser, half: entered.stopped ? half : undefined };
  } catch (thrown) {
    if (!(thrown instanceof GapError) || signal.aborted) await browser.close().catch(() => undefined);
    if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return { browser, half: undefined };
  }
}

async function askHalf(setting: Setting, half: Session, { subjects, isPrivate }: PrivateReads): Promise<void> {
  const { context } = setting;
  const { mark, vault } = context.world;
  const replayer = createReplayer(context.world, [half], context.signal);
  const now = () => context.world.clock.now().toISOString();
  const probe = await setting.probe(identity);
  for (const { operation, recorded } of subjects.slice(0, readsAtMost)) {
    const request = requestOf(recorded.exchange);
    const bare = withoutCredentials(request);
    const askAsHalf = async () => rawView('anonymous', await replayer.send(bare, half), now());
    const first = await askAsHalf();
    if (first.outcome !== 'data') continue;
    const { result, alive } = await betweenProbes(
      [probe],
      async () => {
        const ownerViews = [await setting.ask(request, identity), await setting.ask(request, identity)] as const;
        const visitor = await setting.ask(bare, 'anonymous');
        return { ownerViews, visitor, again: await askAsHalf() };
      },
      setting.renew,
    );
    const { ownerViews, visitor, again } = result;
    const atoms = gatherAtoms({
      ownerViews,
      canaries: setting.canariesOf(identity),
      self: half.self,
      // What a visitor is given tells nothing of the step in between.
      knownElsewhere: (value) => !isPrivate(value) || visitor.content.text.includes(value),
      sent: sentValues(request),
    });
    const views = [first, again];
    const isOpen = atoms.some(({ value }) => views.every((view) => holds(view.content.text, value)));
    if (!isOpen || visitor.outcome === 'failed' || visitor.outcome === 'server-error') continue;
    const { method, template, host } = operation;
    context.emit('tenancy.anonymous', `${method} ${template}`, {
      method,
      template,
      host,
      owner: identity,
      compared: setting.session('b') !== undefined,
      atoms: atoms.map((atom) => toAtom(atom, mark)),
      ownerViews: ownerViews.map((view) => toView(view, atoms, mark)),
      anonymousViews: views.map((view) => toView(view, atoms, mark)),
      reproduce: vault.redact(
        `Open the sign-in in a private window, type the user name of A, go on to the page with the password, then open ${bare.url}`,
      ),
      beforePassword: true,
      declaredPublic: policyFor(context.target.config.policy, method, template)?.anonymous === 'allow',
      alive,
    });
  }
}
