import type { FunctionTrial } from '../../write-evidence.ts';
import { blankIndexes, keyOf } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent, type Leaf } from '../tenancy/answer-text.ts';
import { holds, isAtomLike } from '../tenancy/atoms.ts';
import { curlFor } from '../tenancy/reproduce.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { Shown } from './look-at-page.ts';

type Trial = Omit<FunctionTrial, 'alive'>;
type Seen = Pick<Shown, 'text' | 'choices' | 'buttons' | 'answers'>;

/** What an answer to A2 holds and A2's page, drawn from it, does not show. */
export interface LeftOut {
  readonly exchange: Exchange;
  readonly values: readonly string[];
  readonly field: string;
  /** `fields`: A's page at the same address shows them; `masked`: both show the end alone, and only A's page can show the rest. */
  readonly how: 'fields' | 'masked';
}

/**
 * Fields that the page draws for A and leaves out for A2, in every row, though the answer that it draws from brought them to A2 as well;
 * and a number of which the page shows A2 the end alone. A page that drew nothing of the answer says nothing.
 */
export function leftOut(own: Seen, shown: Seen): readonly LeftOut[] {
  return shown.answers
    .filter((one) => one.status === 200)
    .flatMap((exchange): readonly LeftOut[] => {
      const leaves = exchangeContent(exchange).leaves.filter(isOfData);
      const groups = groupsOf(leaves);
      const drawn = groups.filter(
        (group) => group.some((leaf) => isAtomLike(leaf)) && group.some((leaf) => isDrawn(leaf, shown.text)),
      );
      const hidden = groups.filter(
        (group) =>
          new Set(group.map(({ value }) => value)).size > 1 &&
          group.some((leaf) => isAtomLike(leaf) || digits(leaf.value).length >= 3) &&
          group.every(
            (leaf) => isDrawn(leaf, own.text) && !isDrawn(leaf, shown.text) && !own.choices.includes(leaf.value),
          ),
      );
      const [first] = hidden;
      if (first && drawn.length >= 2)
        return [
          {
            exchange,
            values: [...new Set(hidden.flat().map(({ value }) => value))],
            field: nameOf(first[0]),
            how: 'fields' as const,
          },
        ];
      const whole = opensMore(own, shown) ? maskedIn(leaves, shown.text) : undefined;
      return whole ? [{ exchange, values: [whole.value], field: nameOf(whole), how: 'masked' as const }] : [];
    });
}

/** Asked for again as A2, twice: what its page leaves out has to come both times, and to strangers not at all. */
export async function proveLeftOut(setting: Setting, found: readonly LeftOut[]): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (const { exchange, values, field, how } of found) {
    const operation = setting.map.operations.find(({ by }) =>
      (by.get('a2') ?? []).some((one) => one.exchange.url === exchange.url && one.exchange.method === exchange.method),
    );
    if (!operation || trials.some((one) => keyOf(one) === keyOf(operation))) continue;
    const request = requestOf(exchange);
    const views = [await setting.ask(request, 'a2'), await setting.ask(request, 'a2')] as const;
    const stranger = await setting.ask(request, 'anonymous');
    const given = views.map(({ content }) => new Set(content.leaves.map(({ value }) => value)));
    const apart = values.filter((value) => !stranger.content.leaves.some((leaf) => leaf.value === value));
    const heldIn = (at: 0 | 1) => apart.filter((value) => given[at]?.has(value)).length;
    if (heldIn(0) === 0 || heldIn(1) === 0) continue;
    const { method, template, host } = operation;
    const rule = policyFor(setting.context.target.config.policy, method, template);
    trials.push({
      method,
      template,
      host,
      privileged: 'a',
      asker: 'a2',
      telling: apart.length,
      attempts: [{ way: 'as it is', status: views[0].status, outcome: views[0].outcome, held: [heldIn(0), heldIn(1)] }],
      pageHides: true,
      declaredFor: rule?.roles ?? (rule?.scope === 'shared' ? ['everybody'] : []),
      within: { does: 'read', field, page: 'without', said: false, leftOut: how, restored: null },
      reproduce: curlFor(request, 'a2', setting.context.world.vault.redact),
    });
  }
  return trials;
}

/** Data, and of a page what its script is given: what stands in its text is drawn, or hidden by a style. */
const isOfData = ({ path, type }: Leaf) =>
  type !== 'boolean' && type !== 'null' && (path.startsWith('$') || />script|~/.test(path));

/** The values of one field of all rows; each text in a script by itself, whose place says nothing. */
function groupsOf(leaves: readonly Leaf[]): readonly (readonly Leaf[])[] {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    if (leaf.value.trim() === '' || />script~?$/.test(leaf.path)) continue;
    const place = blankIndexes(leaf.path);
    groups.set(place, [...(groups.get(place) ?? []), leaf]);
  }
  return [...groups.values()];
}

function isDrawn({ value, type }: Leaf, text: string): boolean {
  if (type === 'number' || /^-?\d+(\.\d+)?$/.test(value)) {
    const forms = numberForms(Number(value));
    return numbersIn(text).some((one) => forms.has(one));
  }
  return value.length >= 2 && holds(text, value);
}

/** The digits of a number as pages write it: whole, with one or two places behind the comma. */
const numberForms = (value: number): ReadonlySet<string> =>
  new Set([String(Math.abs(value)), Math.abs(value).toFixed(1), Math.abs(value).toFixed(2)].map(digits));

const digits = (text: string) => text.replace(/\D/g, '').replace(/^0+(?=\d)/, '');

const numbers = new Map<string, readonly string[]>();
function numbersIn(text: string): readonly string[] {
  const known = numbers.get(text);
  if (known) return known;
  // Thousands are set apart by points, commas, spaces or apostrophes, and by narrow spaces.
  const found = (text.match(/\d+(?:[.,'’ {3}]\d+)*/g) ?? []).map(digits);
  numbers.clear();
  numbers.set(text, found);
  return found;
}

/** Something that A's page can be told to show and A2's cannot. */
const opensMore = (own: Seen, shown: Seen): boolean =>
  own.buttons.some((text) => reveals.test(text) && !shown.buttons.includes(text));

const reveals =
  /^(reveal|show|unmask|view full|anzeigen|einblenden|aufdecken|afficher|révéler|voir|mostrar|revelar|ver|exibir|mostra|rivela|visualizza|tonen|weergeven|onthul|pokaż|odkryj|表示|显示|查看)/iu;

/** A number of an account whose end alone is shown, behind signs that stand for the rest. */
function maskedIn(leaves: readonly Leaf[], text: string): Leaf | undefined {
  const ends = [...text.matchAll(/(?:[•●∙*＊✱]\s?){3,}[\s-]*([\p{L}\d]{3,6})(?![\p{L}\d])/gu)].map(
    ([, end = '']) => end,
  );
  return leaves.find(
    ({ value }) =>
      ends.some((end) => value.endsWith(end) && value.length >= end.length + 4) &&
      /^[A-Z\d][A-Z\d -]{7,40}$/i.test(value) &&
      (value.match(/\d/g) ?? []).length >= 6 &&
      !text.includes(value),
  );
}

const nameOf = (leaf: Leaf | undefined) =>
  leaf?.path
    .split('.')
    .at(-1)
    ?.replace(/\[\d*\]|[^\w-]/g, '')
    .slice(0, 40) ?? '';
