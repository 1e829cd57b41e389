const tokenKey = /^(access_?token|auth_?token|id_?token|token|jwt|bearer)$/i;

/** The bearer token in the answer to a sign-in, wherever it stands; an access token before any other. */
export function tokenInAnswer(value: unknown): string | undefined {
  const found: { readonly key: string; readonly token: string }[] = [];
  const look = (one: unknown, depth: number) => {
    if (one === null || typeof one !== 'object' || depth > 5) return;
    for (const [key, inner] of Object.entries(one)) {
      if (typeof inner === 'string' && inner.length >= 16 && tokenKey.test(key)) found.push({ key, token: inner });
      else look(inner, depth + 1);
    }
  };
  look(value, 0);
  return (found.find(({ key }) => /access/i.test(key)) ?? found.find(({ key }) => !/^id/i.test(key)) ?? found[0])
    ?.token;
}
