import type { IdentityName } from '../../../model/identity.ts';
import { keyOf, type Operation, type OperationMap, type SlotValue } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { lastName } from '../operations/slot-name.ts';
import { namesRecord } from './names-record.ts';
import { exchangeContent } from './answer-text.ts';

export type Known = (slot: SlotValue, operation: Operation) => boolean;

/** Whether the asker meets this value in ordinary use: then it is shared or public, and reaching it proves nothing. */
export function knownTo(map: OperationMap, asker: IdentityName, others: readonly Exchange[]): Known {
  const leaves = new Set(others.flatMap((one) => exchangeContent(one).leaves.map((leaf) => leaf.value)));
  // What was asked for and refused was not met: pages of the audit's own ask for what is the other's.
  const texts = others.map((one) => `${one.status < 400 ? one.url : ''}\n${exchangeContent(one).text}`);
  return (slot, operation) => {
    const same = (operation.by.get(asker) ?? []).some(({ slots }) =>
      slots.some((one) => one.place === slot.place && one.name === slot.name && one.value === slot.value),
    );
    if (same) return true;
    if (/^\d{1,6}$/.test(slot.value)) {
      // Small numbers occur everywhere: only ids of the same kind of record count.
      const kind = kindOf(slot, operation);
      return map.producersOf(asker, slot.value).some((producer) => {
        const from = map.operations.find((one) => keyOf(one) === producer.operation);
        if (kind !== undefined && from) return kindsOfLeaf(producer.path, from).includes(kind);
        return (
          /id|no|number|ref|key|code/i.test(producer.path.split('.').pop() ?? '') &&
          producesFor(map, producer.operation, operation)
        );
      });
    }
    return leaves.has(slot.value) || (slot.value.length >= 6 && texts.some((text) => standsAlone(text, slot.value)));
  };
}

/** Whether the value stands in the text by itself: as a part of a longer name or address it is not met. */
function standsAlone(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const [before, after] = [text[at - 1] ?? '', text.slice(at + value.length, at + value.length + 2)];
    if (!/[\w@.-]/.test(before) && !/^([\w@-]|\.\w)/.test(after)) return true;
  }
  return false;
}

const bareId = /^(_?id|uuid|guid|pk|no|number|ref|reference|key|code)$/i;
const wrapper =
  /^(data|results?|items?|rows?|nodes?|edges|list|content|records?|entries|hits|values?|payload|response|objects?)$/i;
const kindOfName = (name: string): string | undefined =>
  /^([a-z]\w*?)_?(id|uuid|no|number|ref|key|code)$/i.exec(name)?.[1];
export const singleOf = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[_-]/g, '')
    .replace(/ies$/, 'y')
    .replace(/(?<!s)s$/, '');
const staticWords = (template: string): readonly string[] =>
  template.split('/').filter((one) => one !== '' && !one.includes('{'));

/** Of what a reference is the number, in the singular: the word before it in the path, or in its own name. */
function kindOf(slot: SlotValue, { template }: Operation): string | undefined {
  const name = lastName(slot.name);
  if (slot.place === 'path') {
    const before = template.split(`/{${slot.name}}`)[0] ?? '';
    const word = before === template ? undefined : before.split('/').at(-1);
    return word && !word.includes('{') ? singleOf(word) : undefined;
  }
  if (slot.place !== 'query' && slot.place !== 'body') return undefined;
  // `?company=2` is the number of a company as `?companyId=2` is.
  const named = kindOfName(name) ?? (isTenantName(name) ? name : undefined);
  return named === undefined ? undefined : singleOf(named);
}

/** Of what a number in an answer may be the id: by its own name, by what it stands in, or by the list that it came from. */
export function kindsOfLeaf(path: string, { template }: Operation): readonly string[] {
  const keys = path.split('.').map((key) => key.replace(/\[\d*\]/g, ''));
  const last = keys.pop() ?? '';
  if (!bareId.test(last)) return [singleOf(kindOfName(last) ?? last)];
  const around = keys.findLast((key) => key !== '' && key !== '$' && !wrapper.test(key));
  return [around, staticWords(template).at(-1)].flatMap((word) => (word === undefined ? [] : [singleOf(word)]));
}

/** Whether an operation's answers speak of the same collection: they share a static path word. */
function producesFor(map: OperationMap, producer: string, consumer: Operation): boolean {
  const from = map.operations.find((one) => keyOf(one) === producer);
  if (!from) return false;
  const words = (template: string) =>
    new Set(template.split('/').filter((one) => one !== '' && !one.startsWith('{') && !/^(api|v\d+|rest)$/i.test(one)));
  const [one, other] = [words(from.template), words(consumer.template)];
  return [...other].some((word) => one.has(word));
}

