import type { DkimLook, MxLook, SpfLook } from '../../../collectors/mail-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { looksLikeDkim, parseDkimKey } from '../../../parse/dkim-key.ts';
import { isBelow, type MailSender, mailSenders } from '../../../parse/mail-senders.ts';
import { correctedSpf } from '../../../parse/spf/corrected-spf.ts';
import { summariseSpf } from '../../../parse/spf/spf-lint.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { dnsGap, isParked, toPaste, withReceived } from '../records.ts';

type Code = 'covered' | 'sends-nothing' | 'nothing-covers' | 'mailbox-not-covered' | 'not-answered' | 'unknown';

const outcomes: Readonly<Record<Code, Outcome>> = {
  covered: { is: 'pass', says: 'Senders of {domain} that DNS shows, each covered: {list}.' },
  'sends-nothing': { is: 'not-applicable', says: '{domain} sends no mail.' },
  'nothing-covers': { is: 'fail', says: 'Neither SPF nor a DKIM key covers any sender of {domain}.' },
  'mailbox-not-covered': {
    is: 'warn',
    says: '{domain} keeps its mailboxes at {list}, which neither SPF nor a known DKIM key covers: what people send from there may fail.',
  },
  'not-answered': { is: 'unproven', says: 'Which senders {domain} covers could not be looked up in full.' },
  unknown: { is: 'unproven', says: 'SPF of {domain} names nobody, and at which selector it signs is not known.' },
};

export const senders = defineCheck<'mail.spf' | 'mail.dkim' | 'mail.received-keys' | 'mail.mx', Code>({
  id: 'email.senders',
  question: 'Is every service that sends our mail covered?',
  why: 'Each service that sends for the domain has to stand in SPF or sign with a key of the domain; the one that was forgotten is the one whose mail disappears.',
  breaks: 'Invoices of one tool arrive and resets of another do not, depending on who sends them.',
  proof:
    'Services are recognised by the names in the SPF tree, behind DKIM aliases and in MX, from a dated table; each is held against what covers it. Only what stands in DNS is seen: email.delivery shows what the portal really sends.',
  permit: 'look',
  cites: ['RFC 7208', 'RFC 6376'],
  needs: ['mail.spf', 'mail.dkim'],
  optional: ['mail.received-keys', 'mail.mx'],
  outcomes,
  fix: {
    summary: 'Add the service to SPF, or publish the DKIM key that it shows.',
    effort: '30 min',
    owner: 'dns',
    steps: [
      'List what sends in the name of the domain: mailboxes, portal, newsletter, invoices, support desk, shop.',
      'In each service open the domain settings and publish the DKIM record that it shows.',
      'Add its include to the one SPF record where it sends with the domain as envelope sender.',
    ],
  },
  judge({ 'mail.spf': spf, 'mail.dkim': listed, 'mail.received-keys': received, 'mail.mx': mx }): Answer<Code> {
    const dkim = withReceived(listed, received);
    const { domain } = spf;
    const found = recognise(spf, dkim, mx);
    const evidence =
      found.evidence.length > 0 ? found.evidence : [{ label: 'senders', value: 'no SPF record and no known key' }];
    const base = { evidence, data: { domain, list: '' }, reproduce: dig(domain, 'TXT', 'MX') };
    if (isParked(spf, { 'mail.mx': mx, 'mail.spf': spf })) return { ...base, code: 'sends-nothing' };
    const open = summariseSpf(spf.tree).trouble;
    const keysOpen = dkim.selectors.filter(({ end }) => end === 'trouble').map(({ name }) => name);
    if (found.keys === 0 && !found.namesAnybody) {
      if (open.length > 0 || keysOpen.length > 0)
        return { ...base, code: 'not-answered', gap: dnsGap([...open, ...keysOpen]) };
      const guessed = !dkim.selectors.some(({ from }) => from !== 'common');
      if (guessed && spf.tree.outcome === 'record') return { ...base, code: 'unknown', gap: unknownGap(domain) };
      return guessed && !spf.declared
        ? { ...base, code: 'unknown', gap: unknownGap(domain) }
        : { ...base, code: 'nothing-covers' };
    }
    if (open.length > 0 || (found.keys === 0 && keysOpen.length > 0))
      return { ...base, code: 'not-answered', gap: dnsGap([...open, ...keysOpen]) };
    if (found.bare.length > 0) {
      const [first] = found.bare;
      const include = `include:${first?.spf[0] ?? ''}`;
      const record = correctedSpf(spf.tree, [include]);
      const fix = {
        summary: `Add ${include} to the SPF record, and publish the DKIM key of ${first?.name}.`,
        ...(record === undefined ? {} : { steps: [toPaste(domain, record)] }),
      };
      return {
        ...base,
        code: 'mailbox-not-covered',
        data: { domain, list: found.bare.map(({ name }) => name).join(', ') },
        fix,
      };
    }
    return { ...base, code: 'covered', data: { domain, list: found.names.slice(0, 12).join(', ') } };
  },
});

