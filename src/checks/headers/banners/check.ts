import type { ErrorsLook, MovesLook, PageLook } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { type Gap, gap } from '../../../model/gap.ts';
import { softwareHeaders } from '../../../parse/software-headers.ts';
import { curlHeaders } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';

type Code = 'quiet' | 'versions' | 'not-seen';

const outcomes: Readonly<Record<Code, Outcome>> = {
  quiet: { is: 'pass', says: 'No answer of {host} names the version of its software.' },
  versions: { is: 'warn', says: 'Answers of {host} name the software and its version: {banners}.' },
  'not-seen': { is: 'unproven', says: 'No answer of {host} was seen.' },
};
/** Numbers that name no version: the protocol of Amazon's load balancer is called that on every machine of theirs. */
const noVersions = /^awselb\/2\.0$/i;

export const banners = defineCheck<'net.page' | 'net.moves' | 'net.errors', Code>({
  id: 'headers.banners',
  question: 'Do answers keep the versions of their software to themselves?',
  why: 'A version in every answer saves an attacker the work of finding out which known holes to try.',
  breaks: 'Robots that look for one vulnerable version find you first.',
  proof:
    'Server, X-Powered-By and their kin in every answer on the way to the page, in the answers of port 80, and (with ownership) in those to requests that have to fail. A bare product name is no finding; a version is.',
  permit: 'look',
  cites: ['v5.0.0-13.4.6'],
  needs: ['net.page'],
  optional: ['net.moves', 'net.errors'],
  outcomes,
  fix: {
    summary: 'Switch version banners off.',
    effort: '15 min',
    owner: 'hosting',
    steps: [
      'Look at which address says it: the redirect on port 80 and the answers of an API often come from a server block, a proxy or a program of their own.',
      'Apache: ServerTokens Prod and ServerSignature Off. PHP: expose_php = Off. ASP.NET: remove X-Powered-By and X-AspNet-Version in web.config.',
      'Look again with curl -sSI.',
      ...stackSteps('headers.banners'),
    ],
  },
  judge({ 'net.page': look, 'net.moves': moves, 'net.errors': errors }) {
    const own = look.responses.filter(({ host }) => host === look.host);
    const answers = [
      ...own.map(({ url, headers }) => ({ url, software: named(headers) })),
      ...inClear(look, moves),
      ...whereItFails(errors),
    ];
    const telling = answers.filter(({ software }) => software.some(tellsVersion));
    const found = [...new Set(telling.flatMap(({ software }) => software.filter(tellsVersion).map(shown)))];
    const evidence = answers.map(({ url, software }) => ({
      label: url,
      value: software.map(shown).join(', ') || 'no banner',
    }));
    const base = {
      evidence: evidence.length > 0 ? evidence : [{ label: look.host, value: look.end }],
      reproduce: curlHeaders(telling[0]?.url ?? `https://${look.host}/`),
    };
    return { ...base, ...judgeBanners(look, own.length, found) };
  },
});

type Header = readonly [name: string, value: string];

const named = (headers: readonly Header[]) => headers.filter(([name]) => softwareHeaders.includes(name));
const shown = ([name, value]: Header) => `${name}: ${value.slice(0, 80)}`;

/** What the host says on port 80, where another server often sends the redirect. */
function inClear(look: PageLook, moves: MovesLook | undefined) {
  const hops = [...(moves?.http.hops ?? []), ...(moves?.httpDeep?.hops ?? [])];
  const own = hops.flatMap(({ url, software }) => {
    const { protocol, hostname } = new URL(url);
    return software && protocol === 'http:' && hostname === look.host ? [[url, software] as const] : [];
  });
  return [...new Map(own)].map(([url, software]) => ({ url, software }));
}

/** What answers that do not come from the page: another handler, another back end behind the same name. */
function whereItFails(look: ErrorsLook | undefined) {
  const telling = (look?.probes ?? []).filter(
    ({ trouble, software }) => trouble === undefined && software?.some(tellsVersion),
  );
  return telling.slice(0, 3).map(({ path, software = [] }) => ({ url: `${look?.origin}${path}`, software }));
}

function tellsVersion([name, value]: Header): boolean {
  if (noVersions.test(value.trim())) return false;
  if (name.includes('version')) return true;
  // Generators name a major version alone: `Drupal 10 (https://www.drupal.org)`.
  return /\d+\.\d+/.test(value) || (name !== 'server' && /[a-z][ /]v?\d{1,3}\b/i.test(value));
}

function judgeBanners(
  look: PageLook,
  answers: number,
  found: readonly string[],
): Pick<Answer<Code>, 'code' | 'data' | 'gap'> {
  const data = { host: look.host };
  const blocked = look.end === 'gap' && answers <= 1;
  if (found.length > 0 && !blocked)
    return { code: 'versions', data: { ...data, banners: found.slice(0, 4).join('; ') } };
  if (answers > 0 && !blocked) return { code: 'quiet', data };
  const why: Gap = look.gap ?? gap('inconclusive', `No answer of ${look.host} was seen.`, 'Run again.');
  return { code: 'not-seen', data, gap: why };
}
