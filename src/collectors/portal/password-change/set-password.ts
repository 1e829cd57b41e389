import type { Request } from 'playwright-core';
import { GapError } from '../../../model/gap.ts';
import type { CollectContext } from '../../collector.ts';
import { type Sent, sendForm } from '../../delivery/send-form.ts';
import type { Session } from '../session.ts';
import { fieldsOf } from '../cross-site/form-bodies.ts';
import { sendWay } from '../cross-site/foreign-request.ts';
import { readAnswer } from '../tenancy/answer-text.ts';
import { outcomeOf } from '../tenancy/view.ts';
import { type ChangeForm, reopen } from './find-change-form.ts';
import type { TakenChange } from './lock.ts';

export interface Attempt {
  readonly outcome: 'taken' | 'refused' | 'page-only' | 'no-form' | 'unclear';
  readonly status: number;
  /** What the portal said, at most 140 characters; passwords of the run are masked when it is stored. */
  readonly said: string;
  readonly request?: Request;
}

/**
 * Fills the form in and sends it, with what its page asks of the browser alone taken away: what counts is what the server
 * says. Where the page's own script sends nothing, a request that was taken before is sent again with the other password.
 */
export async function setPassword(
  session: Session,
  form: Pick<ChangeForm, 'url' | 'pressed'>,
  words: { readonly current: string; readonly fresh: string },
  context: CollectContext,
  taken?: TakenChange,
): Promise<Attempt> {
  const fields = await reopen(session, form, context);
  if (!fields) return { outcome: 'no-form', status: 0, said: 'the form was not there any more' };
  const seen: Request[] = [];
  const onRequest = (request: Request) => {
    if (carries(request, words.fresh)) seen.push(request);
  };
  session.page.on('request', onRequest);
  for (const [field, value] of [
    [fields.current, words.current],
    [fields.fresh, words.fresh],
    [fields.confirm, words.fresh],
  ] as const) {
    await field?.evaluate(takeLimitsAway).catch(() => undefined);
    await field?.fill(value, { timeout: 4000 }).catch(() => undefined);
  }
  await fields.submit?.evaluate((one) => (one as HTMLButtonElement).removeAttribute('disabled')).catch(() => undefined);
  const sent = await sendForm(
    session.page,
    session.recorder,
    {
      passwords: [fields.confirm ?? fields.fresh],
      texts: [],
      boxes: [],
      choices: [],
      captcha: false,
      ...(fields.submit ? { submit: fields.submit } : {}),
    },
    context,
  );
  session.page.off('request', onRequest);
  const carrier = seen.at(-1);
  if (carrier) {
    const status = (await carrier.response().catch(() => null))?.status() ?? sent.status;
    return told({ ...sent, request: carrier, ...(status === undefined ? {} : { status }) });
  }
  // Some pages send a hash of it: where nothing else was taken before, what was sent is the change.
  if (sent.request && (!taken || taken.request.url() === sent.request.url())) return told(sent);
  // The page kept it to itself.
  const repeated = taken && (await again(session, taken, words, context));
  return repeated ?? { outcome: 'page-only', status: 0, said: sent.said };
}

function told({ status = 0, ok, said, request }: Sent): Attempt {
  const limited = status === 429 || status >= 500;
  const outcome = limited ? 'unclear' : ok === false ? 'refused' : ok === true ? 'taken' : 'unclear';
  return { outcome, status, said, ...(request ? { request } : {}) };
}

/** Whether this password stands in the request, as it is. */
export function carries(request: Pick<Request, 'postData' | 'headers'>, password: string): boolean {
  const body = request.postData() ?? '';
  const type = request.headers()['content-type'] ?? '';
  const fields = fieldsOf({ body, contentType: type });
  return fields ? fields.some(([, value]) => value === password) : body.includes(password);
}

/** The request that was taken, with the other passwords in it; undefined where it does not hold them in clear. */
async function again(
  session: Session,
  { request, current, fresh }: TakenChange,
  words: { readonly current: string; readonly fresh: string },
  { world, signal }: CollectContext,
): Promise<Attempt | undefined> {
  const recorded = request.postData() ?? '';
  if (!recorded.includes(JSON.stringify(fresh)) || !/json/i.test(request.headers()['content-type'] ?? ''))
    return undefined;
  const body = recorded
    .split(JSON.stringify(fresh))
    .join(JSON.stringify(words.fresh))
    .split(JSON.stringify(current))
    .join(JSON.stringify(words.current));
  const latest = session.recorder.exchanges.findLast(
    (one) => one.afterSignIn && new URL(one.url).host === new URL(request.url()).host,
  );
  const authorization = latest?.requestHeaders.authorization;
  const kept = Object.entries(await request.allHeaders().catch(() => request.headers())).filter(
    ([name]) =>
      !/^(:|host$|content-length$|connection$|accept-encoding$|cookie$)/i.test(name) &&
      !(name === 'authorization' && authorization !== undefined),
  );
  const cookies = await session.context.cookies(request.url());
  const headers = [
    ...kept,
    ...(authorization === undefined ? [] : ([['authorization', authorization]] as const)),
    ...(cookies.length > 0
      ? ([['cookie', cookies.map(({ name, value }) => `${name}=${value}`).join('; ')]] as const)
      : []),
  ];
  const way = { method: request.method() as 'POST', url: request.url(), body };
  try {
    const { response } = await sendWay(way, headers, 'write', world, signal);
    if (!response) return undefined;
    const byName = Object.fromEntries(response.headers.map(([name, value]) => [name.toLowerCase(), value]));
    const content = readAnswer(response.body, byName['content-type'] ?? '', byName);
    const outcome = outcomeOf(response.status, content, byName.location);
    const { status } = response;
    const said = `HTTP ${status}, sent without the page`;
    const refused = status >= 400 || outcome === 'error-body' || outcome === 'sign-in';
    const unclear = status === 429 || status >= 500 || status === 401;
    return {
      outcome: unclear ? 'unclear' : refused ? 'refused' : 'taken',
      status,
      said,
    };
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return undefined;
  }
}

/** Runs inside the page: lengths and patterns that only the browser looks at. */
function takeLimitsAway(element: HTMLElement): void {
  for (const name of ['minlength', 'pattern', 'required', 'maxlength']) element.removeAttribute(name);
  const { form } = element as HTMLInputElement;
  if (form) form.noValidate = true;
}
