import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';

/** Lower is better; 9 and more is no candidate. An object that names the account comes before a list that may name others. */
export function rankOf(exchange: Exchange, template: string, self: readonly string[]): number {
  const content = exchangeContent(exchange);
  const name = self.find((one) => holds(content.text.toLowerCase(), one.toLowerCase()));
  if (name === undefined) return 9;
  const kind = content.kind === 'json' && !Array.isArray(content.json) ? 0 : content.kind === 'json' ? 2 : 1;
  const listed = content.leaves.some(
    (leaf) => /\[\d+\]/.test(leaf.path) && leaf.value.toLowerCase().includes(name.toLowerCase()),
  );
  return kind + (listed ? 3 : 0) + (/\/(me|whoami|user|profile|account|session|current)\b/i.test(template) ? -1 : 0);
}

/** Where nobody is named, two values have to be the account's own: a count or a yes holds none. */
export const isMeagre = ({ rank, exchange }: { readonly rank: number; readonly exchange: Exchange }) =>
  rank >= 9 && exchange.body.length < 160;
