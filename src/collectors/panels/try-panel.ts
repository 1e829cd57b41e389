import { GapError } from '../../model/gap.ts';
import type { World } from '../../world/world.ts';
import type { PanelTrial } from '../access-evidence.ts';
import type { KnownPanel, PanelAnswer, TryRequest } from './known-panels.ts';

export interface FoundPanel {
  readonly panel: KnownPanel;
  readonly origin: string;
  readonly base: string;
  readonly knownBy: string;
}
export interface TryWith {
  readonly world: World;
  readonly signal: AbortSignal;
  /** User names of the declared accounts, lower case: somebody's own, never tried. */
  readonly ours: ReadonlySet<string>;
}

/** Tries the published pairs, two at most, each once; a pair that nobody has only where one was taken. */
export async function tryPanel(found: FoundPanel, { world, signal, ours }: TryWith): Promise<PanelTrial> {
  const { panel, origin, base, knownBy } = found;
  const tries: PanelTrial['tries'][number][] = [];
  const send = async ({ path, method, headers, body }: TryRequest): Promise<PanelAnswer> => {
    const response = await world.http.request({
      url: origin + path,
      method,
      ...(headers ? { headers } : {}),
      ...(body === undefined ? {} : { body }),
      permit: 'abuse',
      timeoutMs: 15_000,
      signal,
    });
    return answerOf(response);
  };
  let takesAnything: boolean | undefined;
  let notTried: string | undefined;
  for (const pair of panel.pairs.slice(0, 2)) {
    if (ours.has(pair.user.toLowerCase())) {
      notTried = `${pair.user} is one of the declared accounts`;
      break;
    }
    try {
      const answer = await send(panel.attempt(base, pair));
      const outcome = panel.accepted(answer) ? 'accepted' : panel.refused(answer) ? 'refused' : 'unclear';
      tries.push({ user: pair.user, outcome, status: answer.status });
      if (outcome === 'accepted') {
        const made = { user: `lr-${world.randomHex(5)}`, password: world.randomHex(10) };
        takesAnything = panel.accepted(await send(panel.attempt(base, made)));
      }
      if (outcome !== 'refused') break;
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
      tries.push({ user: pair.user, outcome: 'unclear', status: 0, note: thrown.gap.detail });
      break;
    }
  }
  return {
    product: panel.product,
    url: `${origin}${base}${panel.look}`,
    knownBy,
    tries,
    ...(takesAnything === undefined ? {} : { takesAnything }),
    ...(notTried === undefined ? {} : { notTried }),
    reproduce: `Open the address ${origin}${base}${panel.look} and sign in as ${panel.pairs[0]?.user} with the password of the product's own installation guide.`,
  };
}

export function answerOf(response: {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}): PanelAnswer {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers.map(([name, value]) => [name.toLowerCase(), value])),
    text: new TextDecoder().decode(response.body.subarray(0, 256 * 1024)),
  };
}
