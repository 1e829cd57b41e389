import type { DkimLook, SelectorLook } from '../../../collectors/mail-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { looksLikeDkim, parseDkimKey } from '../../../parse/dkim-key.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { dnsGap, isParked, lookItems, withReceived } from '../records.ts';

type Code =
  | 'good-key'
  | 'short-key'
  | 'odd-grammar'
  | 'too-short-key'
  | 'selector-missing'
  | 'alias-loop'
  | 'several-keys'
  | 'broken-key'
  | 'revoked'
  | 'test-mode'
  | 'doubtful-unlisted'
  | 'sends-nothing'
  | 'no-selector-known'
  | 'not-answered';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'good-key': { is: 'pass', says: 'The DKIM key at {selector} is valid: {type}, {bits} bits{found}.' },
  'short-key': { is: 'warn', says: 'The DKIM key at {selector} has {bits} bits; {wanted} are usual today.' },
  'odd-grammar': {
    is: 'warn',
    says: 'The DKIM key at {selector} is sound ({type}, {bits} bits), and its record breaks the grammar: {detail}. Strict verifiers may refuse it.',
  },
  'too-short-key': {
    is: 'fail',
    says: 'The DKIM key at {selector} has {bits} bits. Receivers ignore keys below {least}, and it can be computed back.',
  },
  'selector-missing': { is: 'fail', says: 'There is no DKIM key at {selector}: mail signed with it does not verify.' },
  'alias-loop': { is: 'fail', says: 'The aliases of {selector} lead in a circle, so there is no DKIM key.' },
  'several-keys': { is: 'fail', says: '{selector} holds {count} DKIM keys; receivers may take either, or none.' },
  'broken-key': { is: 'fail', says: 'The DKIM key at {selector} cannot be used: {problem}.' },
  revoked: {
    is: 'fail',
    says: 'The DKIM key at {selector} was taken back (empty p=): mail signed with it does not verify.',
  },
  'test-mode': {
    is: 'fail',
    says: 'The DKIM key at {selector} is in test mode (t=y): receivers are told to treat its mail as unsigned.',
  },
  'doubtful-unlisted': {
    is: 'warn',
    says: '{selector}, a usual name that nobody listed, holds a DKIM key that is no use: {problem}.',
  },
  'sends-nothing': { is: 'not-applicable', says: '{domain} sends no mail, so there is nothing to sign.' },
  'no-selector-known': {
    is: 'unproven',
    says: 'Nobody has said at which selector {domain} signs, and none of {tried} usual names holds a key.',
  },
  'not-answered': { is: 'unproven', says: 'The DKIM key at {selector} could not be looked up.' },
};

type Draft = Pick<Answer<Code>, 'code' | 'data' | 'gap' | 'fix' | 'confidence'>;

export const dkim = defineCheck<'mail.dkim' | 'mail.received-keys' | 'mail.mx' | 'mail.spf', Code>({
  id: 'email.dkim',
  question: 'Is every DKIM key valid and strong?',
  why: 'DKIM signs each message so that receivers can see that it comes from the domain and was not changed. It is the part of authentication that survives forwarding.',
  breaks: 'Mail loses its signature, DMARC fails wherever it is forwarded, and resets end up in spam.',
  proof:
    'The keys at the configured selectors are read (RFC 6376, aliases followed; what only strict verifiers mind is a warning), those that received mail was signed with, and those at the names that mail services use by default. Guessed names prove only what stands there: where none is listed and none is found, the verdict stays open. A made-up selector shows what a wildcard answers.',
  permit: 'look',
  cites: ['RFC 6376', 'RFC 8301', 'RFC 8463'],
  needs: ['mail.dkim'],
  optional: ['mail.received-keys', 'mail.mx', 'mail.spf'],
  outcomes,
  fix: {
    summary: 'Publish the key that the sending service shows, with 2048 bits.',
    effort: '20 min',
    owner: 'dns',
    steps: [
      'Open the domain settings of the service that sends the mail and copy the DKIM record that it shows: a CNAME, or a TXT record that starts with v=DKIM1.',
      'Publish it at SELECTOR._domainkey.DOMAIN, whole: a key of 2048 bits is longer than 255 bytes and is split into two strings by the DNS provider.',
      'List the selector in target.domains[].selectors, then look again with dig.',
    ],
  },
  judge({ 'mail.dkim': found, 'mail.received-keys': received, 'mail.mx': mx, 'mail.spf': spf }, { limits }) {
    const look = withReceived(found, received);
    const { domain } = look;
    const answers = look.selectors.flatMap((one): readonly Answer<Code>[] => {
      const draft = judgeSelector(one, limits);
      if (!draft) return [];
      const data = { selector: one.name, domain, ...draft.data };
      const base = {
        subject: `${domain}#${one.selector}`,
        evidence: lookItems(one),
        reproduce: dig(one.name, 'TXT', 'CNAME'),
      };
      return [{ ...base, ...draft, data }];
    });
    if (answers.length > 0) return answers;
    const tried = { label: 'selectors tried', value: `${look.tried} usual ones, none holds a key` };
    const base = {
      evidence: [tried],
      data: { domain, tried: look.tried },
      reproduce: dig(`default._domainkey.${domain}`, 'TXT'),
    };
    if (isParked(look, { 'mail.mx': mx, 'mail.spf': spf })) return { ...base, code: 'sends-nothing' };
    return { ...base, code: 'no-selector-known', gap: unknownGap(look) };
  },
});

