/** A node of a parsed document; text is decoded. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// XML 1.0 §2.2 Char.
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const nameShape = /^[A-Za-z_][\w.-]*$/;

/**
 * Parses the part of XML 1.0 that a JUnit file may use: declaration, elements, attributes, text, the five entities and
 * character references. Anything else (CDATA, comments, instructions, doctypes, stray `&`, `<` or `]]>`, forbidden
 * characters, duplicate attributes, unbalanced tags) throws, so a document that parses holds no smuggled markup.
 */
export function parseStrictXml(source: string): XmlElement {
  const bad = forbidden.exec(source);
  if (bad !== null) throw new Error(`Forbidden character at ${bad.index}.`);
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(source);
  if (declaration === null) throw new Error('No XML declaration.');
  const reader = { source, at: declaration[0].length };
  const root = readElement(reader);
  if (source.slice(reader.at).trim() !== '') throw new Error(`Something follows the root element at ${reader.at}.`);
  return root;
}

interface Reader {
  readonly source: string;
  at: number;
}

function readElement(reader: Reader): XmlElement {
  const { name, attributes, empty } = readOpening(reader);
  const children: XmlElement[] = [];
  let text = '';
  while (!empty) {
    const next = reader.source.indexOf('<', reader.at);
    if (next < 0) throw new Error(`<${name}> is never closed.`);
    text += decode(reader.source.slice(reader.at, next));
    reader.at = next;
    if (reader.source.startsWith('</', next)) {
      const closing = `</${name}>`;
      if (!reader.source.startsWith(closing, next))
        throw new Error(`<${name}> is not closed by its own tag at ${next}.`);
      reader.at = next + closing.length;
      break;
    }
    children.push(readElement(reader));
  }
  return { name, attributes, children, text };
}

function readOpening(reader: Reader): { name: string; attributes: Record<string, string>; empty: boolean } {
  const tag = /^<([^\s/>]+)((?:\s+[^\s=]+="[^"<]*")*)(\/?)>/.exec(reader.source.slice(reader.at));
  const [whole, name, list, slash] = tag ?? [];
  if (whole === undefined || name === undefined || !nameShape.test(name))
    throw new Error(`No element at ${reader.at}.`);
  reader.at += whole.length;
  const attributes: Record<string, string> = {};
  for (const [, key, value] of (list ?? '').matchAll(/([^\s=]+)="([^"]*)"/g)) {
    if (key === undefined || value === undefined || !nameShape.test(key))
      throw new Error(`Bad attribute in <${name}>.`);
    if (key in attributes) throw new Error(`Attribute ${key} twice in <${name}>.`);
    attributes[key] = decode(value);
  }
  return { name, attributes, empty: slash === '/' };
}

function decode(text: string): string {
  if (text.includes(']]>')) throw new Error('"]]>" in text.');
  return text.replace(/&([^;&]{0,12};)?/g, (found, inner?: string) => {
    const key = (inner ?? '').slice(0, -1);
    const code = /^#(\d+)$/.exec(key)?.[1];
    const value = code === undefined ? entities[key] : String.fromCodePoint(Number(code));
    if (value === undefined || forbidden.test(value)) throw new Error(`Bad reference ${found}.`);
    return value;
  });
}
