import type { DmarcPolicy, DmarcRecord } from './dmarc.ts';

export interface DmarcChanges {
  readonly policy: DmarcPolicy;
  readonly subdomains?: DmarcPolicy | undefined;
  readonly missing?: DmarcPolicy | undefined;
  /** Where reports go if the record names no address that can be used. */
  readonly reports?: string;
}

/**
 * A record to paste (RFC 9989 §4.7): what the published one says that can be read, with other policies; without history, test mode
 * and what nobody can read.
 */
export function dmarcText(record: DmarcRecord | undefined, changes: DmarcChanges): string {
  const { aggregate = [], failures = [], strictDkim, strictSpf, publicSuffix } = record ?? {};
  const usable = (list: typeof aggregate) => list.filter(isUsable).map(({ written }) => written);
  const own = usable(aggregate);
  // Receivers send to mailto alone.
  const served = aggregate.some(({ domain }) => domain !== undefined) || changes.reports === undefined;
  const reports = served ? own : [...own, changes.reports];
  return [
    'v=DMARC1',
    `p=${changes.policy}`,
    ...(changes.subdomains === undefined ? [] : [`sp=${changes.subdomains}`]),
    ...(changes.missing === undefined ? [] : [`np=${changes.missing}`]),
    ...(strictDkim ? ['adkim=s'] : []),
    ...(strictSpf ? ['aspf=s'] : []),
    ...(publicSuffix === 'y' || publicSuffix === 'n' ? [`psd=${publicSuffix}`] : []),
    ...(reports.length > 0 ? [`rua=${reports.join(',')}`] : []),
    ...(failures.some(isUsable) ? [`ruf=${usable(failures).join(',')}`] : []),
  ].join('; ');
}

function isUsable({ written, domain }: DmarcRecord['aggregate'][number]): boolean {
  return domain !== undefined || !/^mailto:/i.test(written);
}
