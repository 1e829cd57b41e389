import { isIP } from 'node:net';
import type { PageLook, PageResponse } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { headerValues, isJson } from '../../../parse/header-list.ts';
import { registrable } from '../../../parse/host-name.ts';
import { type Hsts, isHttpsOnlySuffix, parseHsts, preloadProblems } from '../../../parse/hsts.ts';
import { curlHeaders, frontPage } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { softenOffProduction } from '../../off-production.ts';

type Code =
  | 'long'
  | 'short-off-production'
  | 'absent'
  | 'known-by-suffix'
  | 'malformed'
  | 'switched-off'
  | 'short'
  | 'certificate-first'
  | 'not-seen'
  | 'address'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  long: { is: 'pass', says: 'Browsers remember for {days} days to use https:// only at {host}{note}.' },
  'short-off-production': {
    is: 'pass',
    says: '{host} is not in production ({environment}); that it is remembered for {days} days only is fine there.',
  },
  absent: {
    is: 'fail',
    says: '{host} sends no Strict-Transport-Security, so a first click on http:// can be caught on the way.',
  },
  'known-by-suffix': {
    is: 'warn',
    says: '{host} sends no Strict-Transport-Security. Browsers open every name below .{suffix} over https:// only; other programs do not know that.',
  },
  malformed: {
    is: 'fail',
    says: 'Browsers have to ignore the Strict-Transport-Security that {host} sends: it cannot be read.',
  },
  'switched-off': { is: 'fail', says: '{host} tells browsers to forget that it is https only (max-age=0).' },
  short: { is: 'fail', says: 'Strict-Transport-Security of {host} lasts {lasts}; {wanted} days is the least.' },
  'certificate-first': {
    is: 'unproven',
    says: '{host} sends Strict-Transport-Security, and browsers ignore it as long as its certificate does not verify.',
  },
  'not-seen': { is: 'unproven', says: 'No answer of {host} over https was seen.' },
  address: { is: 'not-applicable', says: 'Strict-Transport-Security has no meaning for an address.' },
  'off-production': { is: 'warn', says: 'Not in production ({environment}): {problem}' },
};

const daySeconds = 86_400;

export const hsts = defineCheck<'net.page', Code>({
  id: 'https.hsts',
  question: 'Are browsers told to use https:// only?',
  why: 'Without it every visit that starts with http:// can be diverted on a public network before the redirect comes.',
  breaks: 'Somebody in the same café can take a customer’s session.',
  proof:
    'The first Strict-Transport-Security header of each https answer of this host on the way to its page, read as RFC 6797 demands; the last one in force counts. Over http and with a broken certificate browsers ignore it, and so do we.',
  permit: 'look',
  cites: ['v5.0.0-3.4.1', 'RFC 6797 §6.1'],
  needs: ['net.page'],
  outcomes,
  fix: {
    summary: 'Send Strict-Transport-Security: max-age=31536000 with every https answer.',
    effort: '20 min',
    owner: 'hosting',
    steps: [
      'Start with max-age=300 for a day, then max-age=31536000; add includeSubDomains once every name below is https.',
      'Send it from the server or edge with every answer, redirects and errors too (nginx: add_header … always).',
      'Look again with curl -sSI.',
      ...stackSteps('https.hsts'),
    ],
  },
  judge({ 'net.page': look }, context) {
    const own = look.responses.filter(({ host, url }) => host === look.host && url.startsWith('https:'));
    const evidence = own.flatMap(linesOf);
    const base = {
      evidence,
      reproduce: `${curlHeaders(frontPage(context.subject))} | grep -i strict-transport-security`,
    };
    if (isIP(look.host) !== 0) return { ...base, code: 'address' };
    const environment = context.environmentOf(context.subject);
    const judged = judgeOwn(look, own, context.limits['https.hsts.min-days'] ?? 180, environment);
    return softenOffProduction<Code>([{ ...base, ...judged }], outcomes, context);
  },
});

