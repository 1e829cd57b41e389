import type { AssetLook, AssetSeen } from '../../../collectors/edge/edge-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { isHtml } from '../../../parse/header-list.ts';
import { quoted } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { stackSteps } from '../../remedies/remedies.ts';

type Code =
  | 'cached'
  | 'not-cached'
  | 'cached-briefly'
  | 'not-compressed'
  | 'always-compressed'
  | 'not-fingerprinted'
  | 'no-assets'
  | 'elsewhere'
  | 'assets-missing'
  | 'not-seen'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  cached: {
    is: 'pass',
    says: '{count} fingerprinted files of {host} may be kept for {days} days and more, and text of more than 1,400 bytes comes compressed.',
  },
  'not-cached': {
    is: 'fail',
    says: '{url} has a fingerprint in its name, and nothing lets browsers keep it ({cache}): every visit asks for it again.',
  },
  'cached-briefly': { is: 'warn', says: '{url} has a fingerprint in its name and may be kept for {days} days only.' },
  'not-compressed': { is: 'warn', says: '{url} is sent without compression: {bytes} bytes of text.' },
  'always-compressed': {
    is: 'warn',
    says: '{url} comes compressed ({encoding}) to one who takes no compression too, and no Vary: Accept-Encoding tells caches of another form.',
  },
  'not-fingerprinted': {
    is: 'warn',
    says: 'No script or style sheet of {host} has a fingerprint in its name, so none can be cached for long without harm.',
  },
  'no-assets': { is: 'not-applicable', says: 'The page of {host} names no script or style sheet of its own.' },
  elsewhere: {
    is: 'not-applicable',
    says: '{host} only sends visitors on to {url}; the files are judged at that host.',
  },
  'assets-missing': { is: 'unproven', says: 'Files that the page of {host} names could not be had.' },
  'not-seen': { is: 'unproven', says: 'No page of {host} that names its files was seen.' },
  'off-production': offProduction,
};

const dayS = 86_400;
const smallBytes = 1_400;
const text = /javascript|css|json|svg|^text\//;

export const cacheStatic = defineCheck<'net.assets', Code>({
  id: 'edge.cache-static',
  question: 'Are files that never change cached for long and compressed?',
  why: 'A file whose name changes with its content can be kept for a year by edge and browser; every load after the first is then free.',
  breaks: 'Every page view pulls the whole application again: slow for customers, expensive under load.',
  proof:
    'Scripts and style sheets that the front page names, from listed hosts, are asked for as a browser does, twice. Names with a fingerprint (a hash in the name, the folder or the version parameter) must carry a max-age of 30 days or more, and text above 1,400 bytes must come compressed. What comes compressed without Vary: Accept-Encoding is asked for once more, as one who takes no compression.',
  permit: 'look',
  cites: ['RFC 9111 §5.2.2', 'RFC 8246'],
  needs: ['net.assets'],
  outcomes,
  fix: {
    summary: 'Cache fingerprinted files for a year, and compress text.',
    effort: '30 min',
    owner: 'hosting',
    steps: [
      'Header for fingerprinted files: Cache-Control: public, max-age=31536000, immutable.',
      ...stackSteps('edge.cache-static'),
    ],
  },
  judge({ 'net.assets': look }, context) {
    const environment = context.environmentOf(context.subject);
    const days = context.limits['edge.static-days'] ?? 30;
    return softenOffProduction<Code>([judgeAll(look, days, environment)], outcomes, context);
  },
});

function judgeAll(look: AssetLook, limitDays: number, environment: string): Answer<Code> {
  const evidence = [
    { label: 'page', value: look.page },
    ...look.assets.map((one) => ({
      label: one.fingerprinted ? 'fingerprinted' : 'plain name',
      value: `${one.url} ${one.status}, ${one.cacheControl || 'no cache-control'}, ${one.encoding || 'not compressed'}, ${one.bytes} bytes`,
    })),
  ];
  const answer = (code: Code, one?: AssetSeen, data: Readonly<Record<string, string | number>> = {}): Answer<Code> => ({
    code,
    data: { host: look.host, url: one?.url ?? look.page, ...data },
    evidence,
    reproduce: `curl -sS -D - -o /dev/null -H 'accept-encoding: ${code === 'always-compressed' ? 'identity' : 'gzip, br'}' ${quoted(one?.url ?? look.page)}`,
  });
  const { host, hostname } = new URL(look.page);
  if (host !== look.host && hostname !== look.host) return answer('elsewhere');
  if (look.named === 0 && look.unseen && environment === 'production')
    return { ...answer('not-seen'), gap: unseenGap(look.host, look.unseen) };
  if (look.named === 0) return answer('no-assets');
  // A page in place of a script or a style sheet is what a catch-all answers for a file that is not there.
  const had = look.assets.filter(({ status, contentType }) => status === 200 && !isHtml(contentType));
  if (had.length === 0) {
    const why = gap(
      'inconclusive',
      `None of ${look.assets.length} files of ${look.host} was answered with 200 and with a file.`,
      'Bring the missing files back.',
    );
    return { ...answer('assets-missing', look.assets[0]), gap: why };
  }
  const marked = had.filter(({ fingerprinted }) => fingerprinted);
  if (marked.length === 0) return answer('not-fingerprinted', had[0]);
  const lived = marked
    .map((one) => ({ one, days: Math.floor(lifetimeS(one) / dayS) }))
    .toSorted((a, b) => a.days - b.days);
  const [shortest] = lived;
  if (shortest && shortest.days < 1)
    return answer('not-cached', shortest.one, { cache: shortest.one.cacheControl || 'no cache-control' });
  if (shortest && shortest.days < limitDays) return answer('cached-briefly', shortest.one, { days: shortest.days });
  const loose = marked.find((one) => text.test(one.contentType) && one.bytes > smallBytes && one.encoding === '');
  if (loose) return answer('not-compressed', loose, { bytes: loose.bytes });
  const forced = had.find((one) => one.forced);
  if (forced) return answer('always-compressed', forced, { encoding: forced.encoding });
  return answer('cached', marked[0], { count: marked.length, days: shortest?.days ?? 0 });
}

function unseenGap(host: string, unseen: 'closed' | 'trouble' | 'cut') {
  if (unseen === 'cut')
    return gap(
      'inconclusive',
      `The page of ${host} is too long to be read to its end.`,
      'Look at its files by hand.',
      10,
    );
  const closeBy =
    unseen === 'closed'
      ? 'Let this machine in, so that a page can be seen.'
      : `Check what https://${host}/ should show, then run again.`;
  const detail = `https://${host}/ answers with an error, which is not a page of the portal.`;
  return gap(unseen === 'closed' ? 'refused' : 'inconclusive', detail, closeBy, 10);
}

/** Seconds that a browser may keep the answer without asking again (RFC 9111 §4.2.1); 0 where it may not. */
function lifetimeS({ cacheControl, expiresS }: AssetSeen): number {
  const directives = cacheControl
    .toLowerCase()
    .split(',')
    .map((one) => one.trim());
  if (directives.some((one) => one === 'no-store' || one === 'no-cache')) return 0;
  const age =
    directives
      .find((one) => one.startsWith('max-age='))
      ?.slice(8)
      .replaceAll('"', '') ?? '';
  if (age === '') return Math.max(0, expiresS ?? 0);
  return /^\d+$/.test(age) ? Number(age) : 0;
}
