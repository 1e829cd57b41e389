import type { Page, Request, Response } from 'playwright-core';
import type { Credentials } from '../../../world/world.ts';
import { readAnswer } from '../tenancy/answer-text.ts';
import { outcomeOf } from '../tenancy/view.ts';
import { tokenInAnswer } from './token-in-answer.ts';

/** What the portal answered to the requests that carried the typed password. */
export interface LoginAnswers {
  /** Requests that carried the password, answered or not. */
  sent: number;
  /** Of those, the ones without an answer yet. */
  open: number;
  /** The status of a refusal, 400 and above. */
  refused: number | undefined;
  accepted: boolean;
  /** An answer that complains of nothing: `brings` a session, a token or the account, or is `quiet` about what it did. */
  welcomed: 'brings' | 'quiet' | undefined;
  /** What a refusal that is read by a script says went wrong. */
  said: string;
}

/** As it is, in JSON, and as scripts and forms write it: a form has `%21` for an exclamation mark and `+` for a space. */
export const spellingsOf = (text: string): readonly string[] => [
  text,
  encodeURIComponent(text),
  new URLSearchParams({ p: text }).toString().slice(2),
  JSON.stringify(text).slice(1, -1),
];

/** Follows the requests that carry the typed password: their status tells a refusal better than the page does. */
export function watchAnswers(page: Page, credentials: Credentials): LoginAnswers {
  const state: LoginAnswers = { sent: 0, open: 0, refused: undefined, accepted: false, welcomed: undefined, said: '' };
  const carries = (request: Request) => {
    const body = request.postData() ?? '';
    return spellingsOf(credentials.password).some((one) => one !== '' && body.includes(one));
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
      void complaintOf(response).then((said) => {
        state.said ||= said;
      });
      return;
    }
    state.accepted = true;
    void welcomes(response, credentials.user).then((how) => {
      if (how) state.welcomed = how;
    });
  });
  return state;
}

/** A script's request that was answered without complaint or further step: a form shown again after it is the portal's fault. */
async function welcomes(response: Response, user: string): Promise<LoginAnswers['welcomed']> {
  const kind = response.request().resourceType();
  if (kind !== 'xhr' && kind !== 'fetch') return undefined;
  const body = await response.body().catch(() => undefined);
  if (!body) return response.status() === 204 || response.status() === 201 ? 'quiet' : undefined;
  const headers = response.headers();
  const content = readAnswer(body, headers['content-type'] ?? '', headers);
  if (content.kind !== 'json' || outcomeOf(response.status(), content, undefined) !== 'data') return undefined;
  const brings =
    (await response.headerValue('set-cookie').catch(() => null)) !== null ||
    tokenInAnswer(content.json) !== undefined ||
    content.text.toLowerCase().includes(user.toLowerCase());
  if (/\b(mfa|otp|code|challenge|captcha|verify|second.?factor)\b/i.test(content.text)) return undefined;
  return brings ? 'brings' : 'quiet';
}

/** The message of a JSON refusal, at most 140 characters. */
async function complaintOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  const found: string[] = [];
  const look = (value: unknown, depth: number) => {
    if (value === null || typeof value !== 'object' || depth > 4) return;
    for (const [key, inner] of Object.entries(value)) {
      const says =
        /^(message|msg|error|errors|error_?description|detail|details|title|reason)$/i.test(key) || /^\d+$/.test(key);
      if (typeof inner === 'string' && says && inner.length > 3) found.push(inner);
      else look(inner, depth + 1);
    }
  };
  look(body, 0);
  // A sentence says more than a code.
  return (found.find((one) => one.includes(' ')) ?? found[0] ?? '').replace(/\s+/g, ' ').slice(0, 140);
}
