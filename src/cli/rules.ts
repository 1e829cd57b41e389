import { catalogue } from '../checks/catalogue.ts';
import { checks } from '../checks/index.ts';
import type { Rules } from '../engine/judge.ts';
import { coverageOf } from '../checks/coverage.ts';

/** What every judgement of this program goes by. */
export const rules: Rules = { checks, catalogue, coverageOf };
