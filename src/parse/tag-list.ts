export interface Tag {
  /** Lower case. */
  readonly name: string;
  /** As it stands there. */
  readonly written: string;
  readonly value: string;
}
export interface TagList {
  readonly tags: readonly Tag[];
  /** Names that stand more than once, lower case: a list with one of them is invalid as a whole (RFC 6376 §3.2). */
  readonly twice: readonly string[];
  readonly problems: readonly string[];
  /**
   * What the grammar of RFC 6376 §3.2 has no place for and most readers pass over: names with a hyphen, a dot or a digit in front
   * (which RFC 8460 §3 and RFC 8461 §3.1 allow), empty places between two semicolons, letters outside ASCII.
   */
  readonly odd: readonly string[];
}

/** `a=b; c=d` as DKIM and DMARC write it (RFC 6376 §3.2): white space around names and values does not count. */
export function parseTagList(text: string): TagList {
  const problems: string[] = [];
  const tags: Tag[] = [];
  const twice: string[] = [];
  const odd: string[] = [];
  const parts = text.split(';').map((one) => one.trim());
  if (parts.slice(0, -1).includes('')) odd.push('there is nothing between two semicolons');
  const foreign = /[^\x20-\x7e\s]/.exec(text)?.[0];
  if (foreign !== undefined) odd.push(`it holds "${foreign}", which is not ASCII`);
  for (const part of parts) {
    if (part === '') continue;
    const [, name, value = ''] = /^([A-Za-z0-9][\w.-]*)\s*=\s*([\s\S]*)$/.exec(part) ?? [];
    if (name === undefined) problems.push(`"${clipped(part)}" is no tag`);
    else {
      if (tags.some((tag) => tag.name === name.toLowerCase())) {
        problems.push(`the tag ${name} stands twice`);
        twice.push(name.toLowerCase());
      }
      if (!/^[A-Za-z]\w*$/.test(name)) odd.push(`"${clipped(name)}" is no name of a tag`);
      tags.push({ name: name.toLowerCase(), written: name, value: value.trim() });
    }
  }
  return { tags, twice, problems, odd };
}

export function clipped(text: string, most = 60): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
