import { changeSlot, putIntoPath } from '../operations/put-into.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { anotherValue, isSameValue, weekLater } from './another-value.ts';
import { isIdName } from './object-place.ts';
import type { SentChange } from './sent-change.ts';
import { isRecord } from './text-field.ts';

type Json = Readonly<Record<string, unknown>>;

const stateName = /^(status|state|stage|phase|zustand|statut|[eé]tat|estado|stato|situa[cç][aã]o|stan)$/i;
/** States in which nothing has been agreed yet, in the languages of the contract. */
const openState =
  /pend|open|draft|new|request|planned|scheduled|todo|offen|entwurf|neu|angefragt|geplant|ouvert|brouillon|nouveau|en attente|pr[eé]vu|abiert|borrador|nuev|solicitad|apert|bozza|nuov|attesa|richiest|abert|rascunho|nov[oa]|concept|nieuw|aangevraagd|gepland|otwart|szkic|now[ya]|oczekuj|zaplanowan|未|新|待/iu;
/** What says, true or with a time, that a record was agreed, closed or paid: many portals take it away when the record is moved. */
const agreed =
  /confirm|approv|accept|agreed|signed|locked|closed|paid|complet|done|best(ä|ae?)tigt|genehmigt|angenommen|unterschrieben|gesperrt|abgeschlossen|bezahlt|erledigt|valid[eé]|accept[eé]|sign[eé]|pay[eé]|termin[eé]|aprobad|aceptad|firmad|pagad|cerrad|confermat|approvat|accettat|firmat|pagat|chius|aprovad|aceit|assinad|pag[oa]|fechad|bevestigd|goedgekeurd|geaccepteerd|ondertekend|betaald|afgerond|potwierdz|zatwierdz|zaakceptow|podpisan|op[lł]acon|zamkni/i;

/**
 * A date that was agreed has to be agreed anew once it is moved, and nobody can put that back: a record is taken whose state is an open
 * one, the page's own or another one of the kind in the owner's answers. undefined: there is none.
 */
export function calmChange(change: SentChange, key: string, answers: readonly Exchange[]): SentChange | undefined {
  const { sent, id, value } = change;
  if (sent.former === undefined || weekLater(sent.former) === undefined) return change;
  const records = answers.flatMap((one) => recordsWith(exchangeContent(one).json, key));
  const own = records.find((one) => idOf(one, id.value) !== undefined);
  if (!own) return change;
  if (isCalm(own)) return change;
  const name = idOf(own, id.value);
  const other = records.find(
    (one) => isCalm(one) && name !== undefined && isSimple(one[name]) && one[name] !== own[name],
  );
  if (!other || name === undefined) return undefined;
  const [newId, former] = [String(other[name]), dateAs(sent.former, String(other[key]))];
  const chosen = former && anotherValue({ kind: 'date', value: former, options: [], words: key });
  if (former === undefined || chosen === undefined) return undefined;
  const carrier = {
    method: sent.method,
    url: sent.url,
    body: sent.body,
    headers: { 'content-type': sent.contentType },
  };
  const dated = { ...carrier, ...changeSlot(carrier, value, chosen) };
  const moved = id.slot ? changeSlot(dated, id.slot, newId) : { ...dated, url: putIntoPath(sent.url, id.value, newId) };
  const { page: _page, control: _control, ...rest } = sent;
  return {
    sent: { ...rest, url: moved.url, body: moved.body ?? sent.body, chosen, former },
    value: { ...value, value: chosen },
    id: id.slot ? { value: newId, slot: { ...id.slot, value: newId } } : { value: newId },
  };
}

function isCalm(record: Json): boolean {
  const states = Object.entries(record).filter(([name, value]) => stateName.test(name) && typeof value === 'string');
  const isAgreed = Object.entries(record).some(
    ([name, value]) =>
      agreed.test(name) && (value === true || (typeof value === 'string' && weekLater(value) !== undefined)),
  );
  return !isAgreed && states.every(([, value]) => openState.test(String(value)));
}

/** The other record's date in the manner of writing of the first one; undefined where it has another one. */
function dateAs(like: string, date: string): string | undefined {
  const written = date.slice(0, like.length);
  return written.length === like.length && isSameValue(written, date) && weekLater(written) !== undefined
    ? written
    : undefined;
}

const idOf = (record: Json, id: string) =>
  Object.keys(record).find((name) => isIdName(name) && String(record[name]) === id);
const isSimple = (value: unknown) => typeof value === 'string' || typeof value === 'number';

/** Objects of an answer that have a text of this name. */
function recordsWith(json: unknown, key: string): readonly Json[] {
  if (json === null || typeof json !== 'object') return [];
  const own = isRecord(json) && typeof json[key] === 'string' ? [json] : [];
  return [...own, ...Object.values(json).flatMap((one) => recordsWith(one, key))];
}
