import type { IdentityName } from '../../../model/identity.ts';
import type { FunctionTrial } from '../../write-evidence.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { isReplayable, type Operation, type Recorded, type SlotValue } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { curlFor } from '../tenancy/reproduce.ts';
import { putInto, requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { markedRemarks, markedRows } from './internal-marks.ts';
import { rowsOfAnother } from './rows-of-another.ts';

type Trial = Omit<FunctionTrial, 'alive'>;
interface Found {
  /** The mark; undefined: whose rows they are says it. */
  readonly field?: string;
  readonly texts: readonly string[];
}

const operationLimit = 40;
const requestsEach = 6;
const wordsEach = 3;

/**
 * Rows that the portal's own data mark as not for customers (`internal: true`), in what a customer is given: in its ordinary answers, where its
 * pages draw the other rows of the list and none of these, and in its own lists, asked for with a word that only staff's pages send
 * (`?visibility=all`). Such a word (`?view=everyone`) may bring another customer's rows as well, or (`?include=work`) remarks on a record
 * that their own name calls internal.
 */
export async function internalRows(
  setting: Setting,
  privileged: IdentityName,
  asker: IdentityName,
): Promise<readonly Trial[]> {
  const shown = (setting.context.live.get(crawlsSlot)?.get(asker)?.shown ?? []).map(plain);
  const self = setting.session(asker)?.self ?? [];
  const isOwn = (value: string) => self.some((one) => one.length >= 4 && value.includes(one));
  const isDrawn = (text: string) => shown.some((page) => page.includes(plain(text).slice(0, 40)));
  const trials: Trial[] = [];
  const operations = setting.map.operations.filter(isReplayable).slice(0, 400);
  let looked = 0;
  for (const operation of operations) {
    const mine = (operation.by.get(asker) ?? []).filter(({ exchange }) => exchange.status === 200);
    const plainTrial = await ofAny(
      mine.map(({ exchange }) => ({ request: requestOf(exchange), found: hiddenIn(exchangeContent(exchange).json) })),
      operation,
      true,
    );
    if (plainTrial) trials.push(plainTrial);
    if (plainTrial || looked >= operationLimit) continue;
    const worded = staffWords(operation, privileged).flatMap(({ slot, like }) =>
      [...mine]
        .filter((one) => one.slots.some((own) => isSame(own, slot)))
        .slice(0, requestsEach)
        .flatMap((one) => {
          const own = one.slots.find((each) => isSame(each, slot));
          return own ? [{ request: putInto(requestOf(one.exchange), own, slot.value), like }] : [];
        }),
    );
    if (worded.length > 0) looked += 1;
    for (const { request } of worded) {
      const view = await setting.ask(request, asker);
      if (view.outcome !== 'data') continue;
      const met = (text: string) => setting.knows(asker, text) || setting.knows('anonymous', text);
      const [marked] = markedRows(view.content.json, isOwn)
        .map((one): Found => ({ field: one.field, texts: one.marked.filter((text) => !met(text)) }))
        .filter(({ texts }) => texts.length > 0);
      const remark = markedRemarks(view.content.json).find(({ text }) => !met(text) && !isOwn(text));
      const noted: Found | undefined = remark && { field: remark.field, texts: [remark.text] };
      const found = marked ?? noted ?? (await rowsOfAnother(setting, view, request, 'b', asker));
      const trial = found && (await ofAny([{ request, found }], operation, false));
      if (trial) {
        trials.push(trial);
        break;
      }
    }
  }
  return trials;

  /** Marked rows of which no page drew any, in a list whose other rows were all drawn. */
  function hiddenIn(json: unknown): Found | undefined {
    return markedRows(json, isOwn)
      .filter(({ others, marked }) => others.every(isDrawn) && !marked.some(isDrawn))
      .map(({ field, marked }) => ({ field, texts: marked }))[0];
  }

  async function ofAny(
    all: readonly { readonly request: PlainRequest; readonly found: Found | undefined }[],
    operation: Operation,
    isHidden: boolean,
  ): Promise<Trial | undefined> {
    const first = all.find(({ found }) => found !== undefined);
    if (!first?.found) return undefined;
    const { request, found } = first;
    const views = [await setting.ask(request, asker), await setting.ask(request, asker)] as const;
    const heldIn = (at: 0 | 1) => found.texts.filter((text) => views[at].content.text.includes(text)).length;
    const stranger = await setting.ask(request, 'anonymous');
    if (heldIn(0) === 0 || found.texts.some((text) => stranger.content.text.includes(text))) return undefined;
    const { method, template, host } = operation;
    const rule = policyFor(setting.context.target.config.policy, method, template);
    return {
      method,
      template,
      host,
      privileged,
      asker,
      telling: found.texts.length,
      ...(found.field === undefined ? {} : { marked: found.field }),
      attempts: [{ way: 'as it is', status: views[0].status, outcome: views[0].outcome, held: [heldIn(0), heldIn(1)] }],
      pageHides: isHidden ? true : null,
      declaredFor: rule?.roles ?? (rule?.scope === 'shared' ? ['everybody'] : []),
      reproduce: curlFor(request, asker, setting.context.world.vault.redact),
    };
  }
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
const isSame = (one: SlotValue, other: SlotValue) => one.place === other.place && one.name === other.name;
/** A word that chooses, or several of them, and no name or number of anything. */
const isWord = ({ place, value }: SlotValue) =>
  (place === 'query' || place === 'body') &&
  /^\p{L}[\p{L}_.-]{1,24}(,\p{L}[\p{L}_.-]{1,24}){0,9}$|^(true|false)$/u.test(value);

/** Words that staff's pages send where a customer's send another one. */
function staffWords(
  { by }: Operation,
  privileged: IdentityName,
): readonly { readonly slot: SlotValue; readonly like: Recorded }[] {
  const customers = (['a', 'b', 'a2'] as const).flatMap((name) => by.get(name) ?? []);
  const found = new Map<string, { slot: SlotValue; like: Recorded }>();
  for (const like of by.get(privileged) ?? [])
    for (const slot of like.exchange.status < 300 ? like.slots.filter(isWord) : []) {
      const theirs = customers.flatMap(({ slots }) => slots.filter((one) => isSame(one, slot)));
      if (theirs.length === 0 || theirs.some(({ value }) => value === slot.value)) continue;
      found.set(`${slot.place} ${slot.name} ${slot.value}`, { slot, like });
    }
  return [...found.values()].slice(0, wordsEach);
}
