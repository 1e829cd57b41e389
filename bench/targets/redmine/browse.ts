import { type ApiAnswer, cookiesOf, mustCall } from '../api-client.ts';

export type Session = { readonly headers: Readonly<Record<string, string>> };

function tokenIn(page: ApiAnswer): string {
  const found = /name="csrf-token" content="([^"]+)"/.exec(page.text)?.[1];
  if (found === undefined) throw new Error(`no CSRF token in the page: ${page.text.slice(0, 200)}`);
  return found;
}

/** Signs in through the form; the headers returned carry the cookie and a CSRF token of that session. */
export async function signIn(url: string, username: string, password: string): Promise<Session> {
  const form = await mustCall('GET', `${url}/login`);
  const answer = await mustCall('POST', `${url}/login`, {
    headers: { cookie: cookiesOf(form) },
    form: { authenticity_token: tokenIn(form), username, password },
  });
  if (answer.status !== 302) throw new Error(`signing in as ${username} answered ${answer.status}`);
  const cookie = cookiesOf(answer);
  const page = await mustCall('GET', `${url}/my/account`, { headers: { cookie } });
  return { headers: { cookie: cookiesOf(page) || cookie, 'x-csrf-token': tokenIn(page) } };
}

/** Sends a form as this session; throws unless it is answered with the redirect that means success. */
export async function post(url: string, path: string, session: Session, form: FormData): Promise<void> {
  const answer = await mustCall('POST', url + path, { headers: session.headers, multipart: form });
  if (answer.status !== 302) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text.slice(0, 2000)}`);
}

/** The form body for these fields. */
export function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
