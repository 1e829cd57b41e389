import type { StagingLook } from '../../../collectors/domain-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlHops } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';

type Code = 'closed' | 'moved' | 'production' | 'open' | 'not-seen';

const outcomes: Readonly<Record<Code, Outcome>> = {
  closed: { is: 'pass', says: '{host} ({environment}) shows strangers nothing: it {detail}.' },
  moved: { is: 'pass', says: '{host} ({environment}) serves nothing itself: it {detail}.' },
  production: { is: 'not-applicable', says: '{host} is listed as production; customers are meant to see it.' },
  open: { is: 'fail', says: '{host} ({role}, {environment}) is open to everybody: it {detail}.' },
  'not-seen': { is: 'unproven', says: 'Whether {host} ({environment}) is closed to strangers could not be seen.' },
};

export const stagingExposed = defineCheck<'net.staging', Code>({
  id: 'domains.staging-exposed',
  question: 'Are staging and development hosts closed to the public?',
  why: 'Staging runs tomorrow’s code with yesterday’s data and few of production’s guards, and search engines find it.',
  breaks: 'Strangers try out unfinished features on copies of real customers’ data.',
  proof:
    'The front page of each host that the list calls staging, development or old, as a stranger gets it. A 401, a 403, a sign-in form, an identity proxy, a private address or a closed port is closed; a page is open. A page that scripts make is opened in a browser: with a heading, words and links of its own, and nothing that asks who is there, it is open. Holding pages, messages of trouble, empty pages and silence prove nothing.',
  permit: 'look',
  cites: ['API9:2023', 'v5.0.0-13.4.2'],
  needs: ['net.staging'],
  outcomes,
  fix: {
    summary: 'Ask for credentials in front of the whole host.',
    effort: '30 min',
    owner: 'hosting',
    steps: [
      'Vercel, Netlify: switch on deployment protection for previews. Then look again with curl -sSI.',
      ...stackSteps('domains.staging-exposed'),
    ],
  },
  judge({ 'net.staging': look }) {
    const { host, environment, role, detail } = look;
    const evidence = [{ label: look.url, value: detail }];
    const base = { evidence, reproduce: curlHops(look.url), data: { host, environment, role, detail } };
    if (look.production) return { ...base, code: 'production' };
    return { ...base, ...judgeState(look) };
  },
});

function judgeState({ host, state, gap: why }: StagingLook): Pick<Answer<Code>, 'code' | 'gap'> {
  if (state === 'open') return { code: 'open' };
  if (state === 'moved') return { code: 'moved' };
  if (state === 'closed' || state === 'sign-in') return { code: 'closed' };
  const detail = `What ${host} shows a stranger does not settle it.`;
  return { code: 'not-seen', gap: why ?? gap('inconclusive', detail, `Look at ${host} by hand.`, 5) };
}
