import { slotsOf } from '../operations/slots.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';

/** What one account answered with, and the names that the account goes by: its address, its user name. */
export interface Account {
  readonly exchanges: readonly Exchange[];
  readonly self: readonly string[];
}

/** An id of the account itself, of its session or of its settings is no tenant's. */
const notATenant =
  /user|person|login|profile|member|contact|session|token|device|request|trace|client_?id|role|plan|locale|lang|time_?zone|avatar|image|photo|file|auth|external|stripe|customer_?io|version/i;
const reference = /^(.+?)_?(id|uuid|guid|slug)$/i;

/** What the owner's tenant goes by: `key` as records carry it (`imovel_id`), `name` in small letters without signs (`imovel`). */
export interface LearnedTenant {
  readonly name: string;
  readonly key: string;
  readonly value: string;
}

/**
 * The owner's tenant under names that the portal itself has for it, whatever its language: under `imovel_id` or `praxis.id` the answers
 * that speak of each account hold one value, another one for each, and records of other answers carry it under the same name.
 */
export function learnTenants(owner: Account, asker: Account): readonly LearnedTenant[] {
  const other = saidOf(asker);
  return [...saidOf(owner)].flatMap(([name, value]) => {
    const theirs = other.get(name);
    if (value === undefined || theirs === undefined || theirs === value) return [];
    const key = carriedAs(owner, name, value) ?? sentAs(owner, name, value);
    return key === undefined ? [] : [{ name, key, value }];
  });
}

/** The bare name of what a key is the reference of, with the key that holds it for `id` alone. */
export function nameOfReference(keys: readonly string[]): string | undefined {
  const [last = '', parent = ''] = keys.slice(-2).reverse();
  const name = /^(id|uuid|guid|slug)$/i.test(last) ? parent : reference.exec(last)?.[1];
  return name === undefined || name === '' || name === '$' ? undefined : name.toLowerCase().replace(/[_-]/g, '');
}

const keysOf = (path: string) => path.replace(/\[\d+\]/g, '').split('.');

/** References beside the account's own name, in records of which the answer holds one; undefined where two values were said. */
function saidOf({ exchanges, self }: Account): Map<string, string | undefined> {
  const names = new Set(self.map((one) => one.toLowerCase()));
  const found = new Map<string, string | undefined>();
  for (const exchange of exchanges) {
    const { kind, leaves } = exchangeContent(exchange);
    if (exchange.status >= 300 || kind !== 'json' || leaves.some(({ path }) => /\[[1-9]/.test(path))) continue;
    for (const { path } of leaves.filter(({ value }) => names.has(value.toLowerCase()))) {
      const around = path.slice(0, path.lastIndexOf('.') + 1);
      for (const leaf of leaves.filter((one) => one.path.startsWith(around) && one.type !== 'null')) {
        const inside = keysOf(leaf.path.slice(around.length));
        const name = inside.length <= 2 ? nameOfReference(inside) : undefined;
        if (name === undefined || notATenant.test(name) || leaf.value === '') continue;
        found.set(name, found.has(name) && found.get(name) !== leaf.value ? undefined : leaf.value);
      }
    }
  }
  return found;
}

/** The parameter or variable under which the account's own pages send it: `?client=` of `client.slug`. */
function sentAs({ exchanges }: Account, name: string, value: string): string | undefined {
  for (const { method, url, requestHeaders, requestBody } of exchanges) {
    const slots = slotsOf({ method, url, headers: requestHeaders, ...(requestBody ? { body: requestBody } : {}) });
    const sent = slots.find((slot) => slot.value === value && keysOf(slot.name).at(-1)?.toLowerCase() === name);
    if (sent) return keysOf(sent.name).at(-1);
  }
  return undefined;
}

/** The key under which another answer of the account carries the reference in a record. */
function carriedAs({ exchanges, self }: Account, name: string, value: string): string | undefined {
  const names = new Set(self.map((one) => one.toLowerCase()));
  for (const exchange of exchanges) {
    const { kind, leaves } = exchangeContent(exchange);
    if (kind !== 'json' || exchange.status >= 300) continue;
    if (leaves.some((leaf) => names.has(leaf.value.toLowerCase()))) continue;
    for (const leaf of leaves) {
      const keys = keysOf(leaf.path);
      if (leaf.value !== value || nameOfReference(keys) !== name) continue;
      const [last = '', parent = ''] = keys.slice(-2).reverse();
      return reference.test(last) ? last : `${parent}Id`;
    }
  }
  return undefined;
}