type Judged = Pick<Answer<Code>, 'code' | 'data' | 'gap'>;

function judgeOwn(look: PageLook, own: readonly PageResponse[], minDays: number, environment: string): Judged {
  const data = { host: look.host };
  // A gateway's or firewall's answer carries its own headers, not the portal's.
  const counted =
    look.end === 'gap' && own.length === look.responses.length ? own.filter(({ to }) => to !== undefined) : own;
  if (counted.length === 0 || refusesUs(look, counted)) {
    const none = gap('inconclusive', `No https answer of ${look.host} was seen.`, 'Run again.');
    const why = look.gap ?? (counted.length > 0 ? refusedGap(look) : none);
    return { code: 'not-seen', data, gap: why };
  }
  const sent = counted.flatMap(({ headers }) => headerValues(headers, 'strict-transport-security').slice(0, 1));
  const suffix = look.host.split('.').at(-1) ?? '';
  if (sent.length === 0 && isHttpsOnlySuffix(suffix)) return { code: 'known-by-suffix', data: { ...data, suffix } };
  if (sent.length === 0) return { code: 'absent', data };
  const read = sent.map(parseHsts).filter((policy): policy is Hsts => policy !== null);
  const policy = read.at(-1);
  if (!policy) return { code: 'malformed', data };
  if (look.certificateTrouble !== undefined) {
    const why = gap(
      'inconclusive',
      `The certificate of ${look.host} does not verify (${look.certificateTrouble}).`,
      'Repair the certificate, then run again.',
      30,
    );
    return { code: 'certificate-first', data, gap: why };
  }
  const days = Math.floor(policy.maxAgeSeconds / daySeconds);
  const lasts = days > 0 ? `${days} days` : `${policy.maxAgeSeconds} s`;
  const facts = { ...data, days, lasts, wanted: minDays, environment, note: noteOf(policy, look.host) };
  if (policy.maxAgeSeconds === 0) return { code: 'switched-off', data: facts };
  if (policy.maxAgeSeconds >= minDays * daySeconds) return { code: 'long', data: facts };
  return { code: environment === 'production' ? 'short' : 'short-off-production', data: facts };
}

/** A lone refusal that carries nothing of the portal's may come from a firewall in front of it. */
function refusesUs({ role }: PageLook, counted: readonly PageResponse[]): boolean {
  return counted.every(
    ({ status, contentType, headers, to }) =>
      [403, 405, 406, 418, 421].includes(status) &&
      to === undefined &&
      !isJson(contentType) &&
      role !== 'api' &&
      headerValues(headers, 'strict-transport-security').length === 0,
  );
}

function refusedGap({ host, responses }: PageLook) {
  const detail = `https://${host}/ refuses this machine (${responses.at(-1)?.status}), and whoever refuses need not be the portal.`;
  return gap('refused', detail, `Let this machine through the firewall of ${host}, then run again.`, 10);
}

function noteOf(policy: Hsts, host: string): string {
  const below = policy.includeSubDomains ? ', names below it included' : ' (names below it are not included)';
  if (!policy.preload) return below;
  const domain = registrable(host) ?? host;
  const missing = preloadProblems(policy);
  if (domain !== host) return `${below}; its "preload" counts at ${domain} only`;
  return missing.length === 0
    ? `${below}; it qualifies for the preload list of browsers`
    : `${below}; it asks for the preload list of browsers and does not qualify (${missing.join(', ')})`;
}

function linesOf({ url, status, headers }: PageResponse) {
  const values = headerValues(headers, 'strict-transport-security');
  const label = `${url} (${status})`;
  if (values.length === 0) return [{ label, value: 'no strict-transport-security' }];
  return values.map((value, index) => ({
    label,
    value: `strict-transport-security: ${value.slice(0, 200)}${index > 0 ? ' (not the first: ignored)' : ''}`,
  }));
}
