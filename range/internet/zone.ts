import type { Answer, RecordType, StringAnswer } from 'dns-packet';

/** Records of one or more zones. Names are lower case without the closing dot. */
export interface ZoneData {
  /** The top name of each zone that this server answers for. Each has an SOA among the records. */
  readonly zones: readonly string[];
  readonly records: readonly Answer[];
}

export interface Lookup {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
}

/** Aliases followed in one answer; more than that is a loop. */
const longestAliasChain = 8;

/**
 * Answers one question as an authoritative server does (RFC 1034 §4.3.2): aliases are followed inside the zones,
 * a name without the type asked for is NOERROR without answers, a missing name NXDOMAIN, both with the zone's SOA
 * (RFC 2308); names outside the zones are refused.
 */
export function lookUp(data: ZoneData, questionName: string, type: RecordType): Lookup {
  let name = questionName.toLowerCase();
  const answers: Answer[] = [];
  for (let step = 0; step <= longestAliasChain; step += 1) {
    const zone = zoneOf(data, name);
    if (zone === undefined) return { rcode: answers.length > 0 ? 'NOERROR' : 'REFUSED', answers, authorities: [] };
    const here = recordsAt(data, name);
    const found = here.filter((record) => record.type === type);
    if (found.length > 0) return { rcode: 'NOERROR', answers: [...answers, ...found], authorities: [] };
    const alias = here.find((record): record is StringAnswer => record.type === 'CNAME');
    if (!alias) {
      const exists = here.length > 0 || indexOf(data).names.has(name);
      return { rcode: exists ? 'NOERROR' : 'NXDOMAIN', answers, authorities: startOf(data, zone) };
    }
    answers.push(alias);
    name = alias.data.toLowerCase();
  }
  return { rcode: 'NOERROR', answers, authorities: [] };
}

interface Index {
  readonly byName: ReadonlyMap<string, readonly Answer[]>;
  /** Every name that exists, those that only have names below them as well. */
  readonly names: ReadonlySet<string>;
}
const indexes = new WeakMap<ZoneData, Index>();

/** Made at the first question: a bench asks tens of thousands. */
function indexOf(data: ZoneData): Index {
  const known = indexes.get(data);
  if (known) return known;
  const byName = new Map<string, Answer[]>();
  const names = new Set<string>();
  for (const record of data.records) {
    byName.set(record.name, [...(byName.get(record.name) ?? []), record]);
    for (let name = record.name; !names.has(name); name = name.slice(name.indexOf('.') + 1)) {
      names.add(name);
      if (!name.includes('.')) break;
    }
  }
  const index = { byName, names };
  indexes.set(data, index);
  return index;
}

/** Records of a name, or those of the wildcard at its closest name that exists (RFC 4592 §3.3). */
function recordsAt(data: ZoneData, name: string): readonly Answer[] {
  const { byName, names } = indexOf(data);
  if (names.has(name)) return byName.get(name) ?? [];
  let above = name;
  while (above.includes('.') && !names.has(above)) above = above.slice(above.indexOf('.') + 1);
  return (byName.get(`*.${above}`) ?? []).map((record) => ({ ...record, name }));
}

function zoneOf(data: ZoneData, name: string): string | undefined {
  return data.zones.find((zone) => name === zone || name.endsWith(`.${zone}`));
}

function startOf(data: ZoneData, zone: string): readonly Answer[] {
  return (indexOf(data).byName.get(zone) ?? []).filter(({ type }) => type === 'SOA');
}
