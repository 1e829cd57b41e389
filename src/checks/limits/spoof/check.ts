import type { GuessTrial } from '../../../collectors/limits-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { countOf, seriesEvidence } from '../login/series.ts';

type Code = 'kept' | 'reset' | 'no-limit' | 'not-settled';

/** ASVS v5.0.0-4.1.3, v5.0.0-15.3.4: whom a limit counts is not for the request to say. */
export const limitsSpoof = defineCheck<'limits.sign-in', Code>({
  id: 'limits.spoof',
  question: 'Do forged address headers leave the limits as they are?',
  why: 'Proxies tell the application in a header who asked. Whoever asks can write that header as well, with another address each time.',
  breaks:
    'The limit that protects the sign-in is there for honest people only: a script guesses on, as a new visitor with every request.',
  proof:
    'Once wrong passwords are limited, guesses with forged address headers (addresses from the block for documentation, another one each time) are sent among plain ones. It fails where every forged one is let through and every plain one stays limited, in an irregular order; plain ones that are let through mean that the limit was over by itself.',
  permit: 'abuse',
  cites: ['v5.0.0-4.1.3', 'v5.0.0-15.3.4', 'API4:2023'],
  needs: ['limits.sign-in'],
  outcomes: {
    kept: { is: 'pass', says: 'The limit of the sign-in holds whatever address the request names ({headers}).' },
    reset: {
      is: 'fail',
      says: 'A forged {header} resets the limit of the sign-in: {count} guesses of {count} went through while every plain one between them was refused.',
    },
    'no-limit': {
      is: 'unproven',
      says: 'No limit was met within {count} wrong passwords, so there was none to get around.',
    },
    'not-settled': { is: 'unproven', says: 'Whether forged addresses get around the limit was not seen: {detail}.' },
  },
  fix: {
    summary: 'Count by the address that your own proxy saw, not by one that the request brings.',
    effort: '30 min',
    owner: 'engineer',
    steps: [
      'Name the proxies that you run: Express app.set("trust proxy", <their addresses or their number>), nginx set_real_ip_from with real_ip_recursive, Rails config.action_dispatch.trusted_proxies, Django by a middleware that counts from the right, ASP.NET ForwardedHeadersOptions.KnownProxies, Spring server.forward-headers-strategy behind a proxy that overwrites.',
      'Let the edge overwrite X-Forwarded-For and drop Forwarded, X-Real-IP, X-Client-IP, True-Client-IP and CF-Connecting-IP of requests that come from outside.',
      'Keep a second count per account, which no address resets.',
    ],
  },
  judge(values) {
    const trial = values['limits.sign-in'];
    return {
      ...judgeSpoof(trial),
      reproduce: `${trial.reproduce} Then send the form’s request again, with and without X-Forwarded-For: 203.0.113.37 in turn.`,
    };
  },
});

function judgeSpoof(trial: GuessTrial): Answer<Code> {
  const { end, spoof } = trial;
  const evidence = seriesEvidence(trial);
  const open = (detail: string): Answer<Code> => ({
    code: 'not-settled',
    data: { detail },
    evidence,
    gap: gap(
      'inconclusive',
      `Forged addresses: ${detail}.`,
      'Run again with --only limits --permit abuse, or try by hand.',
    ),
  });
  if (end.by === 'not-settled') return open(end.detail);
  if (!('from' in end))
    return {
      code: 'no-limit',
      data: { count: countOf(trial) },
      evidence,
      gap: gap('nothing-to-compare', 'No limit was met at sign-in.', 'See limits.login first, then run again.'),
    };
  if (!spoof) return open(trial.spoofNotTried ?? 'nothing was tried');
  if (spoof.guesses.some(({ forged, limited }) => !forged && !limited))
    return open('the limit was over by itself while it was tried');
  const forged = spoof.guesses.filter((one) => one.forged);
  if (forged.length === 0) return open('no forged guess was sent');
  if (forged.some(({ limited }) => limited))
    return { code: 'kept', data: { headers: spoof.headers.join(', ') }, evidence, confidence: 'firm' };
  if (forged.length < 3) return open('too few forged guesses were sent');
  return {
    code: 'reset',
    data: { header: spoof.enough ?? 'set of address headers', count: forged.length },
    evidence,
    confidence: 'certain',
  };
}
