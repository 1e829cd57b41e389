import type { Tampering, TokenTampering } from '../../../collectors/session-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'refused' | 'accepted' | 'crashes' | 'weak-secret' | 'expiry-not-seen' | 'session-lost' | 'not-settled';

const words: Readonly<Record<Tampering, string>> = {
  altered: 'with one character changed',
  cut: 'cut off in the middle',
  replaced: 'with every character changed',
  unsigned: 'without its signature',
  'alg-none': 'that says it needs no signature (alg none)',
  'changed-claims': 'with changed contents under the old signature',
  'other-customer': "with another customer's contents under the old signature",
  expired: 'after its end',
  'weak-secret': 'that the audit signed itself, with a guessed secret',
  'wrong-key': 'signed with a key that the audit made up',
  'key-in-header': 'signed with a key of the audit’s own that the token brings along in its header (jwk)',
  'key-by-path': 'that names an empty file as its key (kid)',
  'public-key-as-secret': 'signed with the server’s public key as if it were a shared secret',
  'refresh-token': 'that is only for renewing a session',
  'identity-token': 'that only tells the page who signed in',
};

/** ASVS v5.0.0-9.1.1, 9.1.2, 9.2.1, RFC 8725 §3.1: only what the server made, unchanged and in time, opens an account. */
export const expiredToken = defineCheck<'session.token', Code>({
  id: 'auth.expired-token',
  question: 'Are expired, altered and forged tokens refused?',
  why: 'A token is a key that anybody can make a copy of. If the server does not check signature and end, anybody can also make a new one, for any account.',
  breaks: 'Somebody writes the name of another customer into a token and is in their account. No password is needed.',
  proof:
    'What carries the session is changed in one way after another and sent in a request that names the account: altered, cut, unsigned, alg none, other contents, another customer’s contents, signed with a key of the audit’s own (also one in its header, an empty file, the server’s public key as a secret), a refresh token in its place, the genuine one after its end. An acceptance counts when it comes twice; common signing secrets are tried without asking the server.',
  permit: 'sign-in',
  cites: ['v5.0.0-9.1.1', 'v5.0.0-9.1.2', 'v5.0.0-9.2.1', 'API2:2023', 'RFC 8725 §3.1'],
  needs: ['session.token'],
  outcomes: {
    refused: { is: 'pass', says: 'All {count} altered forms of the {form} were refused.' },
    accepted: { is: 'fail', says: 'The server accepts a {form} {how}.' },
    crashes: { is: 'warn', says: 'The server refuses a {form} {how}, but by failing (HTTP 500).' },
    'weak-secret': {
      is: 'fail',
      says: 'The signing secret of the token is a common one: anybody can make tokens for any account.',
    },
    'expiry-not-seen': {
      is: 'unproven',
      says: 'Altered tokens are refused; whether an expired one is was not seen: {detail}.',
    },
    'session-lost': {
      is: 'unproven',
      says: 'The genuine session was lost during the trial, so the refusals prove nothing.',
    },
    'not-settled': { is: 'unproven', says: 'A {form} {how} was answered neither as the account nor as a stranger.' },
  },
  fix: {
    summary: 'Let one well-kept library verify every token: signature, algorithm, issuer, audience, end.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Use verify, never decode: jose.jwtVerify(token, key, { algorithms: ["RS256"], issuer, audience }), PyJWT jwt.decode(token, key, algorithms=[…]).',
      'Name the one allowed algorithm; never take it from the token. Allow at most a minute for clocks that differ.',
      'A signing secret is at least 32 random bytes (openssl rand -base64 32), different for each environment. Replace a weak one today: all sessions end.',
      'Check the purpose too: a refresh or identity token is not an access token.',
    ],
  },
  judge(values) {
    const record = values['session.token'];
    return { ...judgeRecord(record), identities: [record.identity], reproduce: record.reproduce };
  },
});

function judgeRecord(record: TokenTampering): Answer<Code> {
  const { trials, carrier, alive } = record;
  const form = carrier.form === 'opaque' ? 'session id' : 'token';
  const evidence = [
    {
      label: 'session',
      value: `${carrier.place} ${carrier.name}, ${form} of ${carrier.length} characters${carrier.algorithm ? `, ${carrier.algorithm}` : ''}`,
    },
    ...trials.map((one) => ({
      label: `${form} ${words[one.how]}`,
      value: `${record.probe}: ${told(one.first)}${one.again ? `, again: ${told(one.again)}` : ''}${one.note ? ` (${one.note})` : ''}`,
    })),
    {
      label: 'the genuine one',
      value: `${alive.before ? 'opened' : 'did not open'} before, ${alive.after ? 'opened' : 'did not open'} after`,
    },
  ];
  const twice = trials.filter((one) => one.first === 'in' && one.again === 'in');
  // A changed character may hit a part of an opaque value that carries nothing: only when every one is changed is it proof.
  const proof = twice.find((one) => carrier.form !== 'opaque' || one.how === 'replaced' || one.how === 'refresh-token');
  if (proof?.how === 'weak-secret') return { code: 'weak-secret', evidence, confidence: 'certain' };
  if (proof && alive.before) {
    // The clearest one is named: whoever accepts no signature accepts a changed one as well.
    const order: readonly Tampering[] = [
      'other-customer',
      'alg-none',
      'unsigned',
      'changed-claims',
      'altered',
      'wrong-key',
      'public-key-as-secret',
    ];
    const worst = order.map((how) => twice.find((one) => one.how === how)).find((one) => one !== undefined) ?? proof;
    return { code: 'accepted', data: { form, how: words[worst.how] }, evidence, confidence: 'certain' };
  }
  if (trials.some((one) => one.how === 'weak-secret')) return { code: 'weak-secret', evidence, confidence: 'firm' };
  if (!alive.before || !alive.after)
    return {
      code: 'session-lost',
      evidence,
      gap: gap(
        'session-lost',
        'The session of the trial was lost.',
        'Run again; look whether the portal ends sessions on altered tokens.',
      ),
    };
  const unclear = trials.find(
    (one) => one.first === 'unclear' || (one.first === 'in' && one.again !== 'out' && one.again !== 'in'),
  );
  const odd = twice.find((one) => !(one.how === 'altered' && carrier.form === 'opaque'));
  const open = unclear ?? (carrier.form === 'opaque' ? odd : undefined);
  if (open)
    return {
      code: 'not-settled',
      data: { form, how: words[open.how] },
      evidence,
      gap: gap('inconclusive', `The ${form} ${words[open.how]} settled nothing.`, 'Send the printed request by hand.'),
    };
  if (record.expiryNotTried)
    return {
      code: 'expiry-not-seen',
      data: { detail: record.expiryNotTried },
      evidence,
      gap: gap(
        'inconclusive',
        `An expired token was not tried: ${record.expiryNotTried}.`,
        'Run with --wait longer than the token lives, or shorten its life.',
        5,
      ),
    };
  const crashed = trials.find((one) => one.first === 'crashed');
  if (crashed) return { code: 'crashes', data: { form, how: words[crashed.how] }, evidence };
  return { code: 'refused', data: { count: trials.length, form }, evidence, confidence: 'firm' };
}

function told(standing: string): string {
  return { in: 'answered as the account', out: 'refused', crashed: 'failed with 500' }[standing] ?? 'unclear';
}
