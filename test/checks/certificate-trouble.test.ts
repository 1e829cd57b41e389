import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import type { EvidenceMap } from '../../src/collectors/evidence-map.ts';

/** Each certificate trouble by name, over the stored evidence of the cases: what a person reads. */
function says(check: string, file: string): string {
  const found = checks.find((one) => one.id === check);
  if (!found) throw new Error(`no check ${check}`);
  const path = join(import.meta.dirname, '../../src/checks', check.replace('.', '/'), 'cases', `${file}.json`);
  const one = JSON.parse(readFileSync(path, 'utf8')) as { subject: string; now: string; values: EvidenceMap };
  const context = { now: new Date(one.now), limits: {}, environmentOf: () => 'production', subject: one.subject };
  return [found.judge(one.values, context)]
    .flat()
    .map(({ code }) => `${found.outcomes[code]?.is} ${code}`)
    .join();
}
const certificate = (file: string) => says('https.valid-certificate', file);

describe('certificate trouble', () => {
  it('bad input: expired certificate → https.valid-certificate fails', () => {
    expect(certificate('fail.expired')).toMatch(/^fail /);
  });
  it('bad input: certificate not valid yet → https.valid-certificate fails', () => {
    expect(certificate('fail.not-yet-valid')).toMatch(/^fail /);
  });
  it('bad input: certificate for another name → https.valid-certificate fails', () => {
    expect(certificate('fail.wrong-name')).toMatch(/^fail /);
  });
  it('bad input: self-signed certificate → https.valid-certificate fails', () => {
    expect(certificate('fail.self-signed')).toMatch(/^fail /);
  });
  it('bad input: missing intermediate certificate → https.valid-certificate fails', () => {
    expect(certificate('fail.missing-intermediate')).toMatch(/^fail /);
  });
  it('bad input: unknown certificate authority → https.valid-certificate fails', () => {
    expect(certificate('fail.unknown-issuer')).toMatch(/^fail /);
  });
  it('bad input: weak certificate key → https.valid-certificate fails', () => {
    expect(certificate('fail.weak-key')).toMatch(/^fail /);
  });
  it('bad input: certificate with six days left → https.expiry fails', () => {
    expect(says('https.expiry', 'fail.6-days')).toMatch(/^fail /);
  });
});
