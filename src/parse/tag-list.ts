export interface Tag {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}
export interface TagList {
  readonly tags: readonly Tag[];
  /** Names that stand more than once, lower case: a list with one of them is invalid as a whole (RFC 6376 §3.2). */
  readonly twice: readonly string[];
  readonly problems: readonly string[];
}

/** `a=b; c=d` as DKIM and DMARC write it (RFC 6376 §3.2): white space around names and values does not count. */
export function parseTagList(text: string): TagList {
  const problems: string[] = [];
  const tags: Tag[] = [];
  const twice: string[] = [];
  for (const part of text.split(';').map((one) => one.trim())) {
    if (part === '') continue;
    const [, name, value = ''] = /^([A-Za-z][A-Za-z0-9_]*)\s*=\s*([\s\S]*)$/.exec(part) ?? [];
    if (name === undefined) problems.push(`"${clipped(part)}" is no tag`);
    else {
      if (tags.some((tag) => tag.name === name.toLowerCase())) {
        problems.push(`the tag ${name} stands twice`);
        twice.push(name.toLowerCase());
      }
      tags.push({ name: name.toLowerCase(), value: value.trim() });
    }
  }
  return { tags, twice, problems };
}

export function clipped(text: string, most = 60): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
