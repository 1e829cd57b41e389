import type { AnyCheck } from './define-check.ts';
import { build } from './secrets/build/check.ts';
import { bundle } from './secrets/bundle/check.ts';
import { keyClass } from './secrets/class/check.ts';
import { history } from './secrets/history/check.ts';
import { logs } from './secrets/logs/check.ts';
import { rotation } from './secrets/rotation/check.ts';
import { tree } from './secrets/tree/check.ts';

/** Checks for secrets where they do not belong. */
export const secretsChecks: readonly AnyCheck[] = [history, tree, bundle, build, logs, keyClass, rotation];
