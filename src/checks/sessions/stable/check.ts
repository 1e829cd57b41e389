import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'stable' | 'lost-on-refresh' | 'lost-in-second-tab' | 'second-tab-ends-first' | 'not-told';

/** A session that gets lost over everyday moves is reported as "the portal throws me out". */
export const stable = defineCheck<'session.stability', Code>({
  id: 'sessions.stable',
  question: 'Does a session survive a refresh, a second tab and a restart as intended?',
  why: 'Customers refresh, open links in new tabs and come back the next day. Each time they are asked to sign in again they write to support.',
  breaks: 'Customers are thrown out in the middle of their work and lose what they had typed.',
  proof:
    'In a session of its own the audit refreshes the page, opens a second tab, looks at the first one again, and opens the portal in a browser that kept only what lasts. Being signed in means that the account shows and no sign-in form does.',
  permit: 'sign-in',
  cites: [],
  needs: ['session.stability'],
  outcomes: {
    stable: { is: 'pass', says: 'The session survives a refresh and a second tab; {restart}.' },
    'lost-on-refresh': { is: 'fail', says: 'A refresh of the page ends the session.' },
    'lost-in-second-tab': { is: 'warn', says: 'A second tab of the same browser asks to sign in again.' },
    'second-tab-ends-first': { is: 'fail', says: 'Opening a second tab ends the session of the first one.' },
    'not-told': { is: 'unproven', says: 'It could not be told whether the session survived: {detail}.' },
  },
  fix: {
    summary: 'Keep the session where a refresh and a second tab find it: an HttpOnly cookie.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'A token in a variable is gone on refresh: renew it from an HttpOnly cookie when the page starts.',
      'sessionStorage belongs to one tab; use a cookie.',
      'Refresh tokens that may be used once: let tabs share one renewal, and accept the last one again for some seconds.',
    ],
  },
  judge(values): Answer<Code> {
    const { steps, identity } = values['session.stability'];
    const kept = (step: string) => steps.find((one) => one.step === step)?.kept ?? null;
    const evidence = steps.map((one) => ({ label: one.step, value: one.detail }));
    const reproduce =
      'Open the portal, sign in, press reload, open the same address in a second tab, then reload the first one.';
    const base = { evidence, reproduce, identities: [identity] };
    if (kept('refresh') === false) return { ...base, code: 'lost-on-refresh', confidence: 'firm' };
    if (kept('second-tab') === true && kept('first-tab-again') === false)
      return { ...base, code: 'second-tab-ends-first', confidence: 'firm' };
    const open = steps.find((one) => one.kept === null && one.step !== 'restart');
    if (open || kept('first-tab-again') !== true)
      return {
        ...base,
        code: 'not-told',
        data: { detail: open?.detail ?? 'the first tab was not signed in any more' },
        gap: gap('inconclusive', open?.detail ?? 'The session was lost.', 'Try it by hand with a test account.'),
      };
    if (kept('second-tab') === false) return { ...base, code: 'lost-in-second-tab' };
    const restart = kept('restart');
    const says =
      restart === null
        ? 'what a restart does could not be told'
        : restart
          ? 'it also survives a restart of the browser'
          : 'it ends with the browser';
    return { ...base, code: 'stable', data: { restart: says }, confidence: 'firm' };
  },
});
