import type { HistoryLook } from '../../../collectors/secrets-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { quoted, readBack } from '../read-back.ts';
import { isHarmless, megabytes, secretAnswer } from '../secret-answer.ts';

type Code =
  | 'clean'
  | 'still-there'
  | 'in-history'
  | 'in-message'
  | 'in-lost-commit'
  | 'test-only'
  | 'cut-off'
  | 'unread';

const outcomes: Readonly<Record<Code, Outcome>> = {
  clean: { is: 'pass', says: 'None of {objects} objects of the history of {repo} holds a secret.' },
  'still-there': { is: 'fail', says: '{place} holds {what}, in the newest commit too; {who} brought it in on {date}.' },
  'in-history': {
    is: 'fail',
    says: '{place} held {what}: gone from the newest commit, and still in the history since {date} ({who}).',
  },
  'in-message': { is: 'fail', says: 'A message in the history holds {what} ({who}, {date}).' },
  'in-lost-commit': {
    is: 'fail',
    says: '{place} holds {what} in objects that no branch reaches and that every copy may hold ({who}, {date}).',
  },
  'test-only': { is: 'warn', says: '{place} holds {what}: {why} ({who}, {date}).' },
  'cut-off': { is: 'unproven', says: 'The clone of {repo} holds only a part of the history ({why}).' },
  unread: { is: 'unproven', says: '{count|object|objects} of {repo} could not be read.' },
};

export const history = defineCheck<'secrets.history', Code>({
  id: 'secrets.history',
  question: 'Is the whole git history free of secrets?',
  why: 'A secret that was committed once stays in every clone, also after it was deleted, on other branches, in stashes and in forgotten commits.',
  breaks:
    'Everybody who ever gets the repository, a former contractor or a leaked backup, holds the key to production.',
  proof:
    'Every object that git keeps is read: all branches, tags, stashes, reflogs, merges, messages and what nothing reaches any more. Values are masked where they are found; a keyed mark tells equal ones. Who brought a secret in comes from the first commit that has it.',
  permit: 'read-repo',
  cites: ['v5.0.0-13.3.1'],
  needs: ['secrets.history'],
  outcomes,
  fix: {
    summary: 'Replace every secret that was ever committed; taking it out of the files is not enough.',
    effort: '1 h each',
    owner: 'engineer',
    steps: [
      'Replace the secret at its provider.',
      'Keep the new one out of git.',
      'State the replacement in the config.',
    ],
  },
  judge({ 'secrets.history': look }, { now }) {
    const answers = look.secrets.map((one) => answerFor(one, now, look));
    const facts = factsOf(look);
    const reproduce = 'git cat-file --batch-all-objects --batch-check';
    if (look.shallow || look.partial) {
      const why = look.shallow ? 'a shallow clone' : 'a partial clone';
      answers.push({
        code: 'cut-off',
        data: { repo: look.repo, why },
        evidence: facts,
        reproduce,
        gap: gap(
          'not-collected',
          `The clone of ${look.repo} is ${why}: older content is not here.`,
          look.shallow
            ? 'Run git fetch --unshallow there, then audit again.'
            : 'Clone it again without --filter, then audit again.',
          5,
        ),
      });
    }
    const unread = look.broken.length + look.missing;
    if (unread > 0 && !look.partial)
      answers.push({
        code: 'unread',
        data: { repo: look.repo, count: unread },
        evidence: [...facts, ...look.broken.slice(0, 5).map((name) => ({ label: 'unreadable object', value: name }))],
        reproduce: 'git fsck --full',
        gap: gap(
          'unreadable',
          `${unread} objects of ${look.repo} could not be read.`,
          'Run git fsck --full there and repair it, or clone it again.',
          20,
        ),
      });
    if (answers.some(({ code }) => code !== 'test-only')) return answers;
    return [
      ...answers,
      { code: 'clean', data: { repo: look.repo, objects: look.objects }, evidence: facts, reproduce },
    ];
  },
});

function answerFor(one: HistoryLook['secrets'][number], now: Date, { head, inner }: HistoryLook): Answer<Code> {
  const codes = { head: 'still-there', history: 'in-history', message: 'in-message', lost: 'in-lost-commit' } as const;
  const code: Code = isHarmless(one, now) ? 'test-only' : codes[one.where];
  const commit = one.commit ?? '';
  const short = commit.slice(0, 12);
  const who = one.author ?? 'nobody knows who';
  const date = one.date?.slice(0, 10) ?? 'an unknown date';
  return secretAnswer(code, inner ? { ...one, path: within(inner.path, one) } : one, {
    data: { who, date },
    ...(commit === '' ? {} : { commit }),
    evidence: [
      { label: 'brought in', value: commit === '' ? 'by no commit that is left' : `${short} by ${who} on ${date}` },
      { label: 'versions that hold it', value: `${one.versions}` },
      ...(one.otherPaths.length > 0 ? [{ label: 'also at', value: one.otherPaths.join(', ') }] : []),
    ],
    reproduce: readObject(one, short, head?.slice(0, 12)).replace(
      /^git (?=show |cat-file )/,
      `git ${(inner?.git ?? []).map((word) => `${/^[\w./-]+$/.test(word) ? word : quoted(word)} `).join('')}`,
    ),
  });
}

/** A file of a submodule by its place in the portal's own folder; a message has none. */
function within(inner: string, { path }: HistoryLook['secrets'][number]): string {
  return /^(?:object|commit|tag) [^/]*$/.test(path) ? `${inner}: ${path}` : `${inner}/${path}`;
}

/** Messages and texts that no commit names are read by the object itself. */
function readObject(one: HistoryLook['secrets'][number], commit: string, head: string | undefined): string {
  const inCommit = one.where === 'head' ? one.path : one.path.replace(/^[^!]*/, (path) => one.pathThen ?? path);
  const [, lost] = /^object ([0-9a-f]+)$/.exec(one.path) ?? [];
  const named = lost ?? (/^(?:commit|tag) message$/.test(one.path) ? commit : undefined);
  if (named === undefined)
    return readBack({ ...one, path: inCommit }, one.where === 'head' ? (head ?? commit) : commit);
  return lost === undefined ? `git cat-file -p ${named}` : `git cat-file -p ${named} | sed -n ${one.line}p`;
}

function factsOf(look: HistoryLook) {
  return [
    {
      label: 'objects',
      value: `${look.objects} (${look.searched} searched now, ${megabytes(look.bytes)}; ${look.remembered} remembered from an earlier run)`,
    },
    ...(look.head === undefined ? [] : [{ label: 'newest commit', value: look.head }]),
    ...look.left.slice(0, 10).map(({ path, what }) => ({ label: 'not opened', value: `${path} ${what}` })),
  ];
}
