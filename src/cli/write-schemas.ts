import { join } from 'node:path';
import { writeFileAtomically } from '../world/files.ts';
import { schemaFiles } from './schemas.ts';
import { packageRoot } from './tool.ts';

for (const [name, text] of schemaFiles()) {
  await writeFileAtomically(join(packageRoot, 'schemas', name), text);
  console.log(`schemas/${name}`);
}
