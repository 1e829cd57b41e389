import { describe, expect, test } from 'vitest';
import { isDmarc, parseDmarc } from '../../src/parse/dmarc.ts';
import { isMtaSts, mtaStsRecordProblems } from '../../src/parse/mta-sts.ts';
import { isSpf, parseSpf } from '../../src/parse/spf/parse-spf.ts';
import { isTlsRpt, tlsRptProblems } from '../../src/parse/tls-rpt.ts';
import { dkimCases, spfCases, vendorZone } from './mail-zone-cases.ts';
import { companyCases, serviceZone } from './mail-zone-companies.ts';
import { companyPolicyCases } from './mail-zone-company-policies.ts';
import { dmarcCases, serverCases } from './mail-zone-policies.ts';
import { judgeZones } from './mail-zones.ts';

const own = [...spfCases, ...dkimCases, ...dmarcCases, ...serverCases];
const companies = [...companyCases, ...companyPolicyCases];
const cases = [...own, ...companies];
const judged = [...(await judgeZones(own, vendorZone)), ...(await judgeZones(companies, serviceZone))];

describe('mail domains as people have them', () => {
  test('are many', () => expect(cases.length).toBeGreaterThanOrEqual(200));
  test.each(cases.map((one, at) => [one.why, one, at] as const))('%s', (_why, { expect: wanted }, at) => {
    for (const [check, codes] of Object.entries(wanted)) {
      const found = (judged[at] ?? []).filter((one) => one.check === `email.${check}`).map(({ code }) => code);
      const said = found.sort().join(' ');
      expect(codes.split('|').includes(said) ? codes : said, check).toBe(codes);
    }
  });
});

/** Every record that a remedy gives to paste, with the finding that it stands in. */
const pasted = judged.flat().flatMap(({ fix, check, subject, evidence }) =>
  fix.steps.flatMap((step) => {
    const [, name = '', record] = /TXT record at (\S+): ([^(]+)/.exec(step) ?? [];
    const concrete = record !== undefined && !/[A-Z]{6}/.test(name);
    return concrete
      ? [{ name, record: record.trim(), check, subject, published: evidence.map(({ value }) => value) }]
      : [];
  }),
);

describe('records to paste', () => {
  test('are given for many findings', () => expect(pasted.length).toBeGreaterThan(80));
  test.each(pasted.map((one) => [`${one.check} ${one.subject}: ${one.record.slice(0, 90)}`, one] as const))(
    '%s is valid when it is read again',
    (_title, { record, name }) => {
      expect(record).not.toContain('…');
      if (isSpf(record)) {
        expect(parseSpf(record).problems).toEqual([]);
        expect(record).toMatch(/^v=spf1 .*(?:[-~]all|redirect=\S+)$/);
      } else if (isDmarc(record)) {
        const { problems, remarks, policy, testing } = parseDmarc(record);
        // What a receiver of reports publishes is a version alone.
        if (!name.includes('._report.')) expect(policy).toBeDefined();
        if (!name.includes('._report.'))
          expect({ problems, remarks, testing }).toEqual({ problems: [], remarks: [], testing: false });
      } else if (isTlsRpt(record)) expect(tlsRptProblems(record)).toEqual([]);
      else if (isMtaSts(record)) expect(mtaStsRecordProblems(record)).toEqual([]);
      else expect.fail(`what kind of record is this? ${record}`);
    },
  );
  test('of DMARC keep the addresses for reports', () => {
    const lost = pasted.filter(({ record, published }) => {
      if (!isDmarc(record)) return false;
      const own = published.filter((text) => isDmarc(text)).flatMap((text) => parseDmarc(text).aggregate);
      const kept = parseDmarc(record).aggregate.map(({ written }) => written);
      const single = published.filter((text) => isDmarc(text)).length === 1;
      return single && kept.length > 0 && own.some(({ written }) => !kept.includes(written));
    });
    expect(lost).toEqual([]);
  });
});
