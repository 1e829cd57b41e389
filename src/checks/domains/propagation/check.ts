import type { RecordComparison, ZoneLook } from '../../../collectors/domain-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'agree' | 'platform' | 'differ' | 'server-missing' | 'behind' | 'by-place' | 'long-ttl' | 'not-seen';

const outcomes: Readonly<Record<Code, Outcome>> = {
  agree: {
    is: 'pass',
    says: 'All {servers} name servers of {zone} give the same answers for {names} names; the longest time to live is {ttl} s.',
  },
  platform: { is: 'not-applicable', says: '{zone} belongs to a hosting platform, whose zone is not yours to judge.' },
  differ: { is: 'fail', says: 'The name servers of {zone} do not give the same answer: {differences}.' },
  'server-missing': { is: 'fail', says: 'Not every name server of {zone} answers for it: {missing}.' },
  behind: { is: 'warn', says: 'Resolvers still have other answers than the name servers of {zone}: {differences}.' },
  'by-place': {
    is: 'warn',
    says: 'The name servers of {zone} answer differently with the same serial ({differences}): by place, or not yet everywhere.',
  },
  'long-ttl': {
    is: 'warn',
    says: 'Records of {zone} are kept for up to {ttl} s; a cut-over takes as long. Limit {limit} s.',
  },
  'not-seen': { is: 'unproven', says: 'Not every name server of {zone} could be asked: {missing}.' },
};

export const propagation = defineCheck<'net.zone', Code>({
  id: 'domains.propagation',
  question: 'Do all name servers give the same answer?',
  why: 'A change that one of four name servers missed reaches three visitors in four, and nobody can repeat what the fourth one saw.',
  breaks: 'After a cut-over some customers keep reaching the old server for days.',
  proof:
    'Every authoritative server of the zone is asked itself, without recursion, for the zone and each listed name, and asked again where they differ. Answers that change with each question (rotation) are compared by presence only. The resolver of this machine and public ones that can be asked are held beside them.',
  permit: 'look',
  cites: ['RFC 1034 §4.3.5', 'RFC 2181 §5'],
  needs: ['net.zone'],
  outcomes,
  fix: {
    summary: 'Bring all name servers to the same state, and lower the time to live before a cut-over.',
    effort: '30 min',
    owner: 'dns',
    steps: [
      'Look at the serial of each server (evidence): one that is behind has not taken the last transfer over.',
      'Where two DNS providers serve the zone, change the record at both, or let one transfer from the other.',
      'Take name servers that no longer serve the zone out of the registrar’s list; set TTL 300 a day before a cut-over.',
    ],
  },
  judge({ 'net.zone': look }, context) {
    const judged = judgeZone(look, context.limits['domains.propagation.max-ttl-seconds'] ?? 3600);
    const evidence = [
      ...look.servers.map(({ name, detail, serial }) => ({
        label: name,
        value: serial ? `${detail}, serial ${serial}` : detail,
      })),
      ...look.records.filter(isTelling).slice(0, 12).flatMap(linesOf),
      ...(look.notCompared > 0
        ? [{ label: 'not compared', value: `${look.notCompared} more names of this zone` }]
        : []),
    ];
    const [first] = look.servers;
    const reproduce = `${dig(look.zone, 'NS')}; dig +norecurse SOA ${look.zone} @${first?.name ?? ''}`;
    return {
      evidence: evidence.length > 0 ? evidence : [{ label: 'zone', value: look.zone }],
      reproduce,
      ...judged,
      data: { zone: look.zone, ...judged.data },
    };
  },
});

type Judged = Pick<Answer<Code>, 'code' | 'data' | 'gap'>;
const valuesOf = ({ status, values }: RecordComparison['answers'][number]) => `${status} ${values.join(', ')}`;
const troubled = new Set(['servfail', 'timeout', 'closed', 'not-reached', 'no-address', 'error']);

