import type { Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { factsOfFiles, unreadGap } from '../files-facts.ts';
import { readBack } from '../read-back.ts';
import { isHarmless, secretAnswer } from '../secret-answer.ts';

type Code = 'clean' | 'in-log' | 'test-only' | 'empty' | 'unread';

const outcomes: Readonly<Record<Code, Outcome>> = {
  clean: { is: 'pass', says: 'None of {files} log files of {folder} holds a secret.' },
  'in-log': { is: 'fail', says: 'The log holds {what} at {place}.' },
  'test-only': { is: 'warn', says: 'The log holds {what} at {place}: {why}.' },
  empty: { is: 'unproven', says: '{folder} holds no log lines.' },
  unread: { is: 'unproven', says: 'Some log files of {folder} could not be read.' },
};

export const logs = defineCheck<'secrets.logs', Code>({
  id: 'secrets.logs',
  question: 'Are the log files free of secrets?',
  why: 'Logs are copied to more places and read by more people than any database: collectors, dashboards, support.',
  breaks: 'A password or session in a log is open to everybody who may read logs, for as long as they are kept.',
  proof:
    'The log files of the config are read line by line, packed ones too, for tokens, passwords, authorization headers and addresses with passwords, however they are written.',
  permit: 'read-logs',
  cites: ['v5.0.0-16.2.5'],
  needs: ['secrets.logs'],
  outcomes,
  fix: {
    summary: 'Take secrets out before a line is written, delete the lines that hold some, and replace those secrets.',
    effort: '2 h',
    owner: 'engineer',
    steps: [
      'Name the fields in the logger’s redaction list (pino redact, winston format, log4j filter): authorization, cookie, password, token, set-cookie.',
      'Log addresses of databases without the user part; never log whole headers or bodies.',
      'Delete or rotate out what was written, also at the log service.',
      'Replace the secret.',
    ],
  },
  judge({ 'secrets.logs': look }) {
    const base = {
      data: { folder: look.folder, files: look.files },
      evidence: factsOfFiles(look),
      reproduce: `Open the folder ${look.folder}`,
    };
    const answers = look.secrets.map((one) =>
      secretAnswer<Code>(isHarmless(one) ? 'test-only' : 'in-log', one, {
        reproduce: readBack(one),
      }),
    );
    const why = unreadGap(look);
    if (why) return [...answers, { ...base, code: 'unread' as const, gap: why }];
    if (answers.some(({ code }) => code === 'in-log')) return answers;
    if (look.bytes === 0)
      return {
        ...base,
        code: 'empty',
        gap: gap(
          'nothing-to-compare',
          `${look.folder} holds no log lines.`,
          'Name a log that holds some days of traffic.',
          5,
        ),
      };
    return [...answers, { ...base, code: 'clean' }];
  },
});
