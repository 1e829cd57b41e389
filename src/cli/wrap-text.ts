import stringWidth from 'string-width';

/** Lines of at most `width` columns, broken at spaces; each after `indent` spaces. */
export function wrapText(text: string, width: number, indent: number): readonly string[] {
  const room = Math.max(10, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (stringWidth(joined) > room && line !== '') {
      lines.push(line);
      line = word;
    } else line = joined;
  }
  lines.push(line);
  return lines.map((one) => `${' '.repeat(indent)}${one}`);
}
