import { looksDrawn } from './random-look.ts';
import type { PlacedHit } from './scan-document.ts';
import type { Doubt, Exposure, Weight } from './rule.ts';

/** A secret that was seen, without it: nothing here can be turned back into the value. */
export interface Sighting {
  readonly rule: string;
  readonly provider: string;
  readonly grants: string;
  readonly exposure: Exposure;
  readonly weight: Weight;
  /** Known by its shape, not only by the name beside it. */
  readonly shaped: boolean;
  /** The name it was given: `SESSION_SECRET`. */
  readonly name?: string;
  readonly doubt?: Doubt;
  /** When it ends by itself (ISO 8601). */
  readonly until?: string;
  /** How many characters it has. */
  readonly length: number;
  /** Keyed hash of rule and value: equal secrets have equal marks, wherever they stand. */
  readonly mark: string;
  readonly path: string;
  readonly original?: string;
  readonly line: number;
  readonly lastLine?: number;
  readonly column: number;
  /** How it was written: base64, percent, escapes, joined. Empty for plain text. */
  readonly via: readonly string[];
}

/** A name that people give; never a piece of a value. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z_][\w.-]{1,47}$/.test(name) && !/\d{4}/.test(name) && !looksDrawn(name);
}

/** Masks a hit at birth: what is kept are its kind, place, length and keyed mark. */
export function sightingOf(hit: PlacedHit, markOf: (text: string) => string): Sighting {
  return {
    rule: hit.rule,
    provider: hit.provider,
    grants: hit.grants,
    exposure: hit.exposure,
    weight: hit.weight,
    shaped: hit.shaped,
    ...(hit.name !== undefined && isPlainName(hit.name) ? { name: hit.name } : {}),
    ...(hit.doubt ? { doubt: hit.doubt } : {}),
    ...(hit.until === undefined ? {} : { until: hit.until }),
    length: hit.value.length,
    mark: markOf(`${hit.shaped ? hit.rule : 'named'}\n${hit.value}`),
    path: hit.path,
    ...(hit.original === undefined ? {} : { original: hit.original }),
    line: hit.line,
    ...(hit.lastLine === undefined ? {} : { lastLine: hit.lastLine }),
    column: hit.column,
    via: hit.via,
  };
}
