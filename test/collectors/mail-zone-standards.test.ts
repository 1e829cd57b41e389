import { expect, test } from 'vitest';
import { vendorZone } from './mail-zone-cases.ts';
import { standardCases, standardKeys, standardPolicies } from './mail-zone-standards.ts';
import { judgeZones } from './mail-zones.ts';

const cases = [...standardCases, ...standardKeys, ...standardPolicies];
const judged = await judgeZones(cases, vendorZone);

test.each(cases.map((one, at) => [one.why, one, at] as const))('%s', (_why, { expect: wanted }, at) => {
  for (const [check, codes] of Object.entries(wanted)) {
    const found = (judged[at] ?? []).filter((one) => one.check === `email.${check}`).map(({ code }) => code);
    const said = found.sort().join(' ');
    expect(codes.split('|').includes(said) ? codes : said, check).toBe(codes);
  }
});
