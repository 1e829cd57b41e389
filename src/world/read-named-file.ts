import { readFile, stat } from 'node:fs/promises';
import { GapError, gap } from '../model/gap.ts';

const mostBytes = 50 * 1024 * 1024;

/** A text file that the config names. Throws GapError `not-configured` where there is none or it is too large. */
export async function readNamedFile(path: string): Promise<string> {
  try {
    const about = await stat(path);
    if (!about.isFile() || about.size > mostBytes)
      throw Object.assign(new Error('no readable file'), { code: 'EFBIG' });
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new GapError(
      gap('not-configured', `${path} cannot be read (${code}).`, 'Correct its path in the config.', 2),
      {
        cause: error,
      },
    );
  }
}
