import { gap } from '../../model/gap.ts';
import { defineCollector, type Target } from '../collector.ts';

/** The repository's own name, not the path on this machine. */
export function nameOfFolder(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) || path
  );
}

const noRepository = gap(
  'not-configured',
  'No repository was given.',
  'Run with --repo DIR, or name it in the config (target.repo).',
  2,
);
const repoOf = (target: Target) => target.config.target.repo;

/** Every object of the repository's history, and every file of its working tree. */
export const repositoryCollector = defineCollector({
  id: 'repository-secrets',
  produces: ['secrets.history', 'secrets.tree'],
  permit: 'read-repo',
  timeoutMs: 1_800_000,
  subjects: (target) => (repoOf(target) === undefined ? noRepository : [nameOfFolder(repoOf(target) ?? '')]),
  async collect(subject, { world, target, signal, emit, gap: record, progress }) {
    const folder = repoOf(target) ?? '.';
    const history = await world.secrets.history(folder, { signal, onProgress: progress });
    if (history.found) {
      emit('secrets.history', subject, { repo: subject, ...history.scan });
      await readInner({ folder, subject, world, signal, emit, record, progress });
    } else if (history.why === 'broken')
      record(
        'secrets.history',
        subject,
        gap(
          'unreadable',
          `The repository of ${subject} cannot be read: git does not recognise it.`,
          'Run git fsck there, or clone it again.',
          15,
        ),
      );
    else {
      const above =
        history.above === undefined ? '' : ` It lies inside another repository, ${nameOfFolder(history.above)}.`;
      record(
        'secrets.history',
        subject,
        gap(
          'not-configured',
          `${subject} is no git repository, so there is no history to search.${above}`,
          'Name the folder that holds .git.',
          2,
        ),
      );
    }
    const tree = await world.secrets.files(folder, 'tree', { signal, onProgress: progress });
    emit('secrets.tree', subject, { folder: subject, ...tree });
  },
});

type Collect = Parameters<(typeof repositoryCollector)['collect']>[1];
type Inner = Pick<Collect, 'world' | 'signal' | 'emit' | 'progress'> & {
  readonly folder: string;
  readonly subject: string;
  readonly record: Collect['gap'];
};

/** Whoever is given the portal's code is given its submodules: each has a history of its own. */
async function readInner({ folder, subject, world, signal, emit, record, progress }: Inner): Promise<void> {
  for (const { path, folder: inner, git } of await world.secrets.submodules(folder, { signal })) {
    const repo = `${subject}/${path}`;
    const history =
      inner === undefined ? undefined : await world.secrets.history(inner, { signal, onProgress: progress });
    if (history?.found) emit('secrets.history', repo, { repo, inner: { path, git }, ...history.scan });
    else
      record(
        'secrets.history',
        repo,
        inner === undefined
          ? gap(
              'not-collected',
              `The submodule ${path} of ${subject} is not here: neither its files nor its history were searched.`,
              `Run git submodule update --init ${path} there, then audit again.`,
              5,
            )
          : gap(
              'unreadable',
              `The submodule ${path} of ${subject} cannot be read.`,
              'Run git fsck in it, or fetch it again.',
              15,
            ),
      );
  }
}
