import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** A row of a page with a box to tick. */
export interface TickedRow {
  /** Name and value of the box: what a browser sends for a ticked one. */
  readonly name: string;
  readonly value: string;
  /** What stands in the row, without what is hidden in controls. */
  readonly text: string;
  /** The cells of a table's row, each below what its column is called. */
  readonly cells: readonly { readonly head: string; readonly text: string }[];
}

const maxSource = 1024 * 1024;
const rowLimit = 100;

/** The rows of a page that can be ticked: the nearest table row, list item or box around a checkbox that holds no other one. Never throws. */
export function tickedRows(source: string): readonly TickedRow[] {
  const boxes: Element[] = [];
  const pending: Node[] = [parse(source.slice(0, maxSource))];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isBox(node)) boxes.push(node);
    if ('childNodes' in node) pending.push(...[...node.childNodes].reverse());
  }
  return boxes.slice(0, rowLimit).flatMap((box): TickedRow[] => {
    const [name, value] = [attr(box, 'name') ?? '', attr(box, 'value') ?? ''];
    const row = rowOf(box);
    return name === '' || value === '' || !row ? [] : [{ name, value, text: textOf(row), cells: cellsOf(row) }];
  });
}

function rowOf(box: Element): Element | undefined {
  let around: Element | undefined;
  for (let at = box.parentNode; at && 'tagName' in at; at = at.parentNode) {
    if (boxesIn(at) > 1 || /^(form|table|tbody|ul|ol|main|body)$/.test(at.tagName)) break;
    around = at;
    if (/^(tr|li)$/.test(at.tagName)) break;
  }
  return around;
}

/** By the place in the row: a cell over several columns belongs to none of them. */
function cellsOf(row: Element): TickedRow['cells'] {
  const cells = partsOf(row);
  if (row.tagName !== 'tr' || cells.some((one) => attr(one, 'colspan') !== undefined)) return [];
  let table: Node | null = row.parentNode;
  while (table && table.nodeName !== 'table') table = 'parentNode' in table ? table.parentNode : null;
  const heads = table ? headsOf(table) : [];
  if (heads.length !== cells.length) return [];
  return cells.map((cell, at) => ({ head: heads[at] ?? '', text: textOf(cell) }));
}

function headsOf(table: Node): readonly string[] {
  const pending: Node[] = [table];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.nodeName === 'tr') {
      const parts = partsOf(node as Element);
      return parts.every(({ tagName }) => tagName === 'th') ? parts.map(textOf) : [];
    }
    if ('childNodes' in node) pending.push(...[...node.childNodes].reverse());
  }
  return [];
}

const partsOf = (row: Element): readonly Element[] =>
  row.childNodes.filter((one): one is Element => one.nodeName === 'td' || one.nodeName === 'th');

function boxesIn(element: Element): number {
  let found = 0;
  const pending: Node[] = [element];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isBox(node)) found += 1;
    if ('childNodes' in node) pending.push(...node.childNodes);
  }
  return found;
}

function isBox(node: Node): node is Element {
  return node.nodeName === 'input' && attr(node as Element, 'type')?.toLowerCase() === 'checkbox';
}

function attr(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

function textOf(element: Element): string {
  const texts: string[] = [];
  const pending: Node[] = [element];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.nodeName === '#text') texts.push((node as DefaultTreeAdapterTypes.TextNode).value);
    if ('childNodes' in node && !/^(select|script|style|button)$/.test(node.nodeName))
      pending.push(...[...node.childNodes].reverse());
  }
  return texts.join(' ').replace(/\s+/g, ' ').trim();
}
