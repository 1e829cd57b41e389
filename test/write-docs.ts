import { join } from 'node:path';
import { writePages } from '../src/cli/commands/explain.ts';
import { writeFileAtomically } from '../src/world/files.ts';
import { root } from './architecture/source-files.ts';
import { badInputTable } from './bad-input-table.ts';

/** `npm run docs`: the pages that are generated from checks and tests. */
await writePages(join(root, 'docs', 'explain'));
await writeFileAtomically(join(root, 'docs', 'bad-input.md'), badInputTable());
