import { UsageError } from './problem.ts';

/** The value, or undefined where the file is not there or is not what it should be. */
export function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
