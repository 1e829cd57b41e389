import type { CertificateLook, NameLook } from '../collectors/network-evidence.ts';
import type { Dossier, StoredEvidence } from '../model/dossier.ts';
import type { HandoverLine } from '../model/handover.ts';
import type { Receipt } from '../model/receipt.ts';

const drillCommand = { alert: 'launch-ready drill alert', rollback: 'launch-ready drill rollback' } as const;

export function hostLines({ config, finishedAt }: Dossier): readonly HandoverLine[] {
  return config.target.hosts.map(({ name, role, environment, purpose, owner }) => ({
    label: name,
    value: `${purpose ?? role}, ${environment}`,
    ...(owner === undefined ? {} : { owner }),
    source: 'config: target.hosts',
    asOf: finishedAt,
  }));
}

/** Where each name leads, as the resolver answered during the audit. */
export function dnsLines(dossier: Dossier): readonly HandoverLine[] {
  return seenOf<NameLook>(dossier, 'net.name').map(({ value, at }) => {
    const way = [...value.aliases.map((alias) => `alias of ${alias}`), ...value.addresses];
    return {
      label: value.host,
      value: way.length > 0 ? way.join(', ') : ends[value.end],
      source: 'DNS, looked up by the audit',
      asOf: at,
    };
  });
}
const ends: Readonly<Record<NameLook['end'], string>> = {
  addresses: 'no address was kept',
  'no-such-name': 'does not exist in DNS',
  'no-address': 'has no address record',
  'alias-loop': 'an alias loop',
  unanswered: 'the name servers gave no usable answer',
  literal: 'an address of this machine',
};

export function certificateLines(dossier: Dossier): readonly HandoverLine[] {
  return seenOf<CertificateLook>(dossier, 'net.certificate').flatMap(({ value, at }) => {
    const [leaf] = value.chain;
    if (!leaf) return [];
    const until = leaf.notAfter.slice(0, 10);
    return [
      {
        label: value.host,
        value: `valid until ${until}, issued by ${leaf.issuer}, for ${leaf.dnsNames.slice(0, 6).join(', ')}`,
        source: 'certificate, as the server sent it',
        asOf: at,
      },
    ];
  });
}

/** The latest receipts of a drill; one line without a value where there is none. */
export function drillLines(dossier: Dossier, drill: 'alert' | 'rollback'): readonly HandoverLine[] {
  const receipts = seenOf<Receipt>(dossier, `drill.${drill}`);
  if (receipts.length === 0)
    return [
      {
        label: drill === 'rollback' ? 'Measured rollback time' : 'Alert drill',
        source: drillCommand[drill],
        asOf: dossier.finishedAt,
      },
    ];
  return receipts.map(({ value }) => ({
    label: drill === 'rollback' ? 'Measured rollback time' : 'Alert drill',
    value: wordsOf(value),
    source: `signed receipt ${value.id}`,
    asOf: value.finishedAt,
  }));
}

function wordsOf(receipt: Receipt): string {
  const seconds = (ms: number | undefined) => (ms === undefined ? 'unknown' : `${Math.round(ms / 1000)} s`);
  if (receipt.drill === 'rollback')
    return receipt.outcome === 'rolled-back'
      ? `${seconds(receipt.rollbackMs)} in ${receipt.environment}, from ${receipt.versions.deployed} back to ${receipt.versions.after}`
      : `did not work: ${receipt.outcome}`;
  if (receipt.drill === 'alert')
    return receipt.channels
      .map(({ name, outcome, seenMs }) => `${name}: ${outcome === 'seen' ? `seen after ${seconds(seenMs)}` : outcome}`)
      .join(', ');
  return receipt.outcome;
}

function seenOf<T>({ evidence }: Dossier, kind: string): readonly { readonly value: T; readonly at: string }[] {
  return evidence.flatMap((one: StoredEvidence) =>
    one.seen && one.kind === kind ? [{ value: one.value as unknown as T, at: one.at }] : [],
  );
}
