import type { CrossRead } from '../../../collectors/portal-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { allAlive, describeView, proves } from '../atom-proof.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'clear' | 'soft' | 'leaks' | 'no-refusal' | 'not-settled';

/** RFC 9110 §15.5.2–15.5.5: a refusal says that it is one. Advice: a 200 with an error and no data is never a leak. */
export const statusCheck = defineCheck<'tenancy.read', Code>({
  id: 'authz.status',
  question: 'Do refusals say so by their status: 401, 403 or 404?',
  why: 'Caches, monitoring, front ends and auditors read the status. A refusal that says 200 is stored, counted as success and overlooked.',
  breaks: 'Attacks on other customers’ records look like success in your logs, so nobody notices them.',
  proof:
    "The answers to A's requests for B's references are read: what was refused, and by which status. Only refusals without any value of B's are judged; whether data came back is the matter of authz.read.",
  permit: 'cross-tenant',
  cites: ['RFC 9110 §15.5', 'v5.0.0-8.2.1'],
  needs: ['tenancy.read'],
  outcomes: {
    clear: { is: 'pass', says: "A's request for B's reference is refused with HTTP {status}." },
    soft: {
      is: 'warn',
      says: "A's request for B's reference is refused, but the answer says HTTP {status} ({outcome}).",
    },
    leaks: { is: 'not-applicable', says: "B's data came back: see authz.read." },
    'no-refusal': {
      is: 'not-applicable',
      says: 'Nothing was refused here: the answer is no refusal and holds nothing of B.',
    },
    'not-settled': { is: 'unproven', says: "A's request ended in {outcome}, which settles nothing." },
  },
  fix: {
    summary: 'Answer 404 for records of other customers, 401 without a session, 403 for missing rights.',
    effort: '30 min – 2 h',
    owner: 'engineer',
    steps: [
      'Throw one kind of error in the data layer when the record is not the tenant’s, and map it to 404 in one place.',
      'For GraphQL, keep 200 if clients need it, and put a code such as NOT_FOUND or FORBIDDEN into errors[].extensions.',
      'For pages, send the status with the rendered error page instead of a redirect or a 200.',
    ],
  },
  judge(values): Answer<Code> {
    const record = values['tenancy.read'];
    const [cross] = record.crossViews;
    const evidence = describeView(`${record.asker} asks for ${record.owner}'s`, cross);
    const more = {
      evidence,
      operation: { method: record.method, template: record.template },
      reproduce: record.reproduce,
    };
    const outcome = cross ? `HTTP ${cross.status}, ${cross.outcome}` : 'no answer';
    if (record.method === 'query') return { code: 'no-refusal', ...more };
    if (record.crossViews.some(({ holds }) => proves(record.atoms, holds) !== 'nothing'))
      return { code: 'leaks', ...more };
    if (!cross || !allAlive(record.alive) || ['failed', 'server-error', 'rate-limited'].includes(cross.outcome))
      return {
        code: 'not-settled',
        data: { outcome },
        gap: gap('inconclusive', `The request ended in ${outcome}.`, 'Repair what fails, then run again.', 10),
        ...more,
      };
    if (cross.outcome === 'denied' || (cross.outcome === 'sign-in' && cross.status >= 300))
      return { code: 'clear', data: { status: cross.status }, ...more };
    if (isSoft(record)) return { code: 'soft', data: { status: cross.status, outcome: cross.outcome }, ...more };
    return { code: 'no-refusal', ...more };
  },
});

/** A refusal by its body while the status says that all is well, as for a record that does not exist. */
function isSoft({ crossViews: [cross], ownerViews: [first] }: CrossRead): boolean {
  return (
    cross !== undefined &&
    cross.status < 300 &&
    ['error-body', 'sign-in'].includes(cross.outcome) &&
    first?.outcome === 'data'
  );
}
