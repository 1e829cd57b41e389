/**
 * What a Markdown reader would treat as running text: fenced blocks, code spans and backslash escapes are taken out
 * (CommonMark 0.31 §4.5, §6.1, §2.4). What is left over can be searched for markup that must not be there.
 */
export function outsideCode(markdown: string): string {
  let rest = '';
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^ *(`{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark !== undefined && mark.length >= fence.length && line.trim() === mark) fence = undefined;
      continue;
    }
    // An opening fence has no further backtick on its line; otherwise it is a code span.
    if (mark !== undefined && !line.trim().slice(mark.length).includes('`')) fence = mark;
    else rest += `${withoutSpans(line)}\n`;
  }
  if (fence !== undefined) throw new Error('A fence is never closed.');
  return rest;
}

function withoutSpans(line: string): string {
  let rest = '';
  for (let at = 0; at < line.length; ) {
    if (line[at] === '\\') {
      at += 2;
      continue;
    }
    const run = /^`+/.exec(line.slice(at))?.[0];
    if (run === undefined) {
      rest += line[at];
      at += 1;
      continue;
    }
    const close = [...line.slice(at + run.length).matchAll(/`+/g)].find((found) => found[0].length === run.length);
    if (close === undefined) rest += run;
    at += close === undefined ? run.length : run.length + close.index + run.length;
  }
  return rest;
}
