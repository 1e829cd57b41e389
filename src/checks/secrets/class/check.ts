import type { Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlBody } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { nameOf, placeOf, secretAnswer } from '../secret-answer.ts';

type Code =
  | 'publishable-only'
  | 'secret-key'
  | 'restricted-key'
  | 'test-key'
  | 'unknown-key'
  | 'no-keys'
  | 'partly-read';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'publishable-only': { is: 'pass', says: 'What the pages of {host} hold is made for browsers: {count|key|keys}.' },
  'no-keys': { is: 'pass', says: 'The pages of {host} hold no keys at all.' },
  'secret-key': { is: 'fail', says: 'The browser gets {what}: whoever holds it can {grants}.' },
  'restricted-key': {
    is: 'fail',
    says: 'The browser gets {what}, a restricted key of the server: whoever holds it can {grants}.',
  },
  'test-key': { is: 'warn', says: 'The browser gets {what} of a test mode; the live one must not follow it.' },
  'unknown-key': { is: 'fail', says: 'The browser gets {what}; its name says that it opens something.' },
  'partly-read': { is: 'unproven', says: 'Not everything that {host} sends to browsers could be read.' },
};

export const keyClass = defineCheck<'secrets.web', Code>({
  id: 'secrets.class',
  question: 'Are the keys in the browser publishable ones only?',
  why: 'Providers make two kinds of keys: one for browsers, which only names the account, and one for servers, which opens it. They are mixed up often.',
  breaks: 'A service-role key in the browser switches every access rule off for everybody.',
  proof:
    'Each key that the browser gets is told by its prefix, by the role written in its token, and by what stands beside it; nothing is tried out at the provider.',
  permit: 'look',
  cites: ['v5.0.0-13.3.1', 'v5.0.0-13.3.2'],
  needs: ['secrets.web'],
  outcomes,
  fix: {
    summary: 'Give the browser the publishable key, and keep the other on the server.',
    effort: '2 h',
    owner: 'engineer',
    steps: [
      'Replace the key at its provider.',
      'Use the publishable or anonymous key in the browser, with access rules on the server side.',
      'Restrict publishable keys to the portal’s own hosts.',
    ],
  },
  judge({ 'secrets.web': look }) {
    const codes = {
      secret: 'secret-key',
      restricted: 'restricted-key',
      test: 'test-key',
      publishable: 'publishable-only',
    } as const;
    const wrong = look.secrets
      .filter((one) => one.exposure !== 'publishable')
      .map((one) =>
        secretAnswer<Code>(one.shaped ? codes[one.exposure] : 'unknown-key', one, {
          data: { host: look.host },
          reproduce: curlBody(one.path.split('!/')[0] ?? ''),
        }),
      );
    const fine = look.secrets.filter((one) => one.exposure === 'publishable');
    const evidence = [
      ...fine.slice(0, 12).map((one) => ({
        label: nameOf(one).replace(/^a secret/, 'a key'),
        value: `${placeOf(one)}: whoever holds it can ${one.grants}`,
      })),
      { label: 'searched', value: `${look.texts.length} texts` },
    ];
    const base = { data: { host: look.host, count: fine.length }, evidence, reproduce: curlBody(`${look.origin}/`) };
    if (wrong.some(({ code }) => code !== 'test-key')) return wrong;
    if (look.unread.length > 0)
      return [
        ...wrong,
        {
          ...base,
          code: 'partly-read',
          gap: gap(
            'unreachable',
            `${look.unread.length} scripts or maps of ${look.host} could not be read.`,
            'Run again; see that the files answer.',
            5,
          ),
        },
      ];
    return [...wrong, { ...base, code: fine.length > 0 ? 'publishable-only' : 'no-keys' }];
  },
});
