import type { Collector } from '../collector.ts';
import { exposedCollectors } from './collect-exposed.ts';
import { buildCollector, logCollector } from './collect-folders.ts';
import { repositoryCollector } from './collect-repository.ts';
import { webSecretsCollector } from './collect-web.ts';

/** Collectors that look for secrets where they do not belong. */
export const secretsCollectors: readonly Collector[] = [
  repositoryCollector,
  buildCollector,
  logCollector,
  webSecretsCollector,
  ...exposedCollectors,
];
