import type { ExtraField } from '../../write-evidence.ts';
import { isRecord } from './text-field.ts';

type Kind = ExtraField['fields'][number]['kind'];

/** A field that decides what somebody may do or has to pay, with another value than the present one. */
export interface Privileged {
  /** Keys from the record down; one name for a field of a form. */
  readonly keys: readonly string[];
  readonly kind: Kind;
  readonly present: unknown;
  readonly wanted: unknown;
}
/** Values of a field of this name that the portal was seen to use elsewhere. */
export type SeenValues = (key: string) => readonly string[];

const kinds: readonly { readonly kind: Kind; readonly name: RegExp }[] = [
  {
    kind: 'role',
    name: /^(role|roles|rolle|rol|rola|ruolo|rôle|papel|pap[eé]is|user_?role|user_?type|account_?type|access_?level|is_?admin|admin|is_?staff|is_?superuser|superuser|permissions?)$/i,
  },
  {
    kind: 'plan',
    name: /^(plan|tier|tarif|tarief|tariffa|abo|abonnement|subscription|package|credits|quota|seats|is_?premium|verified|is_?verified)$/i,
  },
  {
    kind: 'price',
    name: /^(price|unit_?price|preis|prix|precio|prezzo|prijs|cena|fee|rate|total(_?cents)?|amount(_?cents)?|price_?cents|discount|rabatt|remise|descuento|sconto|korting|rabat|bedrag|betrag|montant|importe|importo|valor|kwota|saldo|balance|credit|limit|credit_?limit)$|_(price|fee|discount)(_?(cents|pct|percent))?$|(unit|interest|tax|vat|commission|discount)_rate$|(approved|granted|credited|refunded|paid|due)_(amount|sum|total)(_?cents)?$|(^|_)(cost|price|credit|spend(ing)?|order|approval|budget)_(cap|limit|ceiling)$|^(freigabe|bestell|budget|ausgaben)_?limit$|^(kostenobergrenze|kreditlimit|kredietlimiet|plafond)$/i,
  },
];

export function kindOf(name: string): Kind | undefined {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2');
  return kinds.find((one) => one.name.test(name) || one.name.test(words))?.kind;
}

/** Such fields of a record and of the objects in it. */
export function privilegedIn(record: Readonly<Record<string, unknown>>, seen: SeenValues): readonly Privileged[] {
  const at = (object: Readonly<Record<string, unknown>>, keys: readonly string[]): Privileged[] =>
    Object.entries(object).flatMap(([key, present]) => {
      if (isRecord(present) && keys.length === 0) return at(present, [key]);
      const kind = kindOf(key);
      const wanted = kind && otherValue(kind, present, seen(key));
      return kind && wanted !== undefined ? [{ keys: [...keys, key], kind, present, wanted }] : [];
    });
  return at(record, []);
}

/** Another value: one that the portal knows, the mightiest first; a word where it knows none. */
export function otherValue(kind: Kind, present: unknown, seen: readonly string[]): unknown {
  if (typeof present === 'boolean') return present ? undefined : true;
  if (typeof present === 'number') return present + 1;
  // Not decided yet: an amount that somebody else grants.
  if (present === null && kind === 'price') return 1;
  if (Array.isArray(present) && present.every((one) => typeof one === 'string')) return [...present, 'admin'];
  if (typeof present !== 'string') return undefined;
  const other = seen.find((one) => one !== present && /admin|owner|manager|enterprise|premium|pro/i.test(one));
  const any = other ?? seen.find((one) => one !== present);
  // A list of allowed values refuses a word of our own, which is as good; a careless server keeps it.
  const word = kind === 'role' ? 'admin' : 'enterprise';
  return any ?? (present === word || kind === 'price' ? undefined : word);
}
