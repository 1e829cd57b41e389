import { GapError, gap } from '../../model/gap.ts';
import { accountNames } from '../../model/identity.ts';
import { splitHost } from '../../parse/host-name.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { strangerGap, ask } from '../look/ask.ts';
import { hostOfSubject, hostSubjects, originOf, roleOf } from '../look/host-subjects.ts';
import { inTurn } from '../look/in-turn.ts';
import { entryUrl, hostOfUrl } from '../portal/entry.ts';
import { knownPanels } from './known-panels.ts';
import { tryOwnConsole } from './own-console.ts';
import { answerOf, type FoundPanel, tryPanel } from './try-panel.ts';

const atOnce = 4;
const maxBodyBytes = 256 * 1024;
/** A page at such an address with a password field is a console, whoever made it. */
const consolePaths = ['/admin', '/admin/login', '/administrator', '/backoffice/login'] as const;

/** auth.default-credentials: consoles of known products, and the portal's own, with the pairs that they are delivered with. */
export const panelCollector = defineCollector({
  id: 'panels',
  produces: ['access.panel'],
  permit: 'abuse',
  phase: 'disturbs',
  after: ['exposure', 'sign-in', 'tenancy', 'take-back', 'sessions', 'second-factor'],
  timeoutMs: 300_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { world, signal, target, emit } = context;
    const origin = originOf(subject, target);
    const { host } = splitHost(subject);
    const home = await ask(world, { url: `${origin}/`, permit: 'look', maxBodyBytes }, signal);
    if (home.stranger) throw new GapError(strangerGap(host, home.stranger));
    const seen = await lookAround(origin, context);
    const ours = new Set(accountNames.flatMap((name) => world.credentials(name)?.user.toLowerCase() ?? []));
    let tried = 0;
    for (const found of seen.found) {
      context.progress(`${found.panel.product} at ${host}: the published pair`);
      emit('access.panel', `${host}${found.base}`, await tryPanel(found, { world, signal, ours }));
      tried += 1;
    }
    for (const url of tried > 0 ? [] : consolesOf(subject, origin, seen.forms, context)) {
      context.progress(`the console at ${host}: usual pairs`);
      const trial = await tryOwnConsole(url, ours, context);
      if (trial) emit('access.panel', subject, trial);
      if (trial) tried += 1;
      if (trial) break;
    }
    if (tried > 0) return;
    if (seen.answered === 0)
      throw new GapError(
        gap('inconclusive', `${host} gave no answer of its own at the usual places of consoles.`, 'Run again later.'),
      );
    emit('access.panel', subject, { none: true, asked: seen.asked, answered: seen.answered });
  },
});

interface Around {
  readonly found: readonly FoundPanel[];
  /** Addresses whose page holds a password field, though nonsense beside them does not. */
  readonly forms: readonly string[];
  readonly asked: number;
  readonly answered: number;
}

async function lookAround(origin: string, { world, signal }: CollectContext): Promise<Around> {
  const places = new Set<string>([
    ...knownPanels.flatMap(({ bases, look }) => bases.map((base) => base + look)),
    ...consolePaths,
    `/lr-${world.randomHex(6)}/login`,
  ]);
  const answers = new Map<string, ReturnType<typeof answerOf>>();
  await inTurn([...places], atOnce, async (path) => {
    try {
      const { response, stranger } = await ask(
        world,
        { url: origin + path, permit: 'guess', maxBodyBytes, timeoutMs: 8_000 },
        signal,
        { retry: false },
      );
      if (!stranger) answers.set(path, answerOf(response));
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
    }
  });
  const control = [...answers].find(([path]) => path.startsWith('/lr-'))?.[1];
  const found: FoundPanel[] = [];
  for (const panel of knownPanels)
    for (const base of panel.bases) {
      const answer = answers.get(base + panel.look);
      const knownBy = answer && panel.knownBy(answer);
      // A page that comes for nonsense as well is the portal's own.
      const everywhere = control && panel.knownBy(control) !== undefined;
      const known = found.some((one) => one.panel === panel);
      if (knownBy && !everywhere && !known) found.push({ panel, origin, base, knownBy });
    }
  const asks = (path: string) => {
    const answer = answers.get(path);
    return answer?.status === 200 && /<input[^>]+type=["']?password/i.test(answer.text);
  };
  const forms = asks([...answers.keys()].find((path) => path.startsWith('/lr-')) ?? '')
    ? []
    : consolePaths.filter(asks).map((path) => origin + path);
  return { found, forms, asked: places.size, answered: answers.size };
}

/** Where administrators sign in: as the configuration says, else where a page for them was found. */
function consolesOf(
  subject: string,
  origin: string,
  forms: readonly string[],
  { target }: CollectContext,
): readonly string[] {
  const declared = target.config.accounts?.admin?.signIn?.url ? entryUrl(target, 'admin') : undefined;
  const customers = entryUrl(target, 'a');
  const apart = declared !== undefined && declared !== customers && hostOfUrl(declared) === splitHost(subject).host;
  return [...(apart ? [declared] : []), ...(roleOf(subject, target) === 'admin' ? [`${origin}/`] : []), ...forms].slice(
    0,
    2,
  );
}