function judgeZone(look: ZoneLook, limit: number): Judged {
  if (look.platform) return { code: 'platform' };
  const lame = look.servers.filter(({ state }) => ['lame', 'no-such-name', 'no-address'].includes(state));
  const missing = (list: ZoneLook['servers']) => list.map(({ name, detail }) => `${name} ${detail}`).join('; ');
  const serials = new Set(look.servers.flatMap(({ serial }) => serial ?? []));
  const different = look.records.map(differenceOf).filter((one) => one !== undefined);
  const real = different.filter(({ kind }) => kind === 'other' || serials.size > 1);
  const differences = (list: readonly { readonly what: string }[]) =>
    list
      .slice(0, 4)
      .map(({ what }) => what)
      .join('; ');
  if (real.length > 0) return { code: 'differ', data: { differences: differences(real) } };
  if (lame.length > 0) return { code: 'server-missing', data: { missing: missing(lame) } };
  const unasked = look.servers.filter(({ state }) => state === 'silent' || state === 'unclear');
  const cut = look.records.flatMap(({ name, answers }) =>
    answers
      .filter(({ status }) => troubled.has(status))
      .map(({ server, status }) => `${server} gave no answer for ${name} (${status})`),
  );
  if (unasked.length > 0 || cut.length > 0 || look.servers.length === 0) {
    const text = [missing(unasked), ...cut.slice(0, 3)].filter((part) => part !== '').join('; ');
    const detail = `Not every name server of ${look.zone} could be asked from here (${text}).`;
    return {
      code: 'not-seen',
      data: { missing: text },
      gap: gap('unreachable', detail, 'Run again from a network that reaches all of them on port 53.', 10),
    };
  }
  if (different.length > 0) return { code: 'by-place', data: { differences: differences(different) } };
  const late = look.records.flatMap(behindOf);
  if (late.length > 0) return { code: 'behind', data: { differences: late.slice(0, 3).join('; ') } };
  const ttls = look.records
    .filter(({ type }) => type !== 'NS' && type !== 'MX')
    .flatMap(({ answers }) => answers.map(({ ttl = 0 }) => ttl));
  const ttl = Math.max(0, ...ttls);
  if (ttl > limit) return { code: 'long-ttl', data: { ttl, limit } };
  const names = new Set(look.records.map(({ name }) => name)).size;
  return { code: 'agree', data: { servers: look.servers.length, names, ttl } };
}

/** `other`: presence or aliases differ; `addresses`: only which addresses, which may be by place. */
function differenceOf({ name, type, answers }: RecordComparison) {
  const settled = answers.filter(({ status }) => !troubled.has(status));
  if (new Set(settled.map(valuesOf)).size < 2) return undefined;
  const present = new Set(settled.map(({ values }) => values.length > 0));
  const what = `${type} ${name}: ${settled.map((one) => `${one.server} says ${one.values.join(', ') || one.status}`).join(', ')}`;
  if (present.size > 1) return { kind: 'other', what } as const;
  if (settled.some(({ changes }) => changes)) return undefined;
  const alias = settled.some(({ values }) => values.some((value) => value.startsWith('CNAME ')));
  const shared = settled.every(({ values }) => values.some((value) => settled[0]?.values.includes(value)));
  if (!alias && shared && type !== 'MX' && type !== 'NS') return undefined;
  return { kind: alias || type === 'MX' || type === 'NS' ? 'other' : 'addresses', what } as const;
}

/** A resolver with other records than every server: an older answer that it still keeps. Rotation does not count. */
function behindOf({ name, type, answers, resolvers }: RecordComparison): readonly string[] {
  const all = new Set(answers.flatMap(({ values }) => values.map((value) => value.replace(/^CNAME /, ''))));
  if (answers.some(({ changes }) => changes) || type === 'NS') return [];
  return resolvers
    .filter(
      ({ status, values }) =>
        status === 'ok' && values.length > 0 && all.size > 0 && !values.some((value) => all.has(value)),
    )
    .map(({ resolver, values }) => `${resolver} has ${type} ${name} ${values.join(', ')}`);
}

const isTelling = (record: RecordComparison) => differenceOf(record) !== undefined || behindOf(record).length > 0;

function linesOf({ name, type, answers, resolvers }: RecordComparison) {
  return [
    ...answers.map((one) => ({
      label: `${type} ${name} at ${one.server}`,
      value: one.values.join(', ') || one.status,
    })),
    ...resolvers.map((one) => ({
      label: `${type} ${name} at ${one.resolver}`,
      value: one.values.join(', ') || one.status,
    })),
  ];
}
