export type ApiAnswer = { readonly status: number; readonly headers: Headers; readonly text: string };

export type ApiCall = {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as application/x-www-form-urlencoded. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as multipart/form-data. */
  readonly multipart?: FormData;
};

/** One request, redirects not followed, whatever the status; 30 s at most. */
export async function call(method: string, url: string, what: ApiCall = {}): Promise<ApiAnswer> {
  const headers: Record<string, string> = { ...what.headers };
  let body: string | FormData | URLSearchParams | undefined;
  if (what.json !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(what.json);
  } else if (what.form !== undefined) body = new URLSearchParams(what.form);
  else if (what.multipart !== undefined) body = what.multipart;
  const answer = await fetch(url, { method, headers, body, redirect: 'manual', signal: AbortSignal.timeout(30_000) });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** As `call`, and throws unless the status is below 400: for seeding, where a refusal is a broken set-up. */
export async function mustCall(method: string, url: string, what: ApiCall = {}): Promise<ApiAnswer> {
  const answer = await call(method, url, what);
  if (answer.status < 400) return answer;
  throw new Error(`${method} ${url} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
}

/** Reads one value of a JSON answer by path, for example `data.access_token`. */
export function field(answer: ApiAnswer, path: string): string {
  let value: unknown = JSON.parse(answer.text);
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null)?.[key];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new Error(`the answer has no ${path}: ${answer.text.slice(0, 200)}`);
}

/** The Cookie header made of an answer's Set-Cookie headers. */
export function cookiesOf(answer: ApiAnswer): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
}
