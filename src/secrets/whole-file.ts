import { writtenAsStandIn } from './invented.ts';
import type { RawHit } from './search-text.ts';

const railsKey = /(?:^|\/)(?:master\.key|config\/credentials\/[\w-]+\.key)$/;
const pgpass = /(?:^|\/)(?:\.pgpass|pgpass\.conf)$/i;

/** Secrets of files that hold nothing else, so that no word announces them: the file's name does. */
export function secretsOfFile(bytes: Buffer, path: string): RawHit[] {
  if (bytes.length > 65_536) return [];
  const shared = { exposure: 'secret', weight: 'critical', via: [], shaped: true } as const;
  if (railsKey.test(path)) {
    const [, value] = /^([0-9a-f]{32}|[0-9a-f]{64})\s*$/.exec(bytes.toString('latin1')) ?? [];
    if (value === undefined) return [];
    const grants = 'decrypt the credentials file, with every secret in it';
    return [{ ...shared, rule: 'rails-key', provider: 'Rails', grants, value, from: 0, to: value.length }];
  }
  if (!pgpass.test(path)) return [];
  // hostname:port:database:username:password (PostgreSQL documentation, The Password File).
  const lines = bytes.toString('latin1').matchAll(/^(?!#)(?:[^:\n]{1,200}:){4}(?<v>[^\n\r]{4,200})/gm);
  return [...lines].flatMap((match) => {
    const value = match.groups?.v ?? '';
    if (writtenAsStandIn(value)) return [];
    const from = match.index + match[0].length - value.length;
    const grants = 'sign in to the database';
    const found = { rule: 'pgpass', provider: 'the database it names', grants, value, from, to: from + value.length };
    return [{ ...shared, ...found }];
  });
}
