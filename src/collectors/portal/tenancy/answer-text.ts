import { parse } from 'parse5';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { unflattened, unflattenedLines } from '../../../parse/flattened.ts';
import type { Exchange } from '../recorder.ts';
import { fileText, sumOf, wideOf } from './file-text.ts';

/** A value in an answer: where it stood and what it was. */
export interface Leaf {
  readonly path: string;
  readonly type: 'string' | 'number' | 'boolean' | 'null';
  readonly value: string;
}
/** An answer taken apart: its leaves, and all its text for values that stand inside longer ones. */
export interface AnswerContent {
  readonly kind: 'json' | 'html' | 'csv' | 'text' | 'file' | 'empty';
  readonly leaves: readonly Leaf[];
  readonly text: string;
  readonly json?: unknown;
}

/** Headers that say nothing of the record: the others may carry a title, a file name, an address. */
const ordinaryHeader =
  /^(set-cookie|date|etag|age|expires|last-modified|server|via|vary|connection|keep-alive|transfer-encoding|cache-control|pragma|content-(type|length|encoding|security-policy.*)|strict-transport-security|access-control-.*|x-(request|correlation|trace|amzn).*|cf-.*|report-to|nel|permissions-policy|referrer-policy|x-frame-options|x-content-type-options|accept-ranges|alt-svc|traceparent)$/i;
const leafLimit = 5000;
const textLimit = 1_500_000;

