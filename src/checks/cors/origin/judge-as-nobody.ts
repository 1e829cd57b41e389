import type { CrossOriginAsNobody, StrangerTrial } from '../../../collectors/session-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { curlHeaders, quoted } from '../../commands.ts';

export type NobodyCode = 'open-to-nobody' | 'open-elsewhere' | 'plain-http-allowed' | 'preflight-alone';

/** What the answers to nobody already show: whom they let in with a visitor's cookies. */
export function judgeAsNobody(
  record: CrossOriginAsNobody,
  words: Readonly<Record<StrangerTrial['what'], string>>,
): Answer<NobodyCode> {
  const placed = record.looks.flatMap(({ url, trials }) => trials.map((trial) => ({ url, ...trial })));
  const readable = placed.filter(({ allowed, credentials }) => allowed === 'this' && credentials);
  const announced = placed.filter(({ preflightLetsIn }) => preflightLetsIn);
  const strangers = readable.filter(({ what }) => what !== 'plain-http');
  const worst = strangers[0] ?? readable[0] ?? announced[0];
  const { url = '', origin = '', what = 'foreign' } = worst ?? {};
  const byToken = record.byToken || (strangers.length > 0 && strangers.every(({ asksForToken }) => asksForToken));
  const serves = record.signs.length > 0 && !byToken;
  const code =
    strangers.length > 0
      ? serves
        ? 'open-to-nobody'
        : 'open-elsewhere'
      : readable.length > 0
        ? 'plain-http-allowed'
        : 'preflight-alone';
  const unused = byToken
    ? 'it asks for a token in a header, which a foreign page does not have'
    : 'nothing shows that its answers are a customer’s';
  const preflight = code === 'preflight-alone' ? ['-X OPTIONS', "-H 'Access-Control-Request-Method: PUT'"] : [];
  return {
    code,
    data: { host: record.host, who: words[what], place: new URL(url).pathname, unused },
    confidence: 'certain',
    evidence: [
      { label: record.host, value: record.signs.join(', ') || 'no sign that its answers are a customer’s' },
      ...placed.map((one) => ({ label: `${new URL(one.url).pathname} from ${one.origin}`, value: said(one) })),
    ],
    reproduce: [curlHeaders(url), '-H', quoted(`Origin: ${origin}`), ...preflight].join(' '),
  };
}

function said({ status, allowed, credentials, preflightLetsIn }: StrangerTrial): string {
  const before = preflightLetsIn ? '; its preflight for PUT allows this with credentials' : '';
  return `HTTP ${status}; allowed: ${allowed}${credentials ? ' with credentials' : ''}${before}`;
}
