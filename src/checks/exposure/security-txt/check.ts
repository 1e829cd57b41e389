import type { SecurityTxtLook } from '../../../collectors/public-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { chainLines } from '../../chain-lines.ts';
import { curlBody } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code =
  | 'valid'
  | 'moved'
  | 'absent'
  | 'malformed'
  | 'expired'
  | 'expires-soon'
  | 'far-off'
  | 'not-canonical'
  | 'wrong-type'
  | 'old-place'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  valid: { is: 'pass', says: '{host} says how to report a hole ({contact}), until {expires}{signed}.' },
  moved: {
    is: 'not-applicable',
    says: '{host} sends the question for its security.txt on to a host that is not listed.',
  },
  absent: { is: 'warn', says: '{host} has no security.txt: whoever finds a hole does not know whom to tell.' },
  malformed: { is: 'fail', says: 'The security.txt of {host} is not valid: {problems}.' },
  expired: { is: 'fail', says: 'The security.txt of {host} expired on {expires}; finders are told not to trust it.' },
  'expires-soon': { is: 'warn', says: 'The security.txt of {host} expires in {days} days.' },
  'far-off': {
    is: 'warn',
    says: 'The security.txt of {host} expires in {days} days; less than a year is recommended, so that it is looked at.',
  },
  'not-canonical': {
    is: 'warn',
    says: 'The security.txt that {host} serves names another place as its own: {canonical}.',
  },
  'wrong-type': { is: 'warn', says: '{host} serves its security.txt as {type}; it has to be text/plain.' },
  'old-place': {
    is: 'warn',
    says: '{host} has its security.txt at /security.txt only; the place is /.well-known/security.txt.',
  },
  'off-production': offProduction,
};
const dayMs = 86_400_000;

export const securityTxt = defineCheck<'net.security-txt', Code>({
  id: 'exposure.security-txt',
  question: 'Can a finder of a hole report it (security.txt)?',
  why: 'Whoever finds a hole and finds nobody to tell either gives up or tells everybody.',
  breaks: 'You read about your hole in the news instead of in your inbox.',
  proof:
    'The file /.well-known/security.txt of each host, redirects followed over listed hosts, read by RFC 9116: Contact, exactly one Expires in the future, https addresses, Canonical, signed form, text/plain. An HTML page in its place is no file.',
  permit: 'look',
  cites: ['RFC 9116 §2.5'],
  needs: ['net.security-txt'],
  outcomes,
  fix: {
    summary: 'Publish /.well-known/security.txt with a contact that somebody reads and an end within a year.',
    effort: '20 min',
    owner: 'engineer',
    steps: [
      'Write a text file with the lines Contact: mailto:security@YOUR-DOMAIN and Expires: a date within a year, for example 2027-06-30T00:00:00Z.',
      'Serve it at https://YOUR-HOST/.well-known/security.txt as text/plain; charset=utf-8.',
      'Put a reminder for a month before it expires into a calendar.',
      ...stackSteps('exposure.security-txt'),
    ],
  },
  judge({ 'net.security-txt': look }, context) {
    const evidence = [
      ...chainLines(look.chain),
      { label: 'content type', value: look.contentType || 'none' },
      ...(look.file?.fields ?? []).slice(0, 12).map(({ name, value }) => ({ label: name, value: value.slice(0, 200) })),
    ];
    const judged = judgeFile(look, context.now);
    const answer = { evidence, reproduce: curlBody(look.url), ...judged, data: { host: look.host, ...judged.data } };
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});

function judgeFile(look: SecurityTxtLook, now: Date): Pick<Answer<Code>, 'code' | 'data'> {
  const { file, state } = look;
  if (state === 'moved') return { code: 'moved' };
  if (!file || state !== 'file') return { code: 'absent' };
  const end = file.expires === undefined ? undefined : Date.parse(file.expires);
  const expires = file.expires?.slice(0, 10) ?? '';
  if (end !== undefined && end <= now.getTime()) return { code: 'expired', data: { expires } };
  if (file.problems.length > 0)
    return { code: 'malformed', data: { problems: file.problems.join('; ').slice(0, 300) } };
  if (look.contentType !== 'text/plain') return { code: 'wrong-type', data: { type: look.contentType || 'nothing' } };
  if (look.legacyOnly) return { code: 'old-place' };
  const here = look.chain.hops.map(({ url }) => withoutQuery(url));
  const places = file.canonical.map(withoutQuery);
  if (places.length > 0 && !here.some((url) => places.includes(url)))
    return { code: 'not-canonical', data: { canonical: file.canonical.join(', ').slice(0, 200) } };
  const days = Math.floor(((end ?? now.getTime()) - now.getTime()) / dayMs);
  if (days < 14) return { code: 'expires-soon', data: { days } };
  if (days > 366) return { code: 'far-off', data: { days } };
  const contact = file.fields.find(({ name }) => name === 'contact')?.value ?? '';
  return { code: 'valid', data: { contact: contact.slice(0, 100), expires, signed: file.signed ? ', signed' : '' } };
}

function withoutQuery(url: string): string {
  return (URL.parse(url)?.href ?? url).split(/[?#]/)[0] ?? url;
}
