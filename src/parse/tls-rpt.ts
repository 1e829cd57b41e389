import { clipped, parseTagList } from './tag-list.ts';

export function isTlsRpt(text: string): boolean {
  return /^\s*v\s*=\s*TLSRPTv1\s*(?:;|$)/.test(text);
}

/** What is wrong with an `_smtp._tls` record (RFC 8460 §3); empty where it is right. */
export function tlsRptProblems(text: string): readonly string[] {
  const { tags, problems } = parseTagList(text);
  const rua = tags.find((tag) => tag.name === 'rua')?.value;
  if (rua === undefined || rua === '') return [...problems, 'rua, the address for reports, is missing'];
  const wrong = rua
    .split(',')
    .filter((one) => !/^(?:mailto:[^@\s]+@[^@\s.]+\.[^@\s]+|https:\/\/[^\s/]+\S*)$/i.test(one.trim()));
  return [...problems, ...wrong.map((one) => `"${clipped(one.trim())}" is neither mailto: with an address nor https:`)];
}
