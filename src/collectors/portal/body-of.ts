import type { Response } from 'playwright-core';

const bodyPatienceMs = 8000;

/** The body, or nothing where it does not come to an end in time. */
export async function bodyOf(response: Response): Promise<Buffer> {
  let late: NodeJS.Timeout | undefined;
  const patience = new Promise<Buffer>((done) => {
    late = setTimeout(() => done(Buffer.alloc(0)), bodyPatienceMs);
  });
  const body = response.body().catch(() => Buffer.alloc(0));
  return Promise.race([body, patience]).finally(() => clearTimeout(late));
}