function unknownGap(domain: string) {
  return {
    reason: 'not-configured' as const,
    detail: `SPF of ${domain} names no sender, and nobody has said at which selector it signs.`,
    closeBy: 'List the selectors in target.domains[].selectors, or let the audit receive a message (inboxes).',
    minutes: 5,
  };
}

function recognise(spf: SpfLook, dkim: DkimLook, mx: MxLook | undefined) {
  const { includes } = summariseSpf(spf.tree);
  const redirects = spf.tree.branches.flatMap((one) => (one.kind === 'redirect' && one.target ? [one.target] : []));
  const targets = [...includes, ...redirects];
  // A name that a macro decides on is the hosted record of a service, which answers for each sender apart.
  const hosted = spf.tree.branches
    .filter(({ kind, ignored, outcome }) => !ignored && outcome === 'by-macro' && /^(?:include|redirect)$/.test(kind))
    .map(({ text }) => text.replace(/^\+?(?:include:|redirect=)/i, ''));
  const keys = dkim.selectors.filter(({ records }) => records.some(isUsable));
  const behind = keys.map((one) => ({ ...one, names: [...one.aliases] }));
  const servers = mx?.servers.map(({ host }) => host) ?? [];
  const own = spf.tree.branches.some(
    (one) => ['a', 'mx', 'ip4', 'ip6', 'exists'].includes(one.kind) && !one.ignored && one.outcome !== 'nothing',
  );
  const bySpf = (service: MailSender) => [...targets, ...hosted].find((name) => isBelow(name, service.spf));
  const byKey = (service: MailSender) =>
    behind.find(
      (one) => one.names.some((name) => isBelow(name, service.dkim)) || service.selectors.includes(one.selector),
    );
  const byMx = (service: MailSender) => servers.find((name) => isBelow(name, service.mx));
  const seen = mailSenders.filter((service) => bySpf(service) ?? byKey(service) ?? byMx(service));
  const unnamed = [...includes, ...hosted].filter((name) => !mailSenders.some((service) => isBelow(name, service.spf)));
  const covered = seen.filter((service) => bySpf(service) ?? byKey(service));
  return {
    keys: keys.length,
    namesAnybody: own || targets.length + hosted.length > 0,
    bare: seen.filter((service) => service.kind === 'mailboxes' && byMx(service) && !covered.includes(service)),
    names: [
      ...covered.map(({ name }) => name),
      ...(own ? ['own servers'] : []),
      ...(seen.length === 0 && keys.length > 0 ? ['whoever signs with its key'] : []),
      ...(unnamed.length > 0 ? [`included: ${unnamed.slice(0, 6).join(', ')}`] : []),
    ],
    evidence: [
      ...seen.map((service) => {
        const ways = [
          bySpf(service) ? `SPF ${bySpf(service)}` : '',
          byKey(service) ? `DKIM ${byKey(service)?.name}` : '',
          byMx(service) ? `MX ${byMx(service)}` : '',
        ].filter((way) => way !== '');
        return { label: service.name, value: ways.join(', ') };
      }),
      ...unnamed.slice(0, 12).map((name) => ({ label: 'included', value: name })),
      ...(own ? [{ label: 'own servers', value: spf.tree.records[0]?.slice(0, 300) ?? '' }] : []),
      ...keys.map((one) => ({ label: 'DKIM key', value: [one.name, ...one.aliases].join(' → ') })),
    ],
  };
}

function isUsable(text: string): boolean {
  if (!looksLikeDkim(text)) return false;
  const { revoked, problems } = parseDkimKey(text);
  return !revoked && problems.length === 0;
}
