import { describe, expect, test } from 'vitest';
import { decoys, flaws, mailVariants, unprovenCases } from '../../range/flaws/mail.ts';
import { mailDomainConfig, mailDomainsOn } from '../../range/internet/mail-domains.ts';
import { mailZone } from '../../range/internet/mail-zone.ts';
import { lookUp } from '../../range/internet/zone.ts';
import { emailChecks } from '../../src/checks/email.ts';

const only = (kind: 'flaws' | 'decoys' | 'cases', id: string) =>
  mailDomainsOn({ flaws: new Set(), decoys: new Set(), cases: new Set(), [kind]: new Set([id]) });

describe('mail domains of the range', () => {
  test('are forty and more, each with a name and records of its own', () => {
    expect(mailVariants.size).toBeGreaterThanOrEqual(40);
    expect(mailVariants.size).toBe(flaws.length + decoys.length + unprovenCases.length);
  });
  test.each([
    ...flaws.map(({ id }) => ['flaws', id] as const),
    ...decoys.map(({ id }) => ['decoys', id] as const),
    ...unprovenCases.map(({ id }) => ['cases', id] as const),
  ])('%s %s is served and listed', (kind, id) => {
    const [domain] = only(kind, id);
    if (!domain) throw new Error(`${id} has no domain`);
    expect(mailDomainConfig(domain).name).toBe(`${id}.test`);
    const records = mailZone(domain);
    const zone = { zones: ['test'], records };
    expect(lookUp(zone, domain.name, 'SOA').answers).toHaveLength(1);
    expect(
      records.every(({ name }) => name.endsWith('.test')),
      'nothing outside .test',
    ).toBe(true);
  });
  test('every record check has a flaw, a decoy and an unproven case', () => {
    const ids = emailChecks.map(({ id }) => id).filter((id) => id !== 'email.delivery');
    const bare = (flip: string) => flip.replace(/^warn:/, '');
    expect(ids.filter((id) => !flaws.some(({ flips }) => flips.map(bare).includes(id)))).toEqual([]);
    expect(ids.filter((id) => !decoys.some(({ guards }) => guards.includes(id)))).toEqual([]);
    expect(ids.filter((id) => !unprovenCases.some(({ unproven }) => unproven.includes(id)))).toEqual([]);
  });
});