function unknownGap({ domain, failed }: DkimLook) {
  const trouble = failed > 0 ? ` ${failed} of the usual names gave no answer.` : '';
  return gap(
    'not-configured',
    `Nobody has said at which selector ${domain} signs its mail, and DNS does not tell.${trouble}`,
    `Read s= in the DKIM-Signature of a received message and list it in target.domains[].selectors.`,
    5,
  );
}

/** undefined: a usual name that says nothing about the mail of today. */
function judgeSelector(look: SelectorLook, limits: Readonly<Record<string, number>>): Draft | undefined {
  const listed = look.from !== 'common';
  if (look.end === 'trouble') return { code: 'not-answered', gap: dnsGap([look.name], look.trouble) };
  if (look.end === 'alias-loop') return { code: 'alias-loop' };
  const keys = look.records.filter(looksLikeDkim);
  const [text, second] = keys;
  if (text === undefined) return listed ? { code: 'selector-missing', fix: missingFix(look) } : undefined;
  if (second !== undefined) return { code: 'several-keys', data: { count: keys.length } };
  const key = parseDkimKey(text);
  if (key.revoked) return listed ? { code: 'revoked' } : undefined;
  const [problem] = key.problems;
  if (problem !== undefined) return { code: listed ? 'broken-key' : 'doubtful-unlisted', data: { problem } };
  const least = limits['email.dkim.min-bits'] ?? 1024;
  const wanted = limits['email.dkim.good-bits'] ?? 2048;
  const bits = key.bits ?? 0;
  const rsa = key.type === 'rsa';
  if (rsa && bits < least) return { code: 'too-short-key', data: { bits, least } };
  if (key.testing)
    return listed ? { code: 'test-mode' } : { code: 'doubtful-unlisted', data: { problem: 'test mode (t=y)' } };
  if (rsa && bits < wanted) return { code: 'short-key', data: { bits, wanted } };
  if (key.doubts.length > 0)
    return {
      code: 'odd-grammar',
      data: { bits, type: key.type, detail: key.doubts.join('; ') },
      fix: grammarFix,
    };
  const found = look.from === 'common' ? ' (found under its usual name; nobody has listed it)' : '';
  return {
    code: 'good-key',
    data: { bits, type: key.type, found },
    ...(listed ? {} : { confidence: 'tentative' as const }),
  };
}

const grammarFix: Answer['fix'] = {
  summary:
    'Publish the record as v=DKIM1; k=…; p=… with nothing else in it: names of tags are letters, digits and underscores (RFC 6376 §3.2).',
};

function missingFix({ name, aliases, end }: SelectorLook): Answer['fix'] {
  const target = aliases.at(-1);
  if (target === undefined || end === 'records') return undefined;
  return {
    summary: `${name} is an alias of ${target}, which holds no key: set the domain up again at the service, or correct the alias.`,
  };
}
