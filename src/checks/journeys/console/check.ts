import { defineCheck } from '../../define-check.ts';

type Code = 'clean' | 'script-errors' | 'failed-requests' | 'refused-only' | 'errors-in-passing';

/** Errors that a customer's browser meets while the portal is walked. */
export const consoleCheck = defineCheck<'journey.trouble', Code>({
  id: 'journeys.console',
  question: 'Does the portal run without script errors and failed requests?',
  why: 'An error in the console is often a page that half works, and the first thing a customer sends in.',
  breaks: 'Parts of pages stay empty or buttons do nothing, for some customers and not for others.',
  proof:
    'While each identity walks the portal, uncaught errors, console errors and failed requests of listed hosts are recorded. Requests that the audit itself held back are left out. Pages with script errors are opened once more by themselves: what does not come again, perhaps because the audit left in haste, is a warning.',
  permit: 'sign-in',
  cites: [],
  needs: ['journey.trouble'],
  outcomes: {
    clean: { is: 'pass', says: 'No script errors and no failed requests on the pages visited.' },
    'script-errors': { is: 'fail', says: '{count|error|errors} in the browser console, first: {first}' },
    'failed-requests': { is: 'fail', says: '{count|request|requests} of the pages failed, first: {first}' },
    'errors-in-passing': {
      is: 'warn',
      says: '{count|error|errors} in the browser console while the pages were used, and not when they were opened by themselves, first: {first}',
    },
    'refused-only': {
      is: 'warn',
      says: 'The pages ask for {count|thing|things} that this identity is refused, first: {first}',
    },
  },
  fix: {
    summary: 'Repair the first error; those after it are often its consequences.',
    effort: '1–3 h',
    owner: 'engineer',
    steps: [
      'Open the page named in the evidence with the developer tools open.',
      'Repair the first error, reload, repeat.',
    ],
  },
  judge(values) {
    const { identity, errors, failed } = values['journey.trouble'];
    const evidence = [
      ...errors.slice(0, 5).map((one) => ({
        label: 'console error',
        value: `${one.where}: ${one.text}${one.again === false ? ' (not again when the page was opened by itself)' : ''}`,
      })),
      ...failed
        .slice(0, 5)
        .map((one) => ({ label: 'failed request', value: `${one.method} ${one.url}: ${one.outcome}` })),
    ];
    const common = {
      evidence: evidence.length > 0 ? evidence : [{ label: 'console', value: 'no errors, no failed requests' }],
      identities: [identity],
      reproduce: 'Open the page with the developer tools open and look at Console and Network.',
    };
    // A script may ask for what it may not have, and cope: that is a warning. A missing part of the page is not.
    const real = failed.filter(
      (one) => !/^HTTP (401|403)$/.test(one.outcome) && !(one.asks === 'data' && /^HTTP 4/.test(one.outcome)),
    );
    // The browser logs every failed request in the console as well: those lines are counted once, as requests.
    const scripts = errors.filter((one) => !/^Failed to load resource/.test(one.text));
    const isTried = scripts.some(({ again }) => again !== undefined);
    const lasting = scripts.filter(({ again }) => again ?? !isTried);
    if (lasting.length > 0)
      return {
        ...common,
        code: 'script-errors',
        data: { count: lasting.length, first: lasting[0]?.text.slice(0, 160) ?? '' },
      };
    if (real.length > 0)
      return {
        ...common,
        code: 'failed-requests',
        data: { count: real.length, first: `${real[0]?.method} ${real[0]?.url} (${real[0]?.outcome})` },
      };
    if (scripts.length > 0)
      return {
        ...common,
        code: 'errors-in-passing',
        data: { count: scripts.length, first: scripts[0]?.text.slice(0, 160) ?? '' },
      };
    if (failed.length > 0)
      return {
        ...common,
        code: 'refused-only',
        data: { count: failed.length, first: `${failed[0]?.method} ${failed[0]?.url} (${failed[0]?.outcome})` },
      };
    return { ...common, code: 'clean' };
  },
});
