/** A text that stands in a document under a name of its own. */
export interface Part {
  readonly name: string;
  readonly bytes: Buffer;
  /** Of a source map: the file that the text was written in. */
  readonly original?: true;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The texts inside a source map (ECMA-426, sections too), a HAR 1.2 recording or a Jupyter notebook; null where the document is none
 * of these. What is not taken apart here is searched as it stands.
 */
export function partsOf(path: string, bytes: Buffer): readonly Part[] | null {
  const name = path.toLowerCase();
  const head = bytes.toString('latin1', 0, 400);
  const maybeMap =
    /\.map$/.test(name) || /"(?:mappings|sections|sourcesContent)"/.test(head) || /"version"\s*:\s*3\b/.test(head);
  const maybeHar = /\.har$/.test(name) || /^\s*\{\s*"log"\s*:\s*\{/.test(head);
  const maybeNotebook = /\.ipynb$/.test(name);
  if (!maybeMap && !maybeHar && !maybeNotebook) return null;
  const json = parse(bytes);
  if (!json) return null;
  if (maybeMap && (Array.isArray(json.sources) || Array.isArray(json.sections))) return sourcesOf(json, 0);
  if (maybeHar && isObject(json.log)) return recordingsOf(json.log);
  if (maybeNotebook && Array.isArray(json.cells)) return cellsOf(json.cells);
  return null;
}

function sourcesOf(map: Json, depth: number): readonly Part[] {
  const sections = Array.isArray(map.sections) && depth < 3 ? map.sections : [];
  const below = sections.flatMap((one: unknown) =>
    isObject(one) && isObject(one.map) ? sourcesOf(one.map, depth + 1) : [],
  );
  const names = Array.isArray(map.sources) ? map.sources : [];
  const texts = Array.isArray(map.sourcesContent) ? map.sourcesContent : [];
  const root = typeof map.sourceRoot === 'string' ? map.sourceRoot : '';
  const own = texts.flatMap((text: unknown, index): Part[] =>
    typeof text === 'string'
      ? [{ name: originalName(root, names[index], index), bytes: Buffer.from(text, 'utf8'), original: true }]
      : [],
  );
  return [...own, ...below];
}

/** A name to read, never a path to open: what points outside is only text. */
function originalName(root: string, name: unknown, index: number): string {
  const text = typeof name === 'string' && name !== '' ? name : `source ${index + 1}`;
  return `${root}${text}`
    .replace(/^webpack:\/\/[^/]*\//, '')
    .replace(/^(?:\.{1,2}\/)+/, '')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, 300);
}

function recordingsOf(log: Json): readonly Part[] {
  const entries = Array.isArray(log.entries) ? log.entries : [];
  return entries.flatMap((entry: unknown, index): Part[] => {
    if (!isObject(entry)) return [];
    const request = isObject(entry.request) ? entry.request : {};
    const response = isObject(entry.response) ? entry.response : {};
    const content = isObject(response.content) ? response.content : {};
    const sent = isObject(request.postData) ? request.postData.text : undefined;
    const texts: [string, unknown][] = [
      ['request', JSON.stringify({ url: request.url, headers: request.headers, cookies: request.cookies }, null, 1)],
      ['request.json', sent],
      ['response', JSON.stringify({ headers: response.headers }, null, 1)],
      [
        `response.${/html/.test(String(content.mimeType)) ? 'html' : /javascript/.test(String(content.mimeType)) ? 'js' : 'json'}`,
        content.text,
      ],
    ];
    return texts.flatMap(([what, text]): Part[] => {
      if (typeof text !== 'string' || text === '') return [];
      const coded = what.startsWith('response.') && content.encoding === 'base64';
      return [{ name: `entry ${index + 1} ${what}`, bytes: Buffer.from(text, coded ? 'base64' : 'utf8') }];
    });
  });
}

function cellsOf(cells: readonly unknown[]): readonly Part[] {
  return cells.flatMap((cell, index): Part[] => {
    if (!isObject(cell)) return [];
    const outputs = Array.isArray(cell.outputs) ? cell.outputs : [];
    const shown = outputs.flatMap((one: unknown) => {
      if (!isObject(one)) return [];
      const data = isObject(one.data)
        ? Object.entries(one.data).flatMap(([type, text]) => (/^image/.test(type) ? [] : [lines(text)]))
        : [];
      return [lines(one.text), ...data, lines(one.traceback)];
    });
    const language = cell.cell_type === 'markdown' ? 'md' : 'py';
    return [
      { name: `cell ${index + 1}.${language}`, bytes: Buffer.from(lines(cell.source), 'utf8') },
      { name: `cell ${index + 1} output.txt`, bytes: Buffer.from(shown.join('\n'), 'utf8') },
    ].filter((part) => part.bytes.length > 0);
  });
}

function lines(text: unknown): string {
  if (typeof text === 'string') return text;
  return Array.isArray(text) ? text.filter((one) => typeof one === 'string').join('') : '';
}

function parse(bytes: Buffer): Json | null {
  try {
    // A guard against JSON hijacking may stand before a map (ECMA-426 §9.2).
    const value: unknown = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF|^\)\]\}'[^\n]*\n/, ''));
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
