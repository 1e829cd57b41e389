import type { Sent } from './prove-shape.ts';

/** How other tools decide that A reached what is B's, from A's answer and the owner's to the same request. */
export const rivalRules: Readonly<Record<string, (owner: Sent, asker: Sent) => boolean>> = {
  'any 2xx': (_owner, asker) => asker.status >= 200 && asker.status < 300,
  'same status and equal body': (owner, asker) => asker.status === owner.status && asker.text === owner.text,
  '2xx, 90 % alike, no error word': (owner, asker) =>
    asker.status >= 200 &&
    asker.status < 300 &&
    !/error|denied|forbidden|unauthori[sz]ed|not[ _]?found/i.test(asker.text) &&
    likeness(owner.text, asker.text) >= 0.9,
};

/** Shared three-letter pieces over all of them: 1 for equal texts. */
export function likeness(one: string, other: string): number {
  const pieces = (text: string) =>
    new Set(Array.from({ length: Math.max(1, text.length - 2) }, (_none, at) => text.slice(at, at + 3)));
  const [a, b] = [pieces(one), pieces(other)];
  const common = [...a].filter((piece) => b.has(piece)).length;
  return common / (a.size + b.size - common);
}

/** The same request sent by the owner (first) and by the asker. */
export function pairsOf(sent: readonly Sent[]): readonly { readonly owner: Sent; readonly asker: Sent }[] {
  const owners = new Map(sent.filter((one) => one.who === 'b').map((one) => [one.key, one]));
  const askers = new Map(sent.filter((one) => one.who === 'a').map((one) => [one.key, one]));
  return [...askers].flatMap(([key, asker]) => {
    const owner = owners.get(key);
    return owner ? [{ owner, asker }] : [];
  });
}
