import type { ForgedTrial, ForgedWrite, Forgery, ResentForm } from '../../../collectors/forgery-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { type Gap, gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { allAlive, describeAlive } from '../../authz/atom-proof.ts';

type Code =
  | 'refused'
  | 'kept-by-cookie'
  | 'forged'
  | 'same-site-only'
  | 'taken-alike'
  | 'no-cookie'
  | 'not-tried'
  | 'session-lost'
  | 'not-settled';

const attachedWords: Readonly<Record<Forgery['attached'], string>> = {
  always: 'goes along with requests of any page',
  navigation: 'goes along when a page elsewhere leads to an address (SameSite=Lax)',
  'same-site': 'goes along from hosts of the same site only (SameSite=Strict)',
  never: 'is no cookie, so no browser sends it by itself',
};

/** ASVS v5.0.0-3.5.1 to 3.5.3: a page elsewhere cannot have a customer's browser change something. */
export const stateChange = defineCheck<'session.forgery', Code>({
  id: 'csrf.state-change',
  question: 'Can foreign sites change nothing in a customer’s name?',
  why: 'A browser sends cookies with a request whoever caused it. Without a token, an Origin check or SameSite, any page that a customer opens acts in their name.',
  breaks: 'A customer opens a link, and their address, payment details or data are changed.',
  proof:
    'A write that the portal’s own page made on an object of the audit is made once more from the portal’s origin and read back. Then it is sent as a page elsewhere can have it sent: with the cookies that a browser attaches across sites, a foreign Origin and Referer, no header of the portal’s own, as a form, as JSON in text/plain, in parts, with its method in a field, by address, with tokens left out, made up and from another session. Only what is read back counts, twice. Everything made is deleted again. A link whose words say that it does something, at a record that the audit made for it, is followed as from a page elsewhere, without the token in its address; the record’s own page then shows whether it changed, a second record once more, and one that is left alone not. So is what a button of the kind sends, by its address alone and as a form without its token. Where these are refused, further forms are sent with the values that stand in them, by the portal’s page and by a foreign one without a token: where the answer is like the portal’s own, a text of the form is changed that way, read back and put back; a form that holds none to be changed is a warning.',
  permit: 'write',
  cites: ['v5.0.0-3.5.1', 'v5.0.0-3.5.2', 'v5.0.0-3.5.3'],
  needs: ['session.forgery'],
  outcomes: {
    refused: { is: 'pass', says: 'Of {count} forged requests none changed anything; the portal’s own page could.' },
    'kept-by-cookie': { is: 'pass', says: 'The session does not go along with a foreign page’s request: {how}.' },
    forged: {
      is: 'fail',
      says: 'A page of another site changes things in the customer’s name: {method} {template}, {way} (answered {status}).',
    },
    'same-site-only': {
      is: 'warn',
      says: 'Only SameSite keeps foreign sites out: from another host of the same site {method} {template} is taken, {way} (answered {status}).',
    },
    'taken-alike': {
      is: 'warn',
      says: 'The form {template} is answered alike when a page of another site sends it without a token (HTTP {status}), where {other} is refused. It held the values that stand there, so nothing changed.',
    },
    'no-cookie': {
      is: 'not-applicable',
      says: 'The session is no cookie: a foreign page cannot have the browser send it.',
    },
    'not-tried': { is: 'unproven', says: 'No write could be repeated as a foreign page would send it: {detail}' },
    'session-lost': { is: 'unproven', says: 'The session died around the requests, so the refusals prove nothing.' },
    'not-settled': { is: 'unproven', says: 'Whether a foreign page can change something was not settled: {detail}.' },
  },
  fix: {
    summary: 'Check a token of the session or the Origin header on every request that changes something.',
    effort: '1–3 h',
    owner: 'engineer',
    steps: [
      'Refuse POST, PUT, PATCH and DELETE whose Origin (else Referer) is not in a list of whole origins, or whose Sec-Fetch-Site is cross-site; do it once, before the routes.',
      'Forms: turn the framework’s own protection on everywhere (Django CsrfViewMiddleware and no csrf_exempt, Rails protect_from_forgery, Laravel VerifyCsrfToken with an empty $except, ASP.NET AutoValidateAntiforgeryToken); bind the token to the session and compare it.',
      'JSON APIs: take application/json only (415 for anything else), so that a browser has to ask first.',
      'Set session cookies with SameSite=Lax or Strict, and change nothing by GET; remove _method and X-HTTP-Method-Override where no page needs them.',
    ],
  },
  judge(values) {
    const record = values['session.forgery'];
    return { reproduce: record.reproduce, ...judgeRecord(record), identities: [record.identity] };
  },
});

type Hit = { readonly write: ForgedWrite; readonly trial: ForgedTrial };