/** Takes a body apart by what it is, not by what its header claims alone: JSON, HTML, CSV, PDF, XLSX, SSE, text. */
export function readAnswer(
  body: Uint8Array,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): AnswerContent {
  const extra = Object.entries(headers)
    .filter(([name]) => !ordinaryHeader.test(name))
    .map(([, value]) => decodeLoose(value))
    .join('\n');
  if (body.length === 0) return { kind: 'empty', leaves: [], text: extra };
  const wide = wideOf(body);
  const file = fileText(body);
  if (file !== undefined && !wide) return { kind: 'file', leaves: [], text: `${extra}\n${file}` };
  const text = new TextDecoder(wide ?? 'utf-8').decode(body).slice(0, textLimit);
  const json = parseJson(text);
  if (json !== undefined) {
    const leaves: Leaf[] = [];
    collectLeaves(json, '$', leaves);
    return {
      kind: 'json',
      leaves,
      text: `${extra}\n${leaves.map((leaf) => leaf.value).join('\n')}\n${tokens(leaves)}`,
      json,
    };
  }
  const panels = updatedPanels(text);
  if (panels || /html|xml/i.test(contentType) || /^\s*<(!doctype|html)/i.test(text)) {
    // Jakarta Faces sends parts of a page in XML, as text.
    const leaves = htmlLeaves(panels ?? text.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1'));
    return { kind: 'html', leaves, text: `${extra}\n${leaves.map((leaf) => leaf.value).join('\n')}` };
  }
  if (/x-component/i.test(contentType)) return componentContent(text, extra);
  if (/csv/i.test(contentType)) {
    const leaves = text
      .split(/\r?\n/)
      .slice(0, 2000)
      .flatMap((line, row) =>
        line.split(/[,;\t]/).map(
          (cell, column): Leaf => ({
            path: `$[${row}][${column}]`,
            type: 'string',
            value: cell.replace(/^"|"$/g, ''),
          }),
        ),
      );
    return { kind: 'csv', leaves, text: `${extra}\n${text}\n${sumOf(body)}` };
  }
  return { kind: 'text', leaves: [], text: `${extra}\n${text}\n${sumOf(body)}` };
}

/**
 * React's server components answer as numbered rows, `1f:["$","td",…]`: what they say are the texts in the rows. How rows are
 * numbered and what refers to what is the page's construction, and addresses in it repeat what was asked; those of links name records.
 */
function componentContent(text: string, extra: string): AnswerContent {
  const rows: unknown[] = [];
  for (const line of text.split('\n').slice(0, 3000)) {
    const [, row, plain] = /^[0-9a-f]*:(?:[A-Z]{0,2}([[{"].*)|T[0-9a-f]+,(.*))$/.exec(line) ?? [];
    const value = row === undefined ? plain : parseJson(row);
    if (value !== undefined) rows.push(value);
  }
  const leaves: Leaf[] = [];
  for (const row of rows) collectLeaves(row, '$', leaves);
  const said = leaves.filter(
    ({ path, value }) =>
      !/^[$/]|^https?:|[?&=]/.test(value) || (path.endsWith('.href') && /^\/(?!_next\/)/.test(value)),
  );
  return { kind: 'json', leaves: said, text: `${extra}\n${text}`, json: rows };
}

export function exchangeContent(exchange: Exchange): AnswerContent {
  const known = cache.get(exchange);
  if (known) return known;
  const content = readAnswer(exchange.body, exchange.responseHeaders['content-type'] ?? '', exchange.responseHeaders);
  cache.set(exchange, content);
  return content;
}
const cache = new WeakMap<Exchange, AnswerContent>();

export const exchangeText = (exchange: Exchange): string => exchangeContent(exchange).text;

function parseJson(text: string): unknown {
  const trimmed = text
    .replace(/^\uFEFF/, '')
    .replace(/^(\)\]\}',?|for\s*\(;;\);|while\(1\);)\s*/, '')
    .trim();
  if (!/^[[{"]/.test(trimmed)) return undefined;
  try {
    return unflattened(JSON.parse(trimmed) as unknown);
  } catch {
    const lines = trimmed.split('\n').filter((line) => line.trim() !== '');
    if (lines.length < 2) return undefined;
    try {
      return unflattened(lines.map((line) => JSON.parse(line.replace(/^data:\s*/, '')) as unknown));
    } catch {
      return unflattenedLines(trimmed);
    }
  }
}

function collectLeaves(value: unknown, path: string, leaves: Leaf[]): void {
  if (leaves.length >= leafLimit) return;
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) collectLeaves(one, `${path}[${at}]`, leaves);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, one] of Object.entries(value)) collectLeaves(one, `${path}.${key}`, leaves);
  } else {
    const type = value === null ? 'null' : (typeof value as 'string' | 'number' | 'boolean');
    leaves.push({ path, type, value: String(value) });
    if (type === 'string' && /^\s*[{[]/.test(value as string)) {
      const inner = parseJson(value as string);
      if (inner !== undefined) collectLeaves(inner, `${path}~`, leaves);
    } else if (type === 'string' && isMarkup(value as string))
      for (const leaf of htmlLeaves(value as string, leafLimit - leaves.length))
        leaves.push({ ...leaf, path: `${path}~${leaf.path}` });
  }
}

/** `1|#||4|812|updatePanel|main|<div>…</div>|`: what ASP.NET's UpdatePanel sends, each part after its length. */
function updatedPanels(text: string): string | undefined {
  if (!/^\d+\|[#\w]+\|[^|]*\|/.test(text)) return undefined;
  let panels = '';
  for (let at = 0; at < text.length; ) {
    const [head = '', length, kind] = /^(\d+)\|([#\w]+)\|[^|]*\|/.exec(text.slice(at, at + 400)) ?? [];
    if (head === '') return undefined;
    const from = at + head.length;
    at = from + Number(length) + 1;
    if (kind === 'updatePanel') panels += text.slice(from, at - 1);
  }
  return panels;
}

/** Parts of pages that come inside data: cells of grids, what a component draws anew, what a channel puts into the page. */
export const isMarkup = (value: string) => /^\s*<[a-z!][^>]*>/i.test(value) && /<\/[a-z]|\/>/i.test(value);

const textAttributes = new Set([
  'value',
  'content',
  'href',
  'src',
  'title',
  'alt',
  'placeholder',
  'action',
  'aria-label',
  'download',
]);
/** Rows that come by themselves, to be put into a table: outside one a browser runs their cells together. */
const rowAlone = /^\s*(<!--[^>]*-->\s*)*<(tr|td|th|tbody|thead|tfoot)[\s>]/i;

function htmlLeaves(text: string, most = leafLimit): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node, path: string) => {
    if (leaves.length >= most) return;
    if (node.nodeName === '#text') {
      const value = (node as DefaultTreeAdapterTypes.TextNode).value.replace(/\s+/g, ' ').trim();
      const json = /script/.test(path) ? parseJson(value) : undefined;
      if (json !== undefined) collectLeaves(json, path, leaves);
      else if (value !== '' && !/>(script|style)$/.test(path)) leaves.push({ path, type: 'string', value });
      else if (/>script$/.test(path)) collectQuoted(value, path, leaves);
    }
    if ('attrs' in node)
      for (const attr of node.attrs) {
        // What a component of the page is given: Inertia's page, Livewire's state, the properties of a Vue component.
        const given = attr.value.length > 8 && /^\s*[[{]/.test(attr.value) ? parseJson(attr.value) : undefined;
        if (given !== undefined) collectLeaves(given, `${path}>${node.nodeName}@${attr.name}~`, leaves);
        else if (
          textAttributes.has(attr.name) ||
          attr.name.startsWith('data-') ||
          (attr.name === 'type' && node.nodeName === 'input')
        )
          leaves.push({ path: `${path}>${node.nodeName}@${attr.name}`, type: 'string', value: attr.value });
      }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child, `${path}>${node.nodeName}`);
    // What Turbo puts into the page stands in templates, and so does a shadow root.
    if ('content' in node) visit(node.content, `${path}>${node.nodeName}`);
  };
  visit(parse(rowAlone.test(text) ? `<table>${text}` : text), '');
  return leaves;
}

/** Texts in a script; what is long is data in a text, as React Router and Next hand it to the page. */
function collectQuoted(script: string, path: string, leaves: Leaf[]): void {
  for (const [whole, quoted = ''] of script.matchAll(/"((?:[^"\\]|\\.){5,200000})"/g)) {
    if (leaves.length >= leafLimit) return;
    if (quoted.length <= 200) leaves.push({ path, type: 'string', value: quoted });
    else if (/\\"/.test(quoted)) {
      const said = parseJson(whole);
      const inner = typeof said === 'string' ? parseJson(said) : undefined;
      if (inner !== undefined) collectLeaves(inner, `${path}~`, leaves);
      else if (typeof said === 'string')
        for (const [, part = ''] of said.matchAll(/"((?:[^"\\]|\\.){5,200})"/g))
          leaves.push({ path, type: 'string', value: part });
    }
  }
}

/** Base64 and JWT payloads inside leaves, decoded one level. */
function tokens(leaves: readonly Leaf[]): string {
  return leaves
    .filter(
      (leaf) =>
        leaf.type === 'string' &&
        leaf.value.length >= 16 &&
        leaf.value.length < 8000 &&
        /^[\w+/=.-]+$/.test(leaf.value),
    )
    .flatMap((leaf) => leaf.value.split('.'))
    .map((part) => Buffer.from(part, 'base64').toString('utf8'))
    .filter((part) => part.length > 4 && !part.includes('\uFFFD'))
    .join('\n');
}

function decodeLoose(text: string): string {
  try {
    return `${text}\n${decodeURIComponent(text.replace(/UTF-8''/gi, ' '))}`;
  } catch {
    return text;
  }
}
