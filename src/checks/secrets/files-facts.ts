import type { FilesLook } from '../../collectors/secrets-evidence.ts';
import type { EvidenceItem } from '../../model/finding.ts';
import { type Gap, gap } from '../../model/gap.ts';
import { megabytes } from './secret-answer.ts';

/** What was searched and what was not. */
export function factsOfFiles(look: FilesLook): EvidenceItem[] {
  return [
    { label: 'files', value: `${look.files} (${megabytes(look.bytes)})` },
    ...(look.publishable > 0 ? [{ label: 'keys made for browsers', value: `${look.publishable}, as meant` }] : []),
    ...(look.dependencyFolders.length > 0
      ? [{ label: 'packages of others, not searched', value: look.dependencyFolders.slice(0, 8).join(', ') }]
      : []),
    ...(look.innerRepositories.length > 0
      ? [{ label: 'repositories inside', value: look.innerRepositories.slice(0, 8).join(', ') }]
      : []),
    ...(look.pointers > 0 ? [{ label: 'Git LFS pointers, content elsewhere', value: `${look.pointers}` }] : []),
    ...look.left.slice(0, 10).map(({ path, what }) => ({ label: 'not opened', value: `${path} ${what}` })),
    ...look.unreadable.slice(0, 10).map(({ path, why }) => ({ label: 'not readable', value: `${path} (${why})` })),
  ];
}

/** Files that could not be read leave the question open. */
export function unreadGap(look: FilesLook): Gap | undefined {
  if (look.cutOff)
    return gap(
      'budget-spent',
      `${look.folder} has more files than are listed in one run.`,
      'Name a smaller folder.',
      5,
    );
  const count = look.unreadable.length;
  if (count === 0) return undefined;
  return gap(
    'unreadable',
    `${count} files of ${look.folder} could not be read.`,
    'Give this user the right to read them, then run again.',
    5,
  );
}
