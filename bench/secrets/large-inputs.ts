import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expandTemplate, seeded } from '../../test/secrets/templates.ts';

interface Searched {
  readonly wallMs: number;
  readonly memoryMb: number;
  readonly found: readonly string[];
}

/** A file of 2.2 GB and a folder of 100,001 files, each with one key where it is reached last. */
export function* largeInputs(folder: string, search: (place: string) => Searched): Generator<string> {
  const text = `const key = '${expandTemplate('sk_live_51{A97}', seeded(7))}';\n`;
  const say = (what: string, { found, memoryMb, wallMs }: Searched) =>
    `${what}: ${found.length} of 1 found, ${memoryMb} MB, ${(wallMs / 1000).toFixed(1)} s`;

  const one = join(folder, 'one-large');
  mkdirSync(one);
  const file = openSync(join(one, 'export.sql'), 'w');
  const size = 2_200_000_000;
  // Sparse: nearly nothing is written to the disk, and all of it is read.
  ftruncateSync(file, size);
  writeSync(file, `\n${text}`, size);
  closeSync(file);
  yield say('a file of 2.2 GB', search(one));
  rmSync(one, { recursive: true });

  const many = join(folder, 'many');
  for (let at = 0; at < 100; at += 1) {
    const inner = join(many, `part-${at}`);
    mkdirSync(inner, { recursive: true });
    for (let index = 0; index < 1000; index += 1)
      writeFileSync(join(inner, `${index}.txt`), `record ${at * 1000 + index}\n`);
  }
  writeFileSync(join(many, 'zz.ts'), text);
  yield say('a folder of 100,001 files', search(many));
  rmSync(many, { recursive: true });
}