/** Pages, amounts and times in the other languages of portals: `?seite=2` is of everybody's own list. */
const placeWords =
  /^(seite|anzahl|sortierung|reihenfolge|sprache|suche|suchbegriff|von|bis|ab|datum|tag|woche|monat|quartal|jahr|tri|ordre|langue|recherche|depuis|jusqu_?a|du|au|jour|semaine|mois|trimestre|annee|année|exercice|p[aá]gina|pag|pg|orden|ordem|idioma|b[uú]squeda|busca|desde|hasta|até|ate|fecha|data|d[ií]a|semana|mes|m[eê]s|a[nñ]o|ano|ejercicio|ordine|lingua|ricerca|cerca|dal|al|giorno|settimana|mese|anno|pagina_?nummer|volgorde|taal|zoek(term)?|vanaf|tot|dag|maand|jaar|strona|kolejno(sc|ść)|j[eę]zyk|szukaj|od|do|data_?od|data_?do|dzie[nń]|tydzie[nń]|miesi[aą]c|rok)(_?(nr|no|num|number|nummer))?$/iu;

const placeInList =
  /^(batch|cursor|after|before|older|newer|start_?(after|at)|next|vor|nach|avant|apr[eè]s|antes|despu[eé]s|depois|prima|dopo|voor|na|przed)(_?(de|di|que|id))?$/iu;

/** Whether a slot may carry a reference to an object or a tenant, rather than a page number or a search. */
export function isReference(slot: SlotValue): boolean {
  // A language is nobody's record.
  if (/^[a-z]{2}([-_][A-Za-z]{2,4})?$/.test(slot.value)) return false;
  if (slot.place === 'path' || slot.place === 'host') return true;
  if (slot.typed) return false;
  // JSON:API's family of paging parameters: `page[number]`, `page[size]`.
  if (/^page\[\w+\]$/.test(slot.name) && /^\d{1,6}$/.test(slot.value)) return false;
  const name = lastName(slot.name);
  if (
    (/^(page|limit|offset|size|per_?page|page_?size|first|skip|take|top|sort|order|dir|lang|locale|tz|_|t|ts|v|version|ver|rev|hash|sha256hash|cb|cache|q|query|search|term|keyword|text|callback|jsonrpc|from|to|start|end|since|until|date|month|year|week|day|quarter|width|height|format|draw|s?echo|length|columns?|regex|(search|order)able|i?display(start|length))$/i.test(
      name,
    ) ||
      placeWords.test(name)) &&
    !/[0-9a-f]{8}-[0-9a-f]{4}-/i.test(slot.value) &&
    // What a list is ordered by is a word; an order that is bought has a number.
    !(/^order$/i.test(name) && /\d{2}/.test(slot.value))
  )
    return false;
  // Which control a page posts itself back for.
  if (/^__(EVENTTARGET|EVENTARGUMENT|LASTFOCUS|SCROLLPOSITION[XY])$/.test(name)) return false;
  // A place in a list, and how calls are sent together.
  if (placeInList.test(name) && /^\d{1,6}$/.test(slot.value)) return false;
  if (slot.refers === true || recordWords.test(slot.name)) return true;
  // On and off.
  return /\d/.test(slot.value) && !/^[01]$/.test(slot.value);
}

const recordWords =
  /id|ref|key|slug|tenant|org|account|owner|user|customer|client|company|workspace|team|partner|project|firma|kunde|mandant|klant|klient|cliente|empresa|azienda|entreprise|societ|number|code|name|record|object|item/i;

/** Whether a value is searched for rather than named. */
export function isSearchWord({ place, name, typed }: SlotValue): boolean {
  if (place === 'header' || place === 'cookie') return false;
  return (
    typed === true ||
    /(^|[.[])(q|s|kw|wd|query|search(\]?\[value)?|term|keywords?|text|suche|recherche|busca|buscar|cerca|zoek|szukaj|fraza)\]?$/i.test(
      name,
    )
  );
}

const tenantWords =
  'org|organi[sz]ation|tenant|account|customer|company|client|workspace|team|owner|user|group|site|member|partner|shop|store|project|realm|domain|firma|kunden?|mandant(en)?|klant(en)?|klient|cliente|empresa|azienda|entreprise|societe';
const tenantPattern = new RegExp(
  `^(x[-_])?(current|active|selected|acting|my)?[-_]?(${tenantWords})([-_]?(id|uuid|guid|slug|key|code|name|no|number))?$`,
  'i',
);

/** Whether a parameter, header, cookie or field names a tenant, an owner or a user. */
export function isTenantName(name: string): boolean {
  return tenantPattern.test(lastName(name));
}

/** A value in a body, a parameter or a variable that says who is asking: it is the owner's key, not a reference. */
export function isCredentialSlot(slot: Pick<SlotValue, 'name' | 'place'> & { readonly value?: string }): boolean {
  if (slot.place === 'path' || slot.place === 'header' || slot.place === 'cookie') return false;
  const name = lastName(slot.name);
  if (slot.value !== undefined && namesRecord(name, slot.value)) return false;
  return /^(access_?token|auth_?token|id_?token|session_?token|token|jwt|auth|authorization|session(_?id|_?key)?|sid|s?_?ticket|password|pwd|passcode|pin|otp|secret|api_?key|api_?token|bearer)$/i.test(
    name,
  );
}
