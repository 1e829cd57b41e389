import type { SignedFile } from '../../../collectors/surface-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import {
  allAlive,
  describeAlive,
  describeView,
  inBoth,
  leaksBeyond,
  oneValue,
  proves,
  provesOnce,
  sharedByKind,
  sharedOrSearched,
  unsettled,
} from '../atom-proof.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'guarded'
  | 'signed'
  | 'open-to-others'
  | 'signature-unchecked'
  | 'signature-of-another'
  | 'expiry-unchecked'
  | 'works-after-its-end'
  | 'open-without-signature'
  | 'never-ends'
  | 'long-lived'
  | 'open-to-all'
  | 'nothing-of-its-own'
  | 'no-files'
  | 'session-lost'
  | 'nothing-there'
  | 'not-settled';

const dayInSeconds = 86_400;

/** OWASP API1:2023, ASVS v5.0.0-5.4.1, -8.2.2: files belong to their tenant, and a signed address ends. */
export const filesCheck = defineCheck<'tenancy.file', Code>({
  id: 'authz.files',
  question: 'Do files stay with their customer, and do signed addresses end?',
  why: 'Files often take another way than the data: a storage bucket, a download route, a signed address that is forwarded by mail.',
  breaks: 'A contract or an invoice is downloaded by another customer, or by anybody who was once sent its address.',
  proof:
    'Files that need a session are asked for by another customer, like every record. A signed address is asked for by nobody (where it needs a session, by the other customer): as it is, with one character of the signature changed, with a later end, and without any signature; and its end is read. Where a customer was only handed the address of a common file, that address is asked for with the other customer’s file in its place.',
  permit: 'cross-tenant',
  cites: ['v5.0.0-8.2.2', 'API1:2023'],
  needs: ['tenancy.file'],
  outcomes: {
    guarded: { is: 'pass', says: "A asked for B's file and was refused ({outcome})." },
    signed: {
      is: 'pass',
      says: 'The address names an end {minutes} minutes after it was asked for, which is signed: without its signature, with another one or with a later end it opens nothing.',
    },
    'open-to-others': { is: 'fail', says: "Signed in as customer A, the audit downloaded B's file." },
    'signature-unchecked': {
      is: 'fail',
      says: 'The file came back although the signature had been changed: it is not checked.',
    },
    'signature-of-another': {
      is: 'fail',
      says: "B's file came back to nobody under the signature of another file: what is signed does not name it.",
    },
    'expiry-unchecked': {
      is: 'fail',
      says: 'The file came back with a later end under the old signature: the end is not signed.',
    },
    'works-after-its-end': {
      is: 'fail',
      says: 'The address named an end that had passed, and the file still came back.',
    },
    'open-without-signature': { is: 'fail', says: 'The file came back without any signature and without a session.' },
    'never-ends': { is: 'warn', says: 'The signed address names no end: whoever was once sent it keeps it.' },
    'long-lived': {
      is: 'warn',
      says: 'The signed address lives for another {days} days: whoever is sent it keeps it that long.',
    },
    'open-to-all': {
      is: 'not-applicable',
      says: 'Anyone can download this without signing in: whether it may be open is the question of auth.anonymous.',
    },
    'nothing-of-its-own': { is: 'not-applicable', says: 'Nothing in the file is B’s alone: everybody may have it.' },
    'no-files': {
      is: 'not-applicable',
      says: 'None of the {count} recorded operations answers with a file or is signed.',
    },
    'session-lost': { is: 'unproven', says: 'A session died around this request, so its refusal proves nothing.' },
    'nothing-there': {
      is: 'unproven',
      says: "B's file could not be read as B, or holds nothing that could be recognised.",
    },
    'not-settled': { is: 'unproven', says: 'The request ended in {outcome}, which settles nothing.' },
  },
  fix: {
    summary: 'Check the tenant in the download route, and hand out signed addresses that end within minutes.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Load the file’s record by its id and the tenant of the session, then stream it or redirect to a fresh signed address.',
      'S3: presign with ExpiresIn of 60 to 900 seconds; GCS: V4 signed URLs; Azure: a SAS with `se` in minutes; keep the bucket private (Block Public Access).',
      'Home-made signatures: HMAC over path AND end, compared in constant time, refused when the end has passed.',
      'Name stored files by random ids, not by customer, number or month.',
    ],
  },
  judge(values): Answer<Code> {
    const record = values['tenancy.file'];
    if ('none' in record)
      return {
        code: 'no-files',
        data: { count: record.operations },
        evidence: [{ label: 'operations looked through', value: String(record.operations) }],
        reproduce: 'Open the network panel of the developer tools and download a file.',
      };
    if (record.kind === 'signed')
      return {
        ...judgeSigned(record),
        reproduce: record.reproduce,
        operation: { method: record.method, template: record.template },
      };
    const { read } = record;
    return {
      ...judgeSession(read),
      reproduce: read.reproduce,
      operation: { method: read.method, template: read.template },
      identities: [read.owner, read.asker],
    };
  },
});

