import type { IdentityName } from '../../../model/identity.ts';
import type { ViewOutcome } from '../../portal-evidence.ts';
import { isReplayable, type Operation, type Recorded, type SlotValue } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import { isReference, isSearchWord, knownTo } from './known-references.ts';
import { absentReference, putInto, requestOf } from './requests.ts';
import { askForItem } from './refused-item.ts';
import { askForLink } from './refused-link.ts';
import { askForRow } from './refused-row.ts';
import type { PlainRequest } from './replay.ts';
import type { Setting } from './setting.ts';
import { type RawView, shapeOf } from './view.ts';

const sourceLimit = 6;
const valueLimit = 8;

const isOwn = ({ place }: SlotValue) => place !== 'header' && place !== 'cookie';

/**
 * Values of one of the owner's answers that it gets elsewhere as well, without searching, from a record that the asker is refused, and
 * that no list gives the asker. What a search finds of those is the owner's, and no entry of a catalogue that all share.
 */
export async function ownersAlone(
  setting: Setting,
  found: readonly Leaf[],
  owner: IdentityName,
  asker: IdentityName,
  at?: Exchange,
  searched: readonly string[] = [],
): Promise<ReadonlySet<string>> {
  const isTheirs = (value: string) =>
    isAtomLike({ value, type: 'string' }) && !setting.knows(asker, value) && !setting.frames(owner, value);
  const leaves = found.filter((leaf) => isAtomLike(leaf) && isTheirs(leaf.value));
  const alone = new Set<string>();
  for (const { value } of leaves.slice(0, valueLimit)) {
    // A heading that repeats what was searched for says nothing of a record.
    const parts = partsOf(value)
      .filter((part) => isTheirs(part) && !searched.includes(part))
      .slice(0, 2);
    for (const one of [value, ...parts])
      if (!alone.has(value) && (await isAlone(setting, one, owner, asker, at && { exchange: at, leaves: found })))
        alone.add(value);
  }
  return alone;
}

/** A row of a search may be one line of several values of its record: `Ines Amory – ines@larkfield.example`. */
function partsOf(value: string): readonly string[] {
  const parts = value.split(/\s+[–—|·•-]\s+|\s*[,;|()«»“”„"]\s*/u).filter((part) => part.length >= 8);
  return parts.length > 1 ? parts : parts.filter((part) => part !== value);
}

/** In no list of the asker's, and in a record that it is refused: "mine" beside a catalogue that all may search is no wall. */
async function isAlone(
  setting: Setting,
  value: string,
  owner: IdentityName,
  asker: IdentityName,
  hits: Shown | undefined,
): Promise<boolean> {
  const others = setting.exchanges.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(setting.map, asker, others);
  let refused = false;
  const shown: Shown[] = [];
  for (const { operation, exchange, slots } of sourcesOf(setting, value, owner)) {
    const references = slots.filter((slot) => isOwn(slot) && isReference(slot));
    const row = references.every((slot) => known(slot, operation))
      ? await askForRow(setting, { exchange }, value, owner, asker)
      : undefined;
    if (row?.view.content.text.includes(value)) return false;
    if (row && !refused)
      refused = keptBack.has(row.view.outcome) || (await isAsAbsent(setting, row, row.slot, row.view, asker));
    if (references.length > 0 && references.every((slot) => known(slot, operation))) continue;
    const view = await setting.ask(requestOf(exchange), asker);
    if (view.content.text.includes(value)) return false;
    const last = references.at(-1);
    const request = requestOf(exchange);
    if (last) refused ||= keptBack.has(view.outcome) || (await isAsAbsent(setting, { request }, last, view, asker));
    shown.push({ exchange, leaves: exchangeContent(exchange).leaves });
  }
  // A line of a list, and of what a search found, leads to what it is a line of.
  for (const place of shown.length === 0 || refused ? [] : [...(hits ? [hits] : []), ...shown]) {
    const link =
      (await askForLink(setting, place, value, owner, asker)) ??
      (await askForItem(setting, place, value, owner, asker));
    if (!link) continue;
    if (link.view.content.text.includes(value)) return false;
    refused ||= keptBack.has(link.view.outcome) || (await isAsAbsent(setting, link, link.slot, link.view, asker));
  }
  return refused;
}

interface Shown {
  readonly exchange: Exchange;
  readonly leaves: readonly Leaf[];
}

/** Refused in the portal's own manner: a page that says so with a 200, or sent back to the list, as for a record that is not there. */
export async function isAsAbsent(
  setting: Setting,
  { request }: { readonly request: PlainRequest },
  slot: SlotValue,
  view: RawView,
  asker: IdentityName,
): Promise<boolean> {
  const exchange = request.like;
  if ((view.outcome !== 'data' && view.outcome !== 'redirect') || exchange.status !== 200) return false;
  const absent = putInto(request, slot, absentReference(slot.value, setting.context.world.randomHex));
  const control = await setting.ask(absent, asker);
  if (control.outcome !== view.outcome) return false;
  const shape = shapeOf(view);
  return (
    view.outcome === 'redirect' ||
    (shape === shapeOf(control) && shape !== shapeOf({ ...view, content: exchangeContent(exchange) }))
  );
}

const keptBack: ReadonlySet<ViewOutcome> = new Set(['denied', 'empty', 'error-body', 'client-error']);

type Source = Recorded & { readonly operation: Operation };

function sourcesOf({ map, gaveAway }: Setting, value: string, owner: IdentityName): readonly Source[] {
  const found: Source[] = [];
  for (const operation of map.operations.filter((one) => isReplayable(one) && !gaveAway(one)))
    for (const recorded of operation.by.get(owner) ?? []) {
      const { exchange, slots } = recorded;
      if (found.length >= sourceLimit || exchange.status >= 300 || slots.some(isSearchWord)) continue;
      if (exchangeContent(exchange).leaves.some((leaf) => says(leaf.value, value)))
        found.push({ ...recorded, operation });
    }
  return found;
}

/** The value itself, or a number of a record's in a heading: `Claim SX-2026-0008`. */
function says(text: string, value: string): boolean {
  if (text === value) return true;
  return (
    value.length >= 8 && value.length <= 40 && /^[\w./-]*\d[\w./-]*$/.test(value) && text.split(/\s+/).includes(value)
  );
}
