import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';

/** An answer that is or holds a list of records: JSON arrays of objects, tables, CSV lines. */
export function isCollection(exchange: Exchange): boolean {
  const { kind, json, leaves } = exchangeContent(exchange);
  if (/csv|spreadsheet|excel/i.test(exchange.responseHeaders['content-type'] ?? '')) return true;
  if (kind === 'csv') return true;
  if (kind === 'html') return leaves.filter((leaf) => /table.*>td|>li>/.test(leaf.path)).length >= 2;
  const arrays = (value: unknown, depth: number): boolean => {
    if (Array.isArray(value)) return value.length === 0 || value.some((one) => one !== null && typeof one === 'object');
    return (
      depth < 3 &&
      value !== null &&
      typeof value === 'object' &&
      Object.values(value).some((one) => arrays(one, depth + 1))
    );
  };
  return kind === 'json' && arrays(json, 0);
}
