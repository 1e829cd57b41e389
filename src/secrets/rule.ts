export type Weight = 'critical' | 'high' | 'medium' | 'low';
/** What a key is made for. `publishable` keys belong in browsers; `test` keys reach no real data. */
/** Why a secret may open nothing: `rehearsal`: in a test, an example or a document; `here`: for this machine; `unplaced`: in no commit; `half`: without what belongs to it. */
export type Doubt = 'rehearsal' | 'here' | 'unplaced' | 'half';
export type Exposure = 'secret' | 'restricted' | 'test' | 'publishable';

/** A match of a rule: memory only, never kept. */
export interface Found {
  readonly value: string;
  /** The window of text around the match. */
  readonly window: string;
  /** Where the match begins in the window. */
  readonly at: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
}
/** What a validator finds out; undefined where the match is no secret. */
export interface Verdict {
  readonly exposure?: Exposure;
  readonly weight?: Weight;
  readonly grants?: string;
  readonly issued?: boolean;
  readonly doubt?: Doubt;
  /** When it ends by itself (ISO 8601). */
  readonly until?: string;
}

/** A secret of known shape. */
export interface Rule {
  readonly id: string;
  readonly provider: string;
  /** Completes "whoever holds it can …". */
  readonly grants: string;
  readonly exposure: Exposure;
  readonly weight: Weight;
  /**
   * A provider issues it, so it opens something wherever it stands. What anybody can make up (key pairs, passwords, signed
   * tokens) is taken for made up where it stands in a test, an example or a document.
   */
  readonly issued: boolean;
  /** Lower-case words of which one is in every match; found in one pass over the text. */
  readonly anchors: readonly string[];
  /** Global; the group `v`, or the whole match, is the secret. */
  readonly pattern: RegExp;
  /** Characters before the anchor's end that a match may need, and after it. */
  readonly before: number;
  readonly reach: number;
  /** A match runs over many lines, so that a change far below makes or breaks it. */
  readonly overLines?: true;
  /** A glance at the bytes behind the anchor that spares trying the pattern; false where no match can be. */
  readonly glance?: (bytes: Uint8Array, anchorTo: number) => boolean;
  /** Offline validation: checksums, roles, account ids. */
  readonly accept?: (found: Found) => Verdict | undefined;
  /** Values with an invented look (xxxx, 1234, example) are no secrets, unless the shape says otherwise. */
  readonly mayLookInvented?: true;
  /** Templates of what must be found and what must not: `{A20}` stands for twenty random characters (see expandTemplate). */
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

type Optional = Partial<
  Pick<
    Rule,
    | 'glance'
    | 'overLines'
    | 'exposure'
    | 'weight'
    | 'issued'
    | 'before'
    | 'reach'
    | 'accept'
    | 'mayLookInvented'
    | 'anchors'
  >
>;

/**
 * A token with a beginning of its own. `body` is the source of a regular expression that starts with the prefix; it
 * must stand alone: no letter or digit directly before or behind it.
 */
export function tokenRule(
  id: string,
  provider: string,
  grants: string,
  body: string,
  yes: readonly string[],
  more: Optional & { readonly anchor: string; readonly no?: readonly string[] },
): Rule {
  const { anchor, no, ...rest } = more;
  return {
    id,
    provider,
    grants,
    exposure: 'secret',
    weight: 'critical',
    issued: true,
    anchors: [anchor.toLowerCase()],
    pattern: new RegExp(`${notInsideWord}(?<v>${body})(?![A-Za-z0-9])`, 'g'),
    before: anchor.length + 8,
    reach: 400,
    yes,
    no: no ?? [],
    ...rest,
  };
}

/** An escape such as `\n`, `%3D` or `\u0022` before a token ends in a letter or digit that does not belong to it. */
export const notInsideWord = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrtbf])|(?<=%[0-9A-Fa-f]{2})|(?<=\\u00[0-9A-Fa-f]{2})|(?<=\u001b\[[0-9;]{0,8}m))`;

/** A rule with a pattern of its own. */
export function patternRule(rule: Omit<Rule, 'exposure' | 'weight' | 'issued' | 'before' | 'reach'> & Optional): Rule {
  return { exposure: 'secret', weight: 'critical', issued: false, before: 64, reach: 400, ...rule };
}
