import { writeFileSync } from 'node:fs';
import { createSecretReader } from '../../src/world/secrets/secret-reader.ts';

/** `ours.ts history|tree|files FOLDER REPORT`: one search (`tree`: sources, `files`: what is deployed) by the product's own reader, as a process of its own to be measured. */
const [part, folder = '.', report = '/dev/null'] = process.argv.slice(2);
const reader = createSecretReader({ env: {} });
const { signal } = new AbortController();

export interface OurReport {
  readonly megabytes: number;
  readonly memoryMb: number;
  /** Places of what is a secret and of what is only worth a warning. */
  readonly found: readonly string[];
  readonly warned: readonly string[];
}

async function search() {
  if (part === 'files' || part === 'tree') return reader.files(folder, part === 'tree' ? 'tree' : 'all', { signal });
  const history = await reader.history(folder, { signal });
  if (!history.found) throw new Error(`${folder} is no repository.`);
  return history.scan;
}

const scan = await search();
const harmless = (one: (typeof scan.secrets)[number]) => one.exposure === 'test' || one.weight === 'low';
const place = (one: (typeof scan.secrets)[number]) => one.path;
const result: OurReport = {
  megabytes: Math.round(scan.bytes / 1e6),
  memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  found: scan.secrets.filter((one) => !harmless(one)).map(place),
  warned: scan.secrets.filter(harmless).map(place),
};
writeFileSync(report, JSON.stringify(result));
