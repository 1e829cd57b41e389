import type { Config } from './config.ts';

/** One line of the handover document that the owner has to fill; `value` is missing where nobody has. */
export interface OwnerFact {
  readonly section: string;
  readonly label: string;
  readonly value?: string;
  readonly owner?: string;
  /** Where in the config it belongs. */
  readonly place: string;
}

export interface HandoverLine {
  readonly label: string;
  readonly value?: string;
  readonly owner?: string;
  /** Where it is from, and of which moment (ISO 8601). */
  readonly source: string;
  readonly asOf: string;
}
export interface HandoverSection {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly HandoverLine[];
}
/** The runbook as data; reporters make Markdown, HTML and PDF of it. */
export interface Handover {
  readonly target: string;
  readonly madeAt: string;
  readonly decision: string;
  readonly sections: readonly HandoverSection[];
  /** Labels of lines without a value. */
  readonly missing: readonly string[];
}

/** What the owner must have written for the runbook to be complete; the same list for the document and for its check. */
export function ownerFacts(config: Config): readonly OwnerFact[] {
  const { handover = {}, target } = config;
  const list = (section: string, label: string, place: string, values: readonly OwnerFact[]): readonly OwnerFact[] =>
    values.length > 0 ? values : [{ section, label, place }];
  const fact = (section: string, label: string, place: string, value?: string, owner?: string): OwnerFact => ({
    section,
    label,
    place,
    ...(value === undefined ? {} : { value }),
    ...(owner === undefined ? {} : { owner }),
  });
  return [
    ...list(
      'system',
      'Parts of the portal',
      'handover.systems',
      (handover.systems ?? []).map((one) => fact('system', one.name, 'handover.systems', one.what, one.owner)),
    ),
    ...target.hosts.map((host) =>
      fact('hosts', `Owner of ${host.name}`, 'target.hosts[].owner', host.owner, host.owner),
    ),
    ...domainsOf(config).flatMap((name) => {
      const known = handover.domains?.find((one) => one.name.toLowerCase() === name);
      return [
        fact('dns', `Registrar of ${name}`, 'handover.domains[].registrar', known?.registrar, known?.owner),
        fact('dns', `Renewal of ${name}`, 'handover.domains[].renews', known?.renews, known?.owner),
        fact('dns', `Owner of the domain ${name}`, 'handover.domains[].owner', known?.owner, known?.owner),
      ];
    }),
    ...list(
      'secrets',
      'Secrets in use',
      'handover.secrets',
      (handover.secrets ?? []).flatMap((one) => [
        fact(
          'secrets',
          one.name,
          'handover.secrets',
          `${one.place}${one.rotated === undefined ? '' : `, rotated ${one.rotated}`}`,
          one.owner,
        ),
      ]),
    ),
    fact('release', 'How a release goes out', 'handover.deploy', handover.deploy),
    fact('release', 'How a release is taken back', 'handover.rollback', handover.rollback),
    ...list(
      'alerts',
      'Alerts',
      'handover.alerts',
      (handover.alerts ?? []).map((one) =>
        fact(
          'alerts',
          one.name,
          'handover.alerts',
          `${one.watches}, to ${one.channel}${one.second === undefined ? '' : `, then ${one.second}`}`,
          one.owner,
        ),
      ),
    ),
    ...list(
      'people',
      'Contacts',
      'handover.contacts',
      (handover.contacts ?? []).map((one) =>
        fact('people', `${one.name}, ${one.role}`, 'handover.contacts', one.reach),
      ),
    ),
    fact('people', 'Support hours', 'handover.supportHours', handover.supportHours),
    ...list(
      'people',
      'Escalation',
      'handover.escalation',
      (handover.escalation ?? []).map((step, index) =>
        fact('people', `Escalation ${index + 1}`, 'handover.escalation', step),
      ),
    ),
  ];
}

/** Domains of the config: those it names, and else those that its owner lists for the handover. */
export function domainsOf({ target, handover }: Config): readonly string[] {
  const named = [...target.domains.map(({ name }) => name), ...(handover?.domains ?? []).map(({ name }) => name)];
  return [...new Set(named.map((name) => name.toLowerCase()))];
}
