import type { Response } from 'playwright-core';

const bodyPatienceMs = 8000;

/** The body; undefined where it does not come to an end in time, or the browser has let go of it. */
export async function bodyOf(response: Response): Promise<Buffer | undefined> {
  let late: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((done) => {
    late = setTimeout(() => done(undefined), bodyPatienceMs);
  });
  const body = response.body().catch(() => undefined);
  return Promise.race([body, patience]).finally(() => clearTimeout(late));
}

/** Answers that have none (RFC 9110 §6.4.1). */
export const hasNoBody = (status: number, headers: Readonly<Record<string, string>>): boolean =>
  status === 204 || status === 205 || status === 304 || headers['content-length'] === '0';

export const neverEnds = (headers: Readonly<Record<string, string>>): boolean =>
  /event-stream|multipart\/x-mixed/i.test(headers['content-type'] ?? '');
