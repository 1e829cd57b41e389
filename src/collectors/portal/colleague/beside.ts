import type { FunctionTrial } from '../../write-evidence.ts';
import { plainPath } from '../crawl/page-key.ts';

type Trial = Omit<FunctionTrial, 'alive'>;

/**
 * Where else the server itself refuses A2 what A may: the page of the function, another function of an owner, another such page. A
 * server that looks at the role in one place and not in the other has forgotten it.
 */
export function withBeside(
  trials: readonly Trial[],
  refused: readonly { readonly page: string; readonly status: number }[],
): readonly Trial[] {
  const pages = refused.map(({ page, status }) => ({ what: `GET ${plainPath(new URL(page).pathname)}`, status }));
  const functions = trials
    .filter(({ write }) => write?.changed === false && write.outcome === 'denied')
    .map((one) => ({ what: `${one.method} ${one.template}`, status: one.write?.status ?? 0 }));
  const [nearest] = [...functions, ...pages];
  return trials.map((one) =>
    one.within && one.write?.changed === true && nearest ? { ...one, within: { ...one.within, beside: nearest } } : one,
  );
}
