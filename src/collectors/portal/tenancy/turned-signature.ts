const signature =
  /signature$|^sig$|^hmac$|^h$|^hash$|^s$|^st$|^md5$|^token$|^__token__$|^check(sum)?$|^digest$|^verify$/i;

/** The parameter of a signed address that holds its signature, by its usual names. */
export const signatureName = (address: string): string | undefined =>
  [...new URL(address).searchParams.keys()].find((name) => signature.test(name));

/** The address with another signature: the same alphabet, each letter and digit moved on by one. undefined where none is seen. */
export function turnedSignature(address: string): string | undefined {
  const name = signatureName(address);
  if (name === undefined) return undefined;
  const url = new URL(address);
  const value = url.searchParams.get(name) ?? '';
  url.searchParams.set(
    name,
    value.replace(/[0-8a-eg-yA-EG-Y]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 1)),
  );
  return url.href;
}
