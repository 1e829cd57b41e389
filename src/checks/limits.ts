import type { AnyCheck } from './define-check.ts';
import { limitsLogin } from './limits/login/check.ts';
import { limitsRetryAfter } from './limits/retry-after/check.ts';
import { limitsSpoof } from './limits/spoof/check.ts';

/** Checks of what the portal does with too much of one thing. */
export const limitsChecks: readonly AnyCheck[] = [limitsLogin, limitsSpoof, limitsRetryAfter];
