import type { PageLook } from '../../../collectors/network-evidence.ts';
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

export const banners = defineCheck<'net.page', Code>({
  id: 'headers.banners',
  question: 'Do answers keep the versions of their software to themselves?',
  why: 'A version in every answer saves an attacker the work of finding out which known holes to try.',
  breaks: 'Robots that look for one vulnerable version find you first.',
  proof:
    'Server, X-Powered-By and their kin in every answer on the way to the page. A bare product name is no finding; a version is.',
  permit: 'look',
  cites: ['v5.0.0-13.4.6'],
  needs: ['net.page'],
  outcomes,
  fix: {
    summary: 'Switch version banners off.',
    effort: '15 min',
    owner: 'hosting',
    steps: [
      'Apache: ServerTokens Prod and ServerSignature Off. PHP: expose_php = Off. ASP.NET: remove X-Powered-By and X-AspNet-Version in web.config.',
      'Look again with curl -sSI.',
      ...stackSteps('headers.banners'),
    ],
  },
  judge({ 'net.page': look }) {
    const own = look.responses.filter(({ host }) => host === look.host);
    const found = [
      ...new Set(
        own.flatMap(({ headers }) =>
          headers
            .filter(([name, value]) => softwareHeaders.includes(name) && isVersion(name, value))
            .map(([name, value]) => `${name}: ${value.slice(0, 80)}`),
        ),
      ),
    ];
    const evidence = own.flatMap(({ url, headers }) => {
      const list = headers
        .filter(([name]) => softwareHeaders.includes(name))
        .map(([name, value]) => `${name}: ${value.slice(0, 80)}`);
      return [{ label: url, value: list.join(', ') || 'no banner' }];
    });
    const base = {
      evidence: evidence.length > 0 ? evidence : [{ label: look.host, value: look.end }],
      reproduce: curlHeaders(`https://${look.host}/`),
    };
    return { ...base, ...judgeBanners(look, own.length, found) };
  },
});

function isVersion(name: string, value: string): boolean {
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
