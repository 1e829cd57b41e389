import type { FilesLook } from '../../../collectors/secrets-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { defineCheck } from '../../define-check.ts';
import { factsOfFiles, unreadGap } from '../files-facts.ts';
import { readBack } from '../read-back.ts';
import { isHarmless, secretAnswer } from '../secret-answer.ts';

type Code = 'clean' | 'committed' | 'not-ignored' | 'deployed' | 'in-files' | 'kept-here' | 'test-only' | 'unread';

const outcomes: Readonly<Record<Code, Outcome>> = {
  clean: { is: 'pass', says: 'None of {files} files of {folder} holds a secret that leaves this machine.' },
  committed: { is: 'fail', says: '{place} holds {what}, and the file is in git.' },
  'not-ignored': {
    is: 'fail',
    says: '{place} holds {what}; the file is not in git yet and not ignored either: the next git add takes it along.',
  },
  deployed: { is: 'fail', says: '{place} holds {what}; git ignores the file, and the {by} copies it into the image.' },
  'in-files': { is: 'fail', says: '{place} holds {what}.' },
  'kept-here': { is: 'warn', says: '{place} holds {what}; git ignores the file, so it stays on this machine.' },
  'test-only': { is: 'warn', says: '{place} holds {what}: {why}.' },
  unread: { is: 'unproven', says: 'Some files of {folder} could not be read.' },
};

export const tree = defineCheck<'secrets.tree', Code>({
  id: 'secrets.tree',
  question: 'Are the files of the repository free of secrets?',
  why: 'Whoever may read the code reads the keys in it as well, and code is copied to laptops, build servers and assistants.',
  breaks: 'A key meant for one server is on every machine that has the code.',
  proof:
    'Every file is read: code, env files, CI configuration, notebooks, recordings, archives and maps, however the value is written (base64, percent, escapes, joined, UTF-16). Git is asked which files it holds and which it ignores; a Dockerfile that copies everything takes ignored files along.',
  permit: 'read-repo',
  cites: ['v5.0.0-13.3.1'],
  needs: ['secrets.tree'],
  outcomes,
  fix: {
    summary: 'Move the secret out of the files, and replace it.',
    effort: '1 h each',
    owner: 'engineer',
    steps: [
      'Replace the secret at its provider.',
      'Read it from the environment or a vault.',
      'List env files in .gitignore and .dockerignore.',
    ],
  },
  judge({ 'secrets.tree': look }, { now }) {
    const answers = look.secrets.map((one) => answerFor(one, now));
    const base = {
      data: { folder: look.folder, files: look.files },
      evidence: factsOfFiles(look),
      reproduce: 'git ls-files --cached --others',
    };
    const why = unreadGap(look);
    if (why) answers.push({ ...base, code: 'unread', gap: why });
    const settled = answers.some(({ code }) => code !== 'test-only' && code !== 'kept-here');
    return settled ? answers : [...answers, { ...base, code: 'clean' }];
  },
});

function answerFor(one: FilesLook['secrets'][number], now: Date): Answer<Code> {
  return secretAnswer(codeOf(one, now), one, {
    data: { by: one.deployed ?? '' },
    evidence: [
      {
        label: 'git',
        value: {
          tracked: 'holds the file',
          untracked: 'does not hold it yet',
          ignored: 'ignores it',
          plain: 'no repository here',
        }[one.state],
      },
    ],
    reproduce: readBack(one),
  });
}

function codeOf(one: FilesLook['secrets'][number], now: Date): Code {
  if (one.state === 'ignored' && one.deployed === undefined) return 'kept-here';
  if (isHarmless(one, now)) return 'test-only';
  if (one.deployed !== undefined) return 'deployed';
  return ({ tracked: 'committed', untracked: 'not-ignored', plain: 'in-files', ignored: 'kept-here' } as const)[
    one.state
  ];
}
