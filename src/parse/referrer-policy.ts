export const referrerPolicies = [
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
] as const;
export type ReferrerPolicy = (typeof referrerPolicies)[number];

/** The policy in force: the last word that is one, over all header values (Referrer Policy §8.1). */
export function readReferrerPolicy(values: readonly string[]): ReferrerPolicy | undefined {
  return values
    .flatMap((value) => value.split(','))
    .map((word) => word.trim().toLowerCase())
    .findLast((word): word is ReferrerPolicy => (referrerPolicies as readonly string[]).includes(word));
}

/** The old spellings that HTML still takes in `<meta name=referrer>`. */
const metaSpellings: Readonly<Record<string, ReferrerPolicy>> = {
  never: 'no-referrer',
  default: 'strict-origin-when-cross-origin',
  always: 'unsafe-url',
  'origin-when-crossorigin': 'origin-when-cross-origin',
};

/** `<meta name=referrer>` overrules the header when it names a policy (HTML standard §4.2.5.1). */
export function readMetaReferrer(values: readonly string[]): ReferrerPolicy | undefined {
  return values
    .map((value) => value.trim().toLowerCase())
    .map((word) => metaSpellings[word] ?? readReferrerPolicy([word]))
    .findLast((policy) => policy !== undefined);
}
