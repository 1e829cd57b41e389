import type { SpfLookUp } from '../../../src/parse/spf/look-up.ts';

/** `name TYPE value` per line; `name TYPE !` is no answer. Names that stand nowhere do not exist. */
export function lookUpIn(text: string): SpfLookUp & { readonly asked: string[] } {
  const lines = text
    .split('\n')
    .map((line) => /^\s*(\S+) ([A-Z]+) (.*?)\s*$/.exec(line))
    .flatMap((match) => (match ? [{ name: match[1] ?? '', type: match[2] ?? '', value: match[3] ?? '' }] : []));
  const asked: string[] = [];
  const lookUp: SpfLookUp = async (name, type) => {
    asked.push(`${name} ${type}`);
    const found = lines.filter((line) => line.name === name && line.type === type).map(({ value }) => value);
    if (found.includes('!')) return { status: 'trouble', records: [] };
    if (found.length > 0) return { status: 'ok', records: found };
    const exists = lines.some((line) => line.name === name || line.name.endsWith(`.${name}`));
    return { status: exists ? 'nodata' : 'nxdomain', records: [] };
  };
  return Object.assign(lookUp, { asked });
}
