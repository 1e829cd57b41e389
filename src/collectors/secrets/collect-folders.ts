import { gap } from '../../model/gap.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { nameOfFolder } from './collect-repository.ts';

const timeoutMs = 1_800_000;

/** Build folders of the config, else the untracked build output inside the repository. */
export const buildCollector = defineCollector({
  id: 'build-secrets',
  produces: ['secrets.build'],
  permit: 'read-repo',
  timeoutMs,
  subjects(target) {
    const { builds, repo } = target.config.target;
    if (builds?.length) return builds;
    return repo === undefined
      ? gap('not-configured', 'No build folder was given.', 'Name it in the config (target.builds).', 2)
      : [repo];
  },
  async collect(path, context) {
    const given = context.target.config.target.builds?.length;
    await readFolder('secrets.build', path, given ? 'all' : 'build', context);
  },
});

/** Log files and folders of the config. */
export const logCollector = defineCollector({
  id: 'log-secrets',
  produces: ['secrets.logs'],
  permit: 'read-logs',
  timeoutMs,
  subjects: (target) =>
    target.config.target.logs?.length
      ? target.config.target.logs
      : gap(
          'not-configured',
          'No log files were given.',
          'Name log files or folders in the config (target.logs): some days of the application, the proxy and the build server.',
          5,
        ),
  collect: (path, context) => readFolder('secrets.logs', path, 'all', context),
});

async function readFolder(
  kind: 'secrets.build' | 'secrets.logs',
  path: string,
  part: 'all' | 'build',
  context: CollectContext,
): Promise<void> {
  const { world, signal, emit, progress } = context;
  const name = nameOfFolder(path);
  if (!world.secrets.exists(path)) {
    context.gap(
      kind,
      name,
      gap(
        'unreadable',
        `${name} does not exist on this machine.`,
        'Correct its path in the config, or build first.',
        2,
      ),
    );
    return;
  }
  emit(kind, name, { folder: name, ...(await world.secrets.files(path, part, { signal, onProgress: progress })) });
}
