import { clipped, parseTagList } from './tag-list.ts';

export interface BimiRecord {
  /** Empty where the domain says that it has no logo. */
  readonly logo: string;
  readonly certificate: string;
  readonly problems: readonly string[];
}

export function isBimi(text: string): boolean {
  return /^\s*v\s*=\s*BIMI1\s*(?:;|$)/.test(text);
}

/** Meant as a logo record, and not readable as such. */
export function looksLikeBimi(text: string): boolean {
  return !isBimi(text) && /^[\s"'\\]*v\s*=\s*"?bimi|(?:^|;)\s*l\s*=\s*"?https?:/i.test(text);
}

/** Reads a logo record (draft-brand-indicators-for-message-identification §4.2). */
export function parseBimi(text: string): BimiRecord {
  const { tags, problems: syntax } = parseTagList(text);
  const problems = [...syntax];
  const value = (name: string) => tags.find((tag) => tag.name === name)?.value;
  const logo = value('l');
  const certificate = value('a') ?? '';
  if (logo === undefined) problems.push('l, the address of the logo, is missing');
  for (const [name, address] of [
    ['l', logo ?? ''],
    ['a', certificate],
  ] as const) {
    if (address === '' || address.toLowerCase() === 'self') continue;
    const url = URL.parse(address);
    if (url?.protocol !== 'https:') problems.push(`${name}=${clipped(address)} is no https address`);
    else if (name === 'l' && /\.(?:png|jpe?g|gif|webp|ico|bmp|pdf)$/i.test(url.pathname))
      problems.push(`${name}=${clipped(address)} is no SVG file by its name`);
  }
  return { logo: logo ?? '', certificate, problems };
}
