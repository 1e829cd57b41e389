export interface MarkdownSection {
  readonly title: string;
  /** Room is given in this order, smallest first. */
  readonly keep: number;
  /** List items, most important first; each complete in itself. */
  readonly items: readonly string[];
}

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');
// Room for "- … and 123456 more, left out here for length; the HTML report has all of them", for each section.
const noteRoom = 100;

/** Joins head, sections and tail so that the whole stays within `limit` UTF-8 bytes. */
export function fitSections(head: string, sections: readonly MarkdownSection[], tail: string, limit: number): string {
  const present = sections.filter((section) => section.items.length > 0);
  const frame = [head, tail, ...present.map((section) => `## ${section.title}\n\n`)];
  let room = limit - frame.reduce((sum, part) => sum + bytes(part) + 2, 1) - present.length * noteRoom;
  const bodies = new Map<MarkdownSection, string>();
  for (const section of [...present].sort((x, y) => x.keep - y.keep)) {
    const kept: string[] = [];
    for (const item of section.items) {
      const cost = bytes(item) + 1;
      if (cost > room) break;
      room -= cost;
      kept.push(item);
    }
    bodies.set(section, [...kept, ...leftOut(section.items.length - kept.length)].join('\n'));
  }
  const parts = present.map((section) => `## ${section.title}\n\n${bodies.get(section) ?? ''}`);
  return `${[head, ...parts, tail].join('\n\n')}\n`;
}

function leftOut(count: number): string[] {
  return count > 0 ? [`- … and ${count} more, left out here for length; the HTML report has all of them`] : [];
}