function judgeSession(read: Parameters<typeof describe>[0]): Answer<Code> {
  const [cross] = read.crossViews;
  const evidence = describe(read);
  const held = inBoth(read.crossViews);
  if (proves(read.atoms, held) === 'leak') {
    const beyond = leaksBeyond(read.atoms, held, read.anonymousView);
    if (beyond === 'as-open') return { code: 'open-to-all', evidence };
    if (beyond === 'part-open')
      return {
        code: 'not-settled',
        evidence,
        data: { outcome: 'a file that holds one value of B’s alone' },
        gap: oneValue,
      };
    if (read.metAnyway || read.declared !== undefined) return { code: 'nothing-of-its-own', evidence };
    const planted = read.atoms.some((atom) => atom.source === 'canary' && held.includes(atom.mark));
    if (read.metBySearch && !planted) return { code: 'not-settled', evidence, ...sharedOrSearched };
    if (read.sharedKind && !planted) return { code: 'not-settled', evidence, ...sharedByKind };
    return { code: 'open-to-others', evidence, confidence: 'certain' };
  }
  const once = provesOnce(read.atoms, read.crossViews);
  if (once !== undefined) return { code: 'not-settled', evidence, ...unsettled(once) };
  if (!allAlive(read.alive))
    return {
      code: 'session-lost',
      evidence,
      gap: gap('session-lost', 'A session was lost while this was asked.', 'Run again with longer sessions.'),
    };
  if (!cross) return { code: 'not-settled', evidence, ...unsettled('no answer') };
  const told = `HTTP ${cross.status}, ${cross.outcome}`;
  if (['server-error', 'rate-limited', 'failed'].includes(cross.outcome))
    return { code: 'not-settled', evidence, ...unsettled(told) };
  if (read.ownerViews.some((view) => view.status >= 300))
    return {
      code: 'nothing-there',
      evidence,
      gap: gap('nothing-to-compare', 'B could not read its own file.', 'Look whether the download works for B.', 5),
    };
  // RFC 9110 §9.3.2: an answer to HEAD never has a body, so an empty one refuses nothing.
  if (read.method === 'HEAD' && cross.status < 300) {
    if (read.nullControl && read.nullControl.status < 300)
      return { code: 'guarded', data: { outcome: `${told}, as for one that does not exist` }, evidence };
    return {
      code: 'not-settled',
      ...unsettled(`${told}, as HEAD is always answered`),
      evidence,
      data: { outcome: told },
    };
  }
  if (['denied', 'sign-in', 'error-body', 'empty', 'redirect', 'client-error'].includes(cross.outcome))
    return { code: 'guarded', data: { outcome: told }, evidence };
  if (read.atoms.length === 0 && read.tellingValues > 0) return { code: 'nothing-of-its-own', evidence };
  if (proves(read.atoms, held) === 'nothing' && read.atoms.length >= 2)
    return { code: 'guarded', data: { outcome: told }, evidence };
  return {
    code: 'nothing-there',
    evidence,
    gap: gap(
      'nothing-to-compare',
      'The file holds no text that could be recognised in another answer.',
      'Give customer B a text or PDF file with a few distinctive words.',
      5,
    ),
  };
}

function describe(read: import('../../../collectors/portal-evidence.ts').CrossRead) {
  return [
    ...describeView(`${read.owner} asks (owner)`, read.ownerViews[0]),
    ...describeView(`${read.asker} asks for the same`, read.crossViews[0]),
    ...describeView(`${read.asker} asks for an absent one`, read.nullControl),
    ...describeView('nobody asks', read.anonymousView),
    describeAlive(read.alive),
  ];
}

function judgeSigned(record: SignedFile): Answer<Code> {
  const evidence = [
    ...describeView('the address as it is', record.asGiven),
    ...record.changed.flatMap(({ what, view, same }) =>
      describeView(
        `${view.as === 'anonymous' ? 'nobody' : view.as}, ${labels[what]}${same ? ': the same file' : ''}`,
        view,
      ),
    ),
    {
      label: 'its end',
      value: record.lifetimeSeconds === undefined ? 'none named' : `${record.lifetimeSeconds} s from the request`,
    },
  ];
  const answer = (code: Code, extra: Partial<Answer<Code>> = {}): Answer<Code> => ({ code, evidence, ...extra });
  const same = (what: SignedFile['changed'][number]['what']) =>
    record.changed.some((one) => one.what === what && one.same);
  const bySession = record.changed.some(({ what, view, same }) => same && what !== 'expiry' && view.as !== 'anonymous');
  if (bySession) return answer('open-to-others', { confidence: 'certain' });
  if (same('unsigned')) return answer('open-without-signature', { confidence: 'certain' });
  if (same('signature')) return answer('signature-unchecked', { confidence: 'certain' });
  if (same('object')) return answer('signature-of-another', { confidence: 'certain' });
  if (same('expiry')) return answer('expiry-unchecked', { confidence: 'certain' });
  if (record.expired && record.asGiven.outcome === 'data')
    return answer('works-after-its-end', { confidence: 'certain' });
  const bad = record.changed.find(({ view }) => ['server-error', 'rate-limited', 'failed'].includes(view.outcome));
  if (bad) return answer('not-settled', unsettled(`HTTP ${bad.view.status}, ${bad.view.outcome}`));
  if (!record.expired && record.asGiven.outcome !== 'data')
    return answer('nothing-there', {
      gap: gap('nothing-to-compare', 'The signed address opened nothing when it was asked again.', 'Run again.', 2),
    });
  if (record.lifetimeSeconds === undefined) return answer('never-ends');
  if (record.lifetimeSeconds > 7 * dayInSeconds)
    return answer('long-lived', { data: { days: Math.round(record.lifetimeSeconds / dayInSeconds) } });
  return answer('signed', { data: { minutes: Math.max(0, Math.ceil(record.lifetimeSeconds / 60)) } });
}

const labels = {
  signature: 'another signature',
  expiry: 'a later end',
  unsigned: 'no signature',
  object: 'the signature of another file',
} as const;
