export interface SecurityTxt {
  /** Fields in order, names lower case. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Inside an OpenPGP cleartext signature (RFC 9116 §2.3). */
  readonly signed: boolean;
  /** What the RFC forbids, one clause each. */
  readonly problems: readonly string[];
  /** ISO 8601 of the one Expires field. */
  readonly expires?: string;
  readonly canonical: readonly string[];
}

const dateTime = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;
const maxLines = 500;

/** A security.txt by RFC 9116 §2. Null where the text holds none of its fields: another page, an empty file. */
export function readSecurityTxt(text: string): SecurityTxt | null {
  const signed = /^-----BEGIN PGP SIGNED MESSAGE-----/m.test(text);
  const body = signed
    ? (/^-----BEGIN PGP SIGNED MESSAGE-----[\s\S]*?\r?\n\r?\n([\s\S]*?)^-----BEGIN PGP SIGNATURE-----/m.exec(
        text,
      )?.[1] ?? '')
    : text;
  const fields: { name: string; value: string }[] = [];
  const problems: string[] = [];
  for (const raw of body
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .slice(0, maxLines)) {
    const line = signed ? raw.replace(/^- /, '') : raw;
    if (line.trim() === '' || line.startsWith('#')) continue;
    const field = /^([A-Za-z][A-Za-z0-9-]*):\s*(\S.*)$/.exec(line.trimEnd());
    if (field) fields.push({ name: (field[1] ?? '').toLowerCase(), value: (field[2] ?? '').trim() });
    else if (problems.length < 3) problems.push(`a line that is no field: "${line.slice(0, 60)}"`);
  }
  const all = (name: string) => fields.filter((field) => field.name === name).map(({ value }) => value);
  if (all('contact').length === 0 && all('expires').length === 0) return null;
  const contacts = all('contact');
  if (contacts.length === 0) problems.push('no Contact field');
  for (const value of contacts)
    if (!/^(?:mailto:|tel:|https:\/\/)/i.test(value))
      problems.push(`a Contact that is no mailto:, tel: or https:// address`);
  const expires = all('expires');
  if (expires.length === 0) problems.push('no Expires field');
  if (expires.length > 1) problems.push('more than one Expires field');
  const date = expires[0] ?? '';
  const readable = dateTime.test(date) && !Number.isNaN(Date.parse(date));
  if (expires.length === 1 && !readable) problems.push('an Expires that is no date by RFC 3339');
  if (all('preferred-languages').length > 1) problems.push('more than one Preferred-Languages field');
  for (const name of ['acknowledgments', 'canonical', 'encryption', 'hiring', 'policy'])
    if (all(name).some((value) => /^http:/i.test(value))) problems.push(`a ${name} address without https`);
  return {
    fields: fields.slice(0, 60),
    signed,
    problems: [...new Set(problems)],
    ...(readable ? { expires: new Date(date).toISOString() } : {}),
    canonical: all('canonical'),
  };
}
