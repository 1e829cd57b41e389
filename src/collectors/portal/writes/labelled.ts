import { roleWords } from '../colleague/role-words.ts';
import { kindOf, otherValue, type Privileged, type SeenValues } from './privileged.ts';

const labels = [
  'role|rolle|rol|rola|ruolo|rôle|level|niveau|nivel|plan|tier|tarif|tarief|tariffa|abo|abonnement|subscription',
  'price|preis|prix|precio|prezzo|prijs|cena|fee|rate|discount|rabatt|remise|descuento|sconto|korting|rabat|balance|credit|bedrag|betrag|montant|importe|importo|valor|kwota|saldo',
  '(?:cost|price|credit|spend(?:ing)?|order)[ _-](?:cap|limit|ceiling)|kostenobergrenze|kreditlimit|kredietlimiet|plafond',
].join('|');

/**
 * What a page says of its record beside its forms: "Plan: basic", a row "Price 40". Only where it stands there once, as a
 * plain number or a plain word: what a page has dressed up could not be put back as it was.
 */
export function labelledIn(source: string | undefined): ReadonlyMap<string, string> {
  const text = (source ?? '')
    .replace(/<(script|style|form|nav|select)\b[\s\S]*?<\/\1>/gi, '\n')
    .replace(/<[^>]+>/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n');
  const found = new Map<string, string>();
  const twice = new Set<string>();
  const pattern = new RegExp(
    `(?<![\\p{L}\\d])(${labels})(?: ?[:=]\\s*|\\n| (?=\\d))(?:[€$£] ?)?([a-z_]{3,20}|\\d{1,3}(?:[.,]\\d{3}){1,2}|\\d{1,7})(?:[.,]00)?(?= ?(?:[\\n;)|%€$£]|,(?!\\d)|$))`,
    'giu',
  );
  for (const [, label = '', value = ''] of text.matchAll(pattern)) {
    const name = label.toLowerCase();
    if (found.has(name)) twice.add(name);
    // 1,500.00 is put back as 1500: how it is written is the page's.
    else if (value === value.toLowerCase()) found.set(name, /^\d/.test(value) ? value.replace(/[.,]/g, '') : value);
  }
  for (const [name, value] of rolesIn(source ?? ''))
    if (found.get(name) === undefined) found.set(name, value);
    else if (found.get(name) !== value) twice.add(name);
  for (const name of twice) found.delete(name);
  return found;
}

/** A role that a line says, within a form as well, beside what people may fill in there: "E-mail ana@…, role member". */
function rolesIn(source: string): ReadonlyMap<string, string> {
  const text = source
    .replace(/<(script|style|nav|select|label|button|textarea|option|legend)\b[\s\S]*?<\/\1>/gi, '\n')
    .replace(/<\/?(b|strong|em|i|span|code)\b[^>]*>/gi, '')
    .replace(/<[^>]+>/g, '\n');
  const said = [...text.matchAll(inLine)].filter(([, , value = '']) => value === value.toLowerCase());
  return said.length === 1
    ? new Map(said.map(([, label = '', value = '']) => [label.toLowerCase(), value]))
    : new Map<string, string>();
}

const inLine = new RegExp(
  `(?<![\\p{L}\\d])(role|rolle|rol|rola|ruolo|rôle|papel):? +((?=${roleWords.source})[\\p{L}_]{3,20})(?= *(?:[\\n,;.)|]|$))`,
  'giu',
);

/** Such values as fields of the form that changes the record, named as its other fields are: `user[about]`, `user[role]`. */
export function labelledFields(source: string | undefined, textName: string, seen: SeenValues): readonly Privileged[] {
  return [...labelledIn(source)].flatMap(([label, present]): Privileged[] => {
    const kind = kindOf(label.replace(/[ -]/g, '_'));
    const wanted =
      kind && (/^\d+$/.test(present) ? String(Number(present) + 1) : otherValue(kind, present, seen(label)));
    if (!kind || typeof wanted !== 'string' || (kind === 'price' && !/^\d/.test(present))) return [];
    return namesOf(label).map((name) => ({ keys: [beside(textName, name)], kind, present, wanted }));
  });
}

/** What a label of several words is called in requests: `costCap` or `cost_cap`. */
function namesOf(label: string): readonly string[] {
  const words = label.split(/[ _-]/);
  const camel = words.map((one, at) => (at === 0 ? one : `${one.charAt(0).toUpperCase()}${one.slice(1)}`)).join('');
  return [...new Set([camel, words.join('_')])];
}

/** What the page says of a field beside its forms, whichever way the field is written. */
export function labelledAs(source: string | undefined, name: string): string | undefined {
  const words = (text: string) =>
    text
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/[_-]/g, ' ')
      .toLowerCase();
  return [...labelledIn(source)].find(([label]) => words(label) === words(name))?.[1];
}

/** The name of a field in the manner of another one of its form. */
const beside = (name: string, label: string) =>
  /\[[^\]]+\]$/.test(name) ? name.replace(/\[[^\]]+\]$/, `[${label}]`) : name.replace(/[^.]+$/, label);
