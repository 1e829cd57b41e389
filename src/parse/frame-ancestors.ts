import type { Policy } from './csp.ts';

export interface Framing {
  /** Some policy limits who may frame the page. */
  readonly limited: boolean;
  readonly value: string;
}

/** frame-ancestors over all policies of the headers (CSP3 §6.4.2); undefined where no policy speaks of it. */
export function framingOf(policies: readonly Policy[]): Framing | undefined {
  const lists = policies.flatMap((policy) => {
    const list = policy.get('frame-ancestors');
    return list ? [list] : [];
  });
  if (lists.length === 0) return undefined;
  const limiting = lists.find((list) => !list.some(isOpen));
  const shown = limiting ?? lists[0] ?? [];
  return { limited: limiting !== undefined, value: shown.join(' ').slice(0, 200) || "'none'" };
}

function isOpen(source: string): boolean {
  return /^(?:\*|https?:|(?:https?:\/\/)?\*(?::(?:\d+|\*))?(?:\/.*)?)$/i.test(source);
}
