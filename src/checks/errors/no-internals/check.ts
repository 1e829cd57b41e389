import type { ErrorProbe } from '../../../collectors/network-evidence.ts';
import type { Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlBody } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { stackSteps } from '../../remedies/remedies.ts';

type Code = 'quiet' | 'shows-internals' | 'partly-seen' | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  quiet: {
    is: 'pass',
    says: '{host} answered {count|request|requests} that had to fail, and showed nothing of its inside.',
  },
  'shows-internals': { is: 'fail', says: 'Error answers of {host} show {kinds} ({probe}).' },
  'partly-seen': {
    is: 'unproven',
    says: '{host} answered only {count} of {all} requests that had to fail; those showed nothing.',
  },
  'off-production': offProduction,
};

export const noInternals = defineCheck<'net.errors', Code>({
  id: 'errors.no-internals',
  question: 'Do error answers keep internals to themselves?',
  why: 'Stack traces, file paths and SQL in error answers are a map for an attacker, and now and then they hold a password.',
  breaks: 'An attacker learns versions, folders and database hosts from one mistyped address.',
  proof:
    'A dozen GET requests that have to fail: unknown pages, broken encoding, odd query types, an unreadable body and token. The answers are searched for traces, debug pages, SQL, connection strings, internal addresses and paths; whatever we sent ourselves does not count.',
  permit: 'guess',
  cites: ['v5.0.0-16.5.1', 'API8:2023'],
  needs: ['net.errors'],
  outcomes,
  fix: {
    summary: 'Answer errors with a plain page and a reference number, and write the details to the log.',
    effort: '2 h',
    owner: 'engineer',
    steps: [
      'Switch debug mode off in production (NODE_ENV=production, DEBUG=False, APP_DEBUG=false, customErrors).',
      'Add one error handler for the whole application that logs the error with an id and shows only the id.',
      'Include what happens before your code: routing, body parsing, proxies.',
      ...stackSteps('errors.no-internals'),
    ],
  },
  judge({ 'net.errors': look }, context) {
    const telling = look.probes.filter(({ signs }) => signs.length > 0);
    const settled = look.probes.filter(({ trouble, signs }) => trouble === undefined || signs.length > 0);
    const [first] = telling;
    const data = { host: look.host, count: settled.length, all: look.probes.length };
    const command = (probe: ErrorProbe | undefined) =>
      curlBody(`${look.origin}${probe?.path ?? '/no-such-page'}`, ...optionsFor(probe));
    if (first) {
      const kinds = [...new Set(telling.flatMap(({ signs }) => signs.map(({ kind }) => kind)))].slice(0, 5).join(', ');
      const evidence = telling.flatMap(({ name, status, signs }) =>
        signs.map(({ kind, sample }) => ({ label: `${name} (${status}): ${kind}`, value: sample })),
      );
      const answer = {
        code: 'shows-internals',
        data: { ...data, kinds, probe: first.name },
        evidence: evidence.slice(0, 12),
        reproduce: command(first),
      } as const;
      return softenOffProduction<Code>([answer], outcomes, context);
    }
    const evidence = look.probes.map(({ name, status, contentType, trouble }) => ({
      label: name,
      value: trouble ?? `${status} ${contentType}`.trim(),
    }));
    const base = { data, evidence, reproduce: command(look.probes.find(({ name }) => name === 'unknown page')) };
    const plain = look.probes.find(({ name }) => name === 'unknown page');
    if (plain?.trouble === undefined && settled.length * 3 >= look.probes.length * 2) return { ...base, code: 'quiet' };
    const why = look.probes.find(({ trouble }) => trouble !== undefined)?.trouble ?? 'no answer';
    const detail = `${look.host} left ${look.probes.length - settled.length} of ${look.probes.length} requests that had to fail without an answer of its own (${why}).`;
    return {
      ...base,
      code: 'partly-seen',
      gap: gap('inconclusive', detail, 'Let this machine through, then run again.', 10),
    };
  },
});

function optionsFor(probe: ErrorProbe | undefined): readonly string[] {
  const options: Readonly<Record<string, readonly string[]>> = {
    'unknown API path': ["-H 'accept: application/json'"],
    'unknown media type': ["-H 'accept: application/vnd.launch-ready.none'"],
    'body that is not JSON': [`-X ${probe?.method ?? 'GET'} -H 'content-type: application/json' --data '{"lr":'`],
    'token that is none': ["-H 'authorization: Bearer launch.ready.none'"],
    'odd query types': ['-g'],
  };
  return ['--path-as-is', ...(options[probe?.name ?? ''] ?? [])];
}
