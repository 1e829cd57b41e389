import { createHash } from 'node:crypto';
import type { IdentityName } from '../../../model/identity.ts';
import type { View, ViewOutcome } from '../../portal-evidence.ts';
import { type AnswerContent, readAnswer } from './answer-text.ts';
import type { RawAtom } from './atoms.ts';
import { heldBy } from './together.ts';
import { isRefusalPage } from './refusal-page.ts';
import type { Answer } from './replay.ts';

/** An answer with its content, raw; becomes a masked `View` once the owner's atoms are known. */
export interface RawView {
  readonly as: IdentityName;
  readonly status: number;
  readonly outcome: ViewOutcome;
  readonly content: AnswerContent;
  readonly contentType: string;
  readonly bytes: number;
  /** Of the body alone: headers change with every answer. */
  readonly digest?: string;
  readonly at: string;
  readonly detail?: string;
  /** The text of a page, for its forms. */
  readonly source?: string;
  /** Of the answer's state, as `If-Match` wants it back. */
  readonly etag?: string;
  /** Where the answer sends the browser on to, as it stands there. */
  readonly location?: string;
}

export function rawView(as: IdentityName, answer: Answer, at: string): RawView {
  if (!answer.ok)
    return {
      as,
      status: 0,
      outcome: 'failed',
      content: { kind: 'empty', leaves: [], text: '' },
      contentType: '',
      bytes: 0,
      at,
      detail: answer.detail,
    };
  const { response } = answer;
  const headers = Object.fromEntries(response.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const contentType = (headers['content-type'] ?? '').split(';')[0] ?? '';
  const content = readAnswer(response.body, contentType, headers);
  const etag = headers.etag ?? stateIn(content.json);
  return {
    as,
    status: response.status,
    outcome: outcomeOf(response.status, content, headers.location),
    content,
    contentType,
    bytes: response.body.length,
    digest: createHash('sha256').update(response.body).digest('hex'),
    at,
    ...(content.kind === 'html' ? { source: new TextDecoder().decode(response.body) } : {}),
    ...(etag === undefined ? {} : { etag }),
    ...(headers.location === undefined ? {} : { location: headers.location }),
  };
}

/** A record of OData says its state in itself. */
function stateIn(json: unknown): string | undefined {
  const said = json !== null && typeof json === 'object' && '@odata.etag' in json ? json['@odata.etag'] : undefined;
  return typeof said === 'string' ? said : undefined;
}

/** What an answer is. Status alone proves nothing: applications deny with 200, and answer 200 on every path. */
export function outcomeOf(status: number, content: AnswerContent, location: string | undefined): ViewOutcome {
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  if (status === 401 || status === 403 || status === 404 || status === 410) return 'denied';
  if (status >= 300 && status < 400)
    return /log-?in|sign-?in|auth|session|account|sso/i.test(location ?? '') ? 'sign-in' : 'redirect';
  if (status >= 400) return saysNotThere(content.json) ? 'denied' : 'client-error';
  if (content.kind === 'empty' || status === 204) return 'empty';
  if (content.kind === 'html' && content.leaves.length > 0) {
    if (isSignInPage(content)) return 'sign-in';
    if (isRefusalPage(content)) return 'error-body';
  }
  if (content.kind === 'json') {
    if (isErrorBody(returnedIn(content.json) ?? content.json)) return 'error-body';
    if (isEmptyJson(content.json)) return 'empty';
  }
  return 'data';
}

/** A page with a form for a password; one for a new password asks for it twice, and not who somebody is. */
function isSignInPage({ leaves, text }: AnswerContent): boolean {
  const inputs = leaves.filter(({ path }) => path.endsWith('input@type')).map(({ value }) => value.toLowerCase());
  const passwords = inputs.filter((type) => type === 'password').length;
  const asksWho = inputs.some((type) => type === 'email' || type === 'text');
  const changes = passwords > 2 || (passwords === 2 && !asksWho);
  return (passwords > 0 && !changes) || /window\.location[^\n]{0,40}(login|signin|sign-in)/i.test(text);
}

/** What a function of the server returned (`"a":"$@1"` says in which row), where it has nothing of a page drawn anew. */
function returnedIn(json: unknown): unknown {
  if (!Array.isArray(json) || json.length !== 2) return undefined;
  const [head, returned] = json as readonly unknown[];
  const says = head !== null && typeof head === 'object' ? (head as Readonly<Record<string, unknown>>) : {};
  return /^\$@\d+$/.test(String(says.a)) && typeof says.b === 'string' ? returned : undefined;
}

/** A refusal or an absence that came under another status: PostgREST's “no row” for a single object, a store's 404 inside a 400. */
function saysNotThere(json: unknown): boolean {
  if (json === null || typeof json !== 'object') return false;
  const { code, details, statusCode } = json as Readonly<Record<string, unknown>>;
  return (code === 'PGRST116' && /\b0 rows/.test(String(details))) || /^(401|403|404|410)$/.test(String(statusCode));
}

/** What an error body may say besides the error: a request id, a time and the like are the normal kind. */
const aboutTheError =
  /^(errors?|error_?\w*|message|msg|reason|code|status|status_?code|success|ok|details?|title|type|path|url|method|instance|extensions|help|docs?|documentation_?url|hint|version)$/i;
const isStamp = /(id|at|on|time|stamp|date|nonce|ts|now|reference)$/i;

/** `{"error": …}`, `{"errors": […], "data": null}`, `{"success": false}`: a refusal or failure that came as 200. */
function isErrorBody(json: unknown): boolean {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return false;
  const entries = Object.entries(json as Record<string, unknown>);
  const says = entries.some(
    ([key, value]) =>
      /^(errors?|error_?(code|message|description)|fault|exception)$/i.test(key) &&
      value !== null &&
      value !== false &&
      !(Array.isArray(value) && value.length === 0),
  );
  const failed = entries.some(
    ([key, value]) =>
      (/^(success|ok)$/i.test(key) && value === false) ||
      (key === 'status' && /^(error|fail(ed)?|denied|forbidden)$/i.test(String(value))) ||
      // Where every answer comes as 200, the code that counts is in the body: 403, 40301.
      (/^(code|err_?code|ret_?code|status_?code|status)$/i.test(key) && /^[45]\d\d(\d\d)?$/.test(String(value))),
  );
  if (!says && !failed) return false;
  return entries
    .filter(
      ([key, value]) => !aboutTheError.test(key) && !(isStamp.test(key) && ['string', 'number'].includes(typeof value)),
    )
    .every(([, value]) => isEmptyJson(value));
}

/** What an empty list still says of itself, and any answer of its making. */
const aboutTheList =
  /^(total|count|page|pages|limit|offset|size|per_?page|took|cursor|next|prev|has_?more|meta|pagination)$/i;
const aboutTheAnswer = /^((request|trace|correlation)_?id|nonce|(served|generated|rendered)_?at|time(stamp)?|now)$/i;

function isEmptyJson(json: unknown): boolean {
  if (json === null || json === undefined || json === '') return true;
  if (Array.isArray(json)) return json.every(isEmptyJson);
  if (typeof json === 'object') {
    const entries = Object.entries(json as Record<string, unknown>).filter(
      ([key]) => !aboutTheList.test(key) && !aboutTheAnswer.test(key),
    );
    return entries.every(([, value]) => isEmptyJson(value));
  }
  return false;
}

/** Mark over keys and types only: two answers of one shape are the same kind of answer. */
export function shapeOf(view: RawView): string {
  const parts = view.content.leaves.map((leaf) => `${leaf.path.replace(/\[\d+\]/g, '[]')}:${leaf.type}`);
  const basis =
    view.content.kind === 'html' ? [...new Set(parts.map((one) => one.replace(/@.*/, '')))] : [...new Set(parts)];
  return createHash('sha256')
    .update(`${view.content.kind}|${basis.sort().join('|')}`)
    .digest('hex')
    .slice(0, 12);
}

/** The masked form that goes into the dossier. */
export function toView(raw: RawView, atoms: readonly RawAtom[], mark: (value: string) => string): View {
  return {
    as: raw.as,
    status: raw.status,
    outcome: raw.outcome,
    bytes: raw.bytes,
    contentType: raw.contentType,
    shape: shapeOf(raw),
    holds: atoms.filter((atom) => heldBy(raw.content, atom)).map((atom) => mark(atom.value)),
    at: raw.at,
  };
}
