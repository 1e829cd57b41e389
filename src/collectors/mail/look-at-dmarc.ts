import { isDmarc, organizationalDomain, parseDmarc, treeWalkNames } from '../../parse/dmarc.ts';
import { registrable } from '../../parse/host-name.ts';
import type { DmarcLook, MailDomain, ReportPermission, TextLook } from '../mail-evidence.ts';
import { type Ask, textAt } from './ask-dns.ts';

/** Addresses for reports that are looked up. */
const mostReports = 8;

/** The tree walk for a From domain, for the domain that sends for it, and whether strangers agreed to take reports. */
export async function lookAtDmarc(ask: Ask, domain: MailDomain, sender?: string): Promise<DmarcLook> {
  const walk = await treeWalk(ask, domain.domain);
  const other = sender === undefined ? undefined : { domain: sender, walk: await treeWalk(ask, sender) };
  const found = walk.flatMap((step) => oneRecord(step).map((record) => ({ at: domainOf(step), record })))[0];
  const reports = found === undefined ? [] : await reportsOf(ask, found, walk, domain.domain);
  const apex = await ask(domain.domain, 'TXT');
  const misplaced = apex.records.find(isDmarc);
  return {
    ...domain,
    walk,
    ...(other ? { sender: other } : {}),
    reports,
    ...(misplaced === undefined ? {} : { misplaced }),
  };
}

/** Stops where a record says that it is the top of its organisation or above it (RFC 9989 §4.10). */
async function treeWalk(ask: Ask, domain: string): Promise<readonly TextLook[]> {
  const steps: TextLook[] = [];
  for (const name of treeWalkNames(domain)) {
    if (name.length > 246) continue;
    const step = await textAt(ask, `_dmarc.${name}`, { aliases: name === domain });
    steps.push(step);
    const [record] = oneRecord(step);
    if (record !== undefined && parseDmarc(record).publicSuffix !== 'u') break;
  }
  return steps;
}

/** Several records at one name count as none (RFC 9989 §4.10). */
function oneRecord(step: TextLook): readonly string[] {
  const records = step.records.filter(isDmarc);
  return records.length === 1 ? records : [];
}

function domainOf(step: TextLook): string {
  return step.name.replace(/^_dmarc\./, '');
}

async function reportsOf(
  ask: Ask,
  found: { readonly at: string; readonly record: string },
  walk: readonly TextLook[],
  domain: string,
): Promise<readonly ReportPermission[]> {
  const { aggregate, failures } = parseDmarc(found.record);
  const steps = walk.map((step) => {
    const [record] = oneRecord(step);
    return { domain: domainOf(step), ...(record === undefined ? {} : { record }) };
  });
  const own = organizationalDomain(domain, steps);
  const addresses = [...aggregate, ...failures].filter((one) => one.domain !== undefined).slice(0, mostReports);
  const unique = [...new Map(addresses.map((one) => [one.domain, one])).values()];
  return await Promise.all(
    unique.map(async ({ written, domain: to = '' }): Promise<ReportPermission> => {
      const name = `${found.at}._report._dmarc.${to}`;
      const base = { address: written, domain: to, name };
      const same = to === own || to.endsWith(`.${own}`) || (registrable(to) ?? to) === (registrable(domain) ?? domain);
      if (same) return { ...base, outcome: 'same-organisation' };
      const look = await textAt(ask, name);
      if (look.records.some(isDmarc)) return { ...base, outcome: 'agreed' };
      return { ...base, outcome: look.end === 'trouble' ? 'trouble' : 'not-agreed' };
    }),
  );
}