function judgeRecord(record: Forgery): Answer<Code> {
  const { attached, writes } = record;
  const cookies = record.cookies.map(({ name, sameSite }) => `${name}: ${sameSite}`).join(', ');
  const evidence = [
    { label: record.probe, value: `the session ${attachedWords[attached]}${cookies === '' ? '' : ` (${cookies})`}` },
    ...writes.flatMap((write) => [
      {
        label: `${write.method} ${write.template} from the portal’s own page`,
        value: write.control ? 'taken, and read back' : 'not taken, or not read back',
      },
      ...write.trials.map((one) => ({
        label: `${one.from === 'foreign' ? 'foreign page' : 'other host of the site'}: ${one.way}${one.token === 'none' ? '' : `, token ${one.token}`}`,
        value: `answered HTTP ${one.status}, ${one.outcome}; ${one.changed === null ? 'could not be read back' : one.changed ? 'read back, twice' : 'nothing of it was read'}`,
      })),
      ...(write.restored ? [] : [{ label: 'put back', value: 'not all of it could be deleted again: see undo' }]),
    ]),
    ...(record.resent ?? []).map((one) => ({
      label: `POST ${one.template} with the values that stand there`,
      value: `the portal’s page: HTTP ${one.own.status}${one.own.to === '' ? '' : ` to ${one.own.to}`}; a foreign page, token left out: HTTP ${one.forged.status}${one.forged.to === '' ? '' : ` to ${one.forged.to}`}; ${one.alike ? 'the page there says the same' : 'not the same'}`,
    })),
    ...(record.resent ?? []).flatMap(({ template, change }) =>
      change
        ? [
            {
              label: `POST ${template}: "${change.field}" changed by a foreign page without a token`,
              value: `HTTP ${change.status}; ${change.changed === null ? 'could not be read back' : change.changed ? 'the form shows the change' : 'the form shows what stood there'}${change.restored === null ? '' : change.restored ? ', and it was put back' : ', and it could not be put back: see undo'}`,
            },
          ]
        : [],
    ),
    ...(record.alive.length > 0 ? [describeAlive(record.alive)] : []),
  ];
  if (attached === 'never') return { code: 'no-cookie', evidence, confidence: 'certain' };
  const hit = hitOf(writes, 'foreign') ?? hitOf(writes, 'sibling');
  if (hit) {
    const { write, trial } = hit;
    return {
      code: trial.from === 'foreign' ? 'forged' : 'same-site-only',
      data: { method: write.method, template: write.template, way: trial.way, status: trial.status },
      evidence,
      confidence: 'certain',
      operation: { method: write.method, template: write.template },
    };
  }
  const kept = record.resent?.find((one) => one.change?.changed === true);
  if (kept?.change)
    return {
      code: 'forged',
      data: { method: 'POST', template: kept.template, way: 'its form without a token', status: kept.change.status },
      evidence,
      confidence: 'certain',
      operation: { method: 'POST', template: kept.template },
      reproduce: byForm(kept, record.identity),
    };
  if (!allAlive(record.alive) && writes.length > 0)
    return {
      code: 'session-lost',
      evidence,
      gap: gap('session-lost', 'The session was lost.', 'Run again; raise limits for the test accounts.'),
    };
  const doubt = doubtOf(writes);
  const proven = writes.length > 0 && doubt === undefined;
  if (proven) {
    const count = writes.reduce((sum, { trials }) => sum + trials.length, 0);
    const alike = record.resent?.find((one) => one.alike);
    if (alike && count > 0)
      return {
        code: 'taken-alike',
        data: {
          template: alike.template,
          status: alike.forged.status,
          other: `${writes[0]?.method} ${writes[0]?.template}`,
        },
        evidence,
        confidence: 'firm',
        operation: { method: 'POST', template: alike.template },
        reproduce: byForm(alike, record.identity),
      };
    if (count > 0) return { code: 'refused', data: { count }, evidence, confidence: 'firm' };
  }
  const how = keptHow(record);
  if (how !== undefined) return { code: 'kept-by-cookie', data: { how }, evidence, confidence: 'firm' };
  if (doubt !== undefined) return { code: 'not-settled', data: { detail: doubt }, evidence, gap: byHand(doubt) };
  const why = record.notTried ?? byHand('no write was tried');
  return { code: 'not-tried', data: { detail: why.detail }, evidence, gap: why };
}

/** The form without its token, as a file of one's own or `curl` sends it. */
function byForm({ url, fields }: ResentForm, identity: string): string {
  const cookie = `${identity.toUpperCase()}_COOKIE`;
  const values = fields.map((name) => `--data-urlencode '${name.replace(/'/g, `'\\''`)}=VALUE'`).join(' ');
  return `curl -sS -i -H 'Origin: https://elsewhere.example' ${values} -b "$${cookie}" '${url.replace(/'/g, `'\\''`)}'   # VALUE: what stands in the form, or a change of it; ${cookie}: the session cookie of a browser signed in as ${identity}`;
}

function hitOf(writes: readonly ForgedWrite[], from: ForgedTrial['from']): Hit | undefined {
  for (const write of writes) {
    const trial = write.trials.find((one) => one.from === from && one.changed === true);
    if (trial && write.control) return { write, trial };
  }
  return undefined;
}

function doubtOf(writes: readonly ForgedWrite[]): string | undefined {
  if (writes.length === 0) return undefined;
  const shown = writes.filter(({ control }) => control);
  if (shown.length === 0) return 'the portal’s own request could not be repeated and read back';
  const trials = shown.flatMap((one) => one.trials);
  if (trials.some(({ changed }) => changed === null)) return 'what a forged request did could not be read';
  // A crash over an unexpected body changes nothing either; limits and maintenance say nothing of the next request.
  const busy = trials.find(({ status }) => status === 0 || status === 429 || status > 500);
  return busy ? `a forged request ended in ${busy.outcome}` : undefined;
}

/** What SameSite alone settles: Strict always, Lax where no link is known that changes something. */
function keptHow({ attached, changingLinks }: Forgery): string | undefined {
  if (attached === 'same-site') return 'its cookie is SameSite=Strict';
  return attached === 'navigation' && changingLinks === false
    ? 'its cookie is SameSite=Lax, and no link was seen whose words say that following it changes something'
    : undefined;
}

const byHand = (detail: string): Gap =>
  gap('inconclusive', `Not settled: ${detail}.`, 'Send the printed request by hand, and look for what it made.', 10);
