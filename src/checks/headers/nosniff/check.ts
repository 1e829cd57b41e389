import type { Answer, Outcome } from '../../../model/check.ts';
import { type Headers, headerValues } from '../../../parse/header-list.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { judgePage } from '../judge-page.ts';
import { type LandingCode, landingOf, landingOutcomes } from '../landing.ts';

type Judged = 'set' | 'absent' | 'misspelt';
type Code = Judged | Exclude<LandingCode, 'no-page'> | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  set: { is: 'pass', says: '{host} tells browsers to take content types as they are.' },
  absent: { is: 'fail', says: '{host} sends no X-Content-Type-Options, so browsers may guess content types.' },
  misspelt: {
    is: 'fail',
    says: 'X-Content-Type-Options of {host} says {value}; the only word that browsers know is nosniff.',
  },
  moved: landingOutcomes.moved,
  'not-seen': landingOutcomes['not-seen'],
  'off-production': offProduction,
};

export const nosniff = defineCheck<'net.page', Code>({
  id: 'headers.nosniff',
  question: 'Are browsers told not to guess content types?',
  why: 'A browser that guesses may run an uploaded text or picture as a script.',
  breaks: 'A file that one customer uploads runs in the session of the next.',
  proof:
    'The first value of X-Content-Type-Options in the answer of https://HOST/, in any capitals, page or API alike.',
  permit: 'look',
  cites: ['v5.0.0-3.4.4'],
  needs: ['net.page'],
  outcomes,
  fix: {
    summary: 'Send X-Content-Type-Options: nosniff with every answer.',
    effort: '10 min',
    owner: 'engineer',
    steps: [
      'Add the header at the server or edge, for errors too (nginx: add_header … always).',
      'Look again with curl.',
      ...stackSteps('headers.nosniff'),
    ],
  },
  judge({ 'net.page': look }, context) {
    const environment = context.environmentOf(context.subject);
    const names = ['x-content-type-options'];
    const landing = landingOf(look, environment);
    const { code, ...answer } = judgePage<Judged>(look, names, environment, ({ response }) =>
      judgeHeader(response.headers, look.host),
    );
    // It guards answers of every type, so an API is judged as well.
    const settled: Answer<Code> =
      landing.is === 'no-page'
        ? { ...answer, ...judgeHeader(landing.response.headers, look.host) }
        : { ...answer, code: code === 'no-page' ? 'not-seen' : code };
    return softenOffProduction<Code>([settled], outcomes, context);
  },
});

/** Fetch standard §2.6: the values are one list, and its first word counts. */
function judgeHeader(headers: Headers, host: string): Pick<Answer<Judged>, 'code' | 'data'> {
  const values = headerValues(headers, 'x-content-type-options');
  const data = { host };
  if (values.length === 0) return { code: 'absent', data };
  const first = values.join(',').split(',')[0]?.trim() ?? '';
  return first.toLowerCase() === 'nosniff'
    ? { code: 'set', data }
    : { code: 'misspelt', data: { ...data, value: `"${first.slice(0, 60)}"` } };
}
