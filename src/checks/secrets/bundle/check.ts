import type { WebLook } from '../../../collectors/secrets-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlBody } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { megabytes, secretAnswer } from '../secret-answer.ts';

type Code = 'clean' | 'in-browser' | 'in-source-map' | 'in-answer' | 'test-key' | 'partly-read';

const outcomes: Readonly<Record<Code, Outcome>> = {
  clean: { is: 'pass', says: 'None of {texts} pages, scripts and maps of {host} holds a secret.' },
  'in-browser': { is: 'fail', says: '{host} sends {what} to every visitor’s browser, at {place}.' },
  'in-source-map': { is: 'fail', says: 'A public source map of {host} holds {what}, written at {place}.' },
  'in-answer': { is: 'fail', says: 'An answer of {host} hands out {what}, at {place}.' },
  'test-key': { is: 'warn', says: '{host} sends {what} of a test mode to the browser, at {place}.' },
  'partly-read': {
    is: 'unproven',
    says: '{count|script or map|scripts or maps} of {host} could not be read; the others hold no secret.',
  },
};

export const bundle = defineCheck<'secrets.web', Code>({
  id: 'secrets.bundle',
  question: 'Is everything that the browser downloads free of secrets?',
  why: 'Whatever a browser downloads is public, minified or not: robots read bundles for keys all day.',
  breaks: 'A stranger sends mail, charges cards or reads the database with the portal’s own key.',
  proof:
    'The page with its inline data, its scripts, the scripts that those name and the source maps that they name are downloaded as a browser would, and searched; answers that a signed-in browser received as well. Keys made for browsers are told from secrets by prefix, role and neighbourhood.',
  permit: 'look',
  cites: ['v5.0.0-13.3.1', 'API8:2023'],
  needs: ['secrets.web'],
  outcomes,
  fix: {
    summary: 'Take the secret out of what the browser gets, call the provider from the server, and replace the secret.',
    effort: '4 h',
    owner: 'engineer',
    steps: [
      'Replace the secret at its provider: it has to be taken as read.',
      'Move the call that needs it to the server; give the browser a publishable key or a short-lived token.',
      'Rename the variable so that the bundler does not take it along (no NEXT_PUBLIC_, VITE_, REACT_APP_ prefix).',
      'Do not publish source maps, or upload them to the error tracker only.',
    ],
  },
  judge({ 'secrets.web': look }) {
    const secrets = look.secrets.filter((one) => one.exposure !== 'publishable');
    const answers = secrets.map((one) => answerFor(one, look));
    const facts = [
      {
        label: 'searched',
        value: `${look.texts.length} texts, ${megabytes(look.texts.reduce((sum, one) => sum + one.bytes, 0))}`,
      },
      ...look.texts.slice(0, 12).map(({ url, what }) => ({ label: what, value: url })),
      ...look.unread.slice(0, 6).map(({ url, why }) => ({ label: 'not read', value: `${url} (${why})` })),
    ];
    const base = {
      data: { host: look.host, texts: look.texts.length, count: look.unread.length },
      evidence: facts,
      reproduce: curlBody(`${look.origin}/`),
    };
    if (answers.some(({ code }) => code !== 'test-key')) return answers;
    if (look.unread.length > 0)
      return [
        ...answers,
        {
          ...base,
          code: 'partly-read',
          gap: gap(
            'unreachable',
            `${look.unread.length} scripts or maps of ${look.host} could not be read.`,
            'Run again; see that the files answer, and list the hosts that serve them in target.hosts.',
            5,
          ),
        },
      ];
    return [...answers, { ...base, code: 'clean' }];
  },
});

function answerFor(one: WebLook['secrets'][number], look: WebLook): Answer<Code> {
  const [url = ''] = one.path.split('!/');
  const answer = look.texts.find((text) => text.url === url)?.what === 'answer';
  const code: Code =
    one.exposure === 'test'
      ? 'test-key'
      : one.original !== undefined
        ? 'in-source-map'
        : answer
          ? 'in-answer'
          : 'in-browser';
  return secretAnswer(code, one, { data: { host: look.host }, reproduce: curlBody(url) });
}
