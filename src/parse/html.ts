import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export interface HtmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Stands within `<head>`, where alone a meta policy counts. */
  readonly inHead: boolean;
}
export interface HtmlPage {
  readonly title: string;
  /** What a person can read: no script, style or template; a line break for each block. */
  readonly text: string;
  readonly comments: readonly string[];
  readonly elements: readonly HtmlElement[];
  /** Text of inline scripts. */
  readonly scripts: readonly string[];
}

const silent = new Set(['script', 'style', 'template', 'noscript', 'head']);
const inline = new Set([
  'a',
  'abbr',
  'b',
  'code',
  'em',
  'font',
  'i',
  'kbd',
  'label',
  'small',
  'span',
  'strong',
  'sub',
  'u',
]);

/** Nobody’s page is longer; a hostile one would cost seconds. */
const maxSource = 1024 * 1024;

/** One host answers dozens of questions with the same page; the latest few are kept. */
const latest = new Map<string, HtmlPage>();
const mostKept = 8;
const maxKept = 64 * 1024;

/** Reads the first mebibyte of a page as a browser would parse it, without running anything. Never throws. */
export function readHtml(source: string): HtmlPage {
  const known = latest.get(source);
  if (known) return known;
  const page = parsePage(source);
  if (source.length > maxKept) return page;
  for (const key of latest.keys()) if (latest.size >= mostKept) latest.delete(key);
  latest.set(source, page);
  return page;
}

function parsePage(source: string): HtmlPage {
  const elements: HtmlElement[] = [];
  const comments: string[] = [];
  const scripts: string[] = [];
  const text: string[] = [];
  let title = '';

  const pending: { node: Node; shown: boolean; inHead: boolean; close?: boolean }[] = [
    { node: parse(source.slice(0, maxSource)), shown: true, inHead: false },
  ];
  while (pending.length > 0) {
    const next = pending.pop();
    if (!next) break;
    const { node, shown, inHead } = next;
    if (next.close) {
      text.push('\n');
      continue;
    }
    if (node.nodeName === '#comment') comments.push((node as DefaultTreeAdapterTypes.CommentNode).data);
    if (node.nodeName === '#text' && shown) text.push((node as DefaultTreeAdapterTypes.TextNode).value);
    const element = 'tagName' in node ? (node as Element) : undefined;
    if (element) {
      elements.push({ name: element.tagName, attributes: attributesOf(element), inHead });
      if (element.tagName === 'script') scripts.push(ownText(element));
      if (element.tagName === 'title' && title === '') title = ownText(element).trim();
    }
    const name = element?.tagName ?? '';
    const isBlock = element !== undefined && !inline.has(name);
    if (isBlock && shown) {
      text.push('\n');
      pending.push({ node, shown, inHead, close: true });
    }
    const children = 'childNodes' in node ? node.childNodes : [];
    const below = { shown: shown && !silent.has(name), inHead: inHead || name === 'head' };
    for (const child of children.toReversed()) pending.push({ node: child, ...below });
  }
  return { title, text: tidy(text.join('')), comments, elements, scripts };
}

/** The content of every `<meta http-equiv>` or `<meta name>` of that name. */
export function metaContents(page: HtmlPage, key: 'http-equiv' | 'name', wanted: string): string[] {
  return page.elements
    .filter((element) => element.name === 'meta' && element.attributes[key]?.trim().toLowerCase() === wanted)
    .filter((element) => key === 'name' || element.inHead)
    .map((element) => element.attributes.content ?? '');
}

/** A field for a password or a mail address: the page lets somebody in, so it belongs to the portal. */
export function hasSignIn(page: HtmlPage): boolean {
  return page.elements.some(
    (element) => element.name === 'input' && /^(?:password|email)$/i.test(element.attributes.type?.trim() ?? ''),
  );
}

/** Hardly any text of its own, and scripts to make some: what a visitor sees is not known from the HTML. */
export function madeByScripts(page: HtmlPage): boolean {
  const loads = page.elements.some((element) => element.name === 'script' && element.attributes.src !== undefined);
  return page.text.length < (loads ? 200 : 30) && page.scripts.length > 0;
}

function attributesOf(element: Element): Record<string, string> {
  return Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));
}

function ownText(element: Element): string {
  return element.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
}

function tidy(text: string): string {
  return text
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '')
    .join('\n');
}
