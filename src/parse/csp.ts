/** One policy: directive → its tokens as written. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** One serialized policy (CSP3 §2.2.1): the first of equal directives counts. Null when it has no directive. */
export function parsePolicy(text: string): Policy | null {
  const policy = new Map<string, readonly string[]>();
  for (const part of text.split(';')) {
    const [name, ...tokens] = part.split(/[\t\n\f\r ]+/).filter((token) => token !== '');
    if (name === undefined || /[^\x20-\x7e\t\n\f\r]/.test(part)) continue;
    const key = name.toLowerCase();
    if (!policy.has(key)) policy.set(key, tokens);
  }
  return policy.size > 0 ? policy : null;
}

/** All policies of a header: several fields, and commas within one, are separate policies that all apply (CSP3 §2.2.2). */
export function parsePolicies(values: readonly string[]): Policy[] {
  return values.flatMap((value) => value.split(',')).flatMap((text) => parsePolicy(text) ?? []);
}

const metaIgnores = ['frame-ancestors', 'report-uri', 'sandbox'];

/** A policy in `<meta http-equiv>`: a single one, without the directives that count in headers only (CSP3 §3.3). */
export function parseMetaPolicies(values: readonly string[]): Policy[] {
  return values.flatMap((value) => {
    const policy = parsePolicy(value);
    const kept = new Map([...(policy ?? [])].filter(([name]) => !metaIgnores.includes(name)));
    return kept.size > 0 ? [kept] : [];
  });
}

/** The first directive of a fall-back chain that is there. */
export function effective(policy: Policy, ...names: readonly string[]): readonly string[] | undefined {
  for (const name of names) {
    const list = policy.get(name);
    if (list) return list;
  }
  return undefined;
}

const nonce = /^'nonce-[A-Za-z0-9+/_-]+={0,2}'$/i;
const hash = /^'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'$/i;

export function hasNonceOrHash(list: readonly string[]): boolean {
  return list.some((token) => nonce.test(token) || hash.test(token));
}

/** Nonces of the lists that govern script elements. */
export function scriptNonces(policies: readonly Policy[]): string[] {
  return policies
    .flatMap((policy) => effective(policy, 'script-src-elem', 'script-src', 'default-src') ?? [])
    .filter((token) => nonce.test(token))
    .map((token) => token.slice(7, -1));
}

/** Keywords without their quotes, which browsers take for the names of hosts (CSP3 §2.3.1). */
export function bareKeywords(policies: readonly Policy[]): string[] {
  const tokens = policies.flatMap((policy) =>
    [...policy].flatMap(([name, list]) => (/-src(?:-elem|-attr)?$|^(?:base-uri|form-action)$/.test(name) ? list : [])),
  );
  return [
    ...new Set(tokens.filter((token) => /^(?:self|none|unsafe-inline|unsafe-eval|strict-dynamic)$/i.test(token))),
  ];
}

export function hasKeyword(list: readonly string[], keyword: string): boolean {
  return list.some((token) => token.toLowerCase() === keyword);
}
