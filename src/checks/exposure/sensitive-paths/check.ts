import type { ExposedKind, ExposureProbe } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlBody } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { fixOfKind } from './fix-of-kind.ts';

type Code = ExposedKind | 'minor' | 'nothing-exposed' | 'fakes-everything' | 'partly-seen';

const exposed = (what: string): Outcome => ({ is: 'fail', says: `${what} on {host} is public: {paths}.` });
const outcomes: Readonly<Record<Code, Outcome>> = {
  'nothing-exposed': {
    is: 'pass',
    says: 'None of {count} well-known paths of {host} showed what must not be public{shortened}.',
  },
  minor: { is: 'warn', says: '{host} shows what many keep to themselves: {paths}.' },
  'version-control': exposed('The version-control folder'),
  'environment-file': exposed('An environment file'),
  backup: exposed('A backup'),
  credentials: exposed('A file with credentials'),
  'debug-endpoint': exposed('A debug endpoint'),
  'server-status': exposed('The status page of the web server'),
  'health-endpoint': { is: 'fail', says: 'The health endpoint of {host} shows strangers its inside: {paths}.' },
  'source-map': exposed('The original source of the scripts'),
  'config-file': exposed('A configuration file'),
  'log-file': exposed('A log file'),
  'api-docs': exposed('The API description'),
  'folder-metadata': exposed('A list of files'),
  'fakes-everything': {
    is: 'unproven',
    says: '{host} answers random paths with bait as well, so nothing can be told apart.',
  },
  'partly-seen': {
    is: 'unproven',
    says: '{host} answered {count} of {all} well-known paths; those showed nothing that must not be public.',
  },
};

export const sensitivePaths = defineCheck<'net.exposure', Code>({
  id: 'exposure.sensitive-paths',
  question: 'Are repositories, env files, backups and consoles out of reach?',
  why: 'These paths are tried by robots within hours of a launch. A public .git folder or .env file hands out the source and every key.',
  breaks: 'Strangers download the code, the customers’ data or the keys to both.',
  proof:
    'Well-known paths are asked for and judged by their content, never by their status: a page that answers everything is no exposure. Random paths before and after show what this host says to nonsense; each find is tried again below a random folder. Of more than a hundred hosts each is asked for the paths and folders alone that robots try first, and so is one that only redirects; the evidence names every path.',
  permit: 'guess',
  cites: ['v5.0.0-13.4.1', 'v5.0.0-13.4.5', 'API8:2023'],
  needs: ['net.exposure'],
  outcomes,
  fix: {
    summary: 'Take the file or endpoint off the public server, and change every secret that it held.',
    effort: '1 h',
    owner: 'engineer',
    steps: [
      'Block it at once at the server or edge (deny dot files, *.sql, *.map, debug paths).',
      'Remove it from what is deployed: build output only, no repository folder.',
      'Rotate every key and password that stood in it: it has to be taken as read.',
      ...stackSteps('exposure.sensitive-paths'),
    ],
  },
  judge({ 'net.exposure': look }) {
    const { host, probes } = look;
    const found = probes.filter(({ outcome }) => outcome === 'present');
    const trouble = probes.filter(({ outcome }) => outcome === 'trouble').length;
    const all = probes.length;
    const url = (path: string) => `${look.origin}${path}`;
    const controls = look.controls.map(({ path, status }) => ({ label: `control ${path}`, value: `${status}` }));
    if (look.fakesEverything) {
      const evidence = [...controls, ...found.map(lineOf)];
      const why = gap(
        'inconclusive',
        `${host} answers random paths with the same bait.`,
        'Let this machine past the trap, then run again.',
        10,
      );
      return {
        code: 'fakes-everything',
        data: { host },
        evidence,
        gap: why,
        reproduce: curlBody(url('/lr-nonsense/.env')),
      };
    }
    const answers: Answer<Code>[] = [];
    for (const [kind, of] of Map.groupBy(
      found.filter(({ minor }) => !minor),
      (probe) => probe.kind ?? 'debug-endpoint',
    )) {
      const paths = of.map(({ path }) => path).join(', ');
      const reproduce = curlBody(url(of[0]?.path ?? '/'));
      const fix = fixOfKind(kind);
      answers.push({
        code: kind,
        data: { host, paths },
        evidence: [...of.map(lineOf), ...controls],
        reproduce,
        confidence: 'certain',
        ...(fix ? { fix } : {}),
      });
    }
    const minor = found.filter((probe) => probe.minor);
    if (minor.length > 0) {
      const paths = minor.map(({ path }) => path).join(', ');
      answers.push({
        code: 'minor',
        data: { host, paths },
        evidence: [...minor.map(lineOf), ...controls],
        reproduce: curlBody(url(minor[0]?.path ?? '/')),
      });
    }
    if (answers.some(({ code }) => code !== 'minor')) return answers;
    const evidence = [...controls, ...summary(probes)];
    const shortened = shortenedWords[look.shortened ?? 'not'];
    const base = {
      data: { host, count: all - trouble, all, shortened },
      evidence,
      reproduce: curlBody(url('/.git/HEAD')),
    };
    if (look.blockedMidway !== undefined || trouble * 10 > all) {
      const why = look.blockedMidway ?? `${trouble} of ${all} paths gave no answer of the portal's`;
      const closeBy = 'Let this machine through the firewall, or lower budget.requestsPerSecond, then run again.';
      return [
        ...answers,
        {
          ...base,
          code: 'partly-seen',
          gap: gap('refused', `${host} did not let us look to the end: ${why.replace(/\.$/, '')}.`, closeBy, 10),
        },
      ];
    }
    return answers.length > 0 ? answers : { ...base, code: 'nothing-exposed' };
  },
});

const shortenedWords: Readonly<Record<'not' | 'many-hosts' | 'only-redirects', string>> = {
  not: '',
  'many-hosts': ' (those that robots try first: many hosts are listed; an audit of this one alone asks for more)',
  'only-redirects': ' (those that robots try first: it answers nothing but redirects)',
};

function lineOf({ path, status, contentType, proof }: ExposureProbe) {
  return { label: path, value: `${status} ${contentType}: ${proof ?? ''}` };
}

function summary(probes: readonly ExposureProbe[]) {
  const paths = (outcome: ExposureProbe['outcome']) =>
    probes.filter((probe) => probe.outcome === outcome).map(({ path }) => path);
  const lines = [
    ['absent', paths('absent')],
    ['refused', paths('denied')],
    ['answered with a page like any other', paths('like-control')],
    ['no answer', paths('trouble')],
  ] as const;
  return lines.flatMap(([label, list]) => (list.length > 0 ? [{ label, value: list.join(' ') }] : []));
}
