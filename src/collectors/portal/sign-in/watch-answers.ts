import type { Page, Request, Response } from 'playwright-core';
import type { Credentials } from '../../../world/world.ts';
import { readAnswer } from '../tenancy/answer-text.ts';
import { outcomeOf } from '../tenancy/view.ts';

/** What the portal answered to the requests that carried the typed password. */
export interface LoginAnswers {
  /** Requests that carried the password, answered or not. */
  sent: number;
  /** Of those, the ones without an answer yet. */
  open: number;
  /** The status of a refusal, 400 and above. */
  refused: number | undefined;
  accepted: boolean;
  /** The status of an answer that takes the password and complains of nothing. */
  welcomed: number | undefined;
}

/** Follows the requests that carry the typed password: their status tells a refusal better than the page does. */
export function watchAnswers(page: Page, credentials: Credentials): LoginAnswers {
  const state: LoginAnswers = { sent: 0, open: 0, refused: undefined, accepted: false, welcomed: undefined };
  const carries = (request: Request) => {
    const body = request.postData() ?? '';
    const spellings = [
      credentials.password,
      encodeURIComponent(credentials.password),
      JSON.stringify(credentials.password).slice(1, -1),
    ];
    return spellings.some((one) => one !== '' && body.includes(one));
  };
  page.context().on('request', (request) => {
    if (!carries(request)) return;
    state.sent += 1;
    state.open += 1;
  });
  page.context().on('requestfailed', (request) => {
    if (carries(request)) state.open -= 1;
  });
  page.context().on('response', (response) => {
    if (!carries(response.request())) return;
    state.open -= 1;
    if (response.status() >= 400) {
      state.refused = response.status();
      return;
    }
    state.accepted = true;
    void welcomes(response).then((yes) => {
      if (yes) state.welcomed = response.status();
    });
  });
  return state;
}

/** A script's request that was answered without complaint or further step: a form shown again after it is the portal's fault. */
async function welcomes(response: Response): Promise<boolean> {
  const kind = response.request().resourceType();
  if (kind !== 'xhr' && kind !== 'fetch') return false;
  const body = await response.body().catch(() => undefined);
  if (!body) return response.status() === 204 || response.status() === 201;
  const headers = response.headers();
  const content = readAnswer(body, headers['content-type'] ?? '', headers);
  if (content.kind !== 'json' || outcomeOf(response.status(), content, undefined) !== 'data') return false;
  return !/\b(mfa|otp|code|challenge|captcha|verify|second.?factor)\b/i.test(content.text);
}
