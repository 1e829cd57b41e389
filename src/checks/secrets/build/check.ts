import type { Outcome } from '../../../model/check.ts';
import { defineCheck } from '../../define-check.ts';
import { factsOfFiles, unreadGap } from '../files-facts.ts';
import { readBack } from '../read-back.ts';
import { isHarmless, secretAnswer } from '../secret-answer.ts';

type Code = 'clean' | 'in-build' | 'test-only' | 'no-build' | 'unread';

const outcomes: Readonly<Record<Code, Outcome>> = {
  clean: { is: 'pass', says: 'None of {files} files that were built in {folder} holds a secret.' },
  'in-build': { is: 'fail', says: 'The build holds {what} at {place}.' },
  'test-only': { is: 'warn', says: 'The build holds {what} at {place}: {why}.' },
  'no-build': { is: 'not-applicable', says: '{folder} holds no build output, and none was named.' },
  unread: { is: 'unproven', says: 'Some files built in {folder} could not be read.' },
};

export const build = defineCheck<'secrets.build', Code>({
  id: 'secrets.build',
  question: 'Is the build output free of secrets?',
  why: 'Bundlers write the values of variables into the code they build, and layers of images keep files that a later layer deletes.',
  breaks: 'Whoever gets the image or opens the developer tools holds the key.',
  proof:
    'The build folders of the config, else those that the tools write, are read file by file: bundles, source maps up to the original file, archives and layers inside archives.',
  permit: 'read-repo',
  cites: ['v5.0.0-13.3.1'],
  needs: ['secrets.build'],
  outcomes,
  fix: {
    summary: 'Keep the variable out of the build, and replace the secret.',
    effort: '2 h',
    owner: 'engineer',
    steps: [
      'Find the variable with a public prefix (NEXT_PUBLIC_, VITE_, REACT_APP_, NUXT_PUBLIC_, EXPO_PUBLIC_) or the define that takes it along.',
      'Call the provider from the server instead of the browser.',
      'For images: pass it with --mount=type=secret, never with ARG, ENV or COPY.',
      'Replace the secret at its provider.',
    ],
  },
  judge({ 'secrets.build': look }, { now }) {
    const base = {
      data: { folder: look.folder, files: look.files },
      evidence: factsOfFiles(look),
      reproduce: 'git status --ignored',
    };
    const answers = look.secrets.map((one) =>
      secretAnswer<Code>(isHarmless(one, now) ? 'test-only' : 'in-build', one, {
        reproduce: readBack(one),
      }),
    );
    const why = unreadGap(look);
    if (why) return [...answers, { ...base, code: 'unread' as const, gap: why }];
    if (answers.some(({ code }) => code === 'in-build')) return answers;
    return [...answers, { ...base, code: look.files === 0 ? 'no-build' : 'clean' }];
  },
});
