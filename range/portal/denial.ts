import type { Call } from './call.ts';
import { type AnswerError, problem } from './http.ts';

const withAnswer = (title: string, answer: AnswerError['answer']): AnswerError =>
  Object.assign(new Error(title), { answer });

/** The refusal for an object that the caller may not see, whether it exists or not. */
export function absent(call: Call, kind: string, id: string | undefined, exists: boolean): AnswerError {
  const { decoy, flaw } = call.context;
  const title = `There is no such ${kind}`;
  if (flaw('existence-by-status') && exists) return problem(403, `You may not see this ${kind}`);
  if (flaw('refusal-says-200') || decoy('denial-200-error'))
    return withAnswer(title, { status: 200, json: { error: 'not_found', message: title } });
  if (decoy('foreign-write-204-without-effect') && call.method === 'PATCH') return withAnswer(title, { status: 204 });
  if (decoy('denial-204')) return withAnswer(title, { status: 204 });
  if (decoy('uniform-403')) return problem(403, `You may not see this ${kind}`);
  // What was sent comes back, whatever the row is called inside: its id would be news to the caller.
  const sent = Object.values(call.params).at(-1) ?? id;
  if (decoy('refusal-echoes-id'))
    return problem(404, title, { detail: `No ${kind} ${sent ?? ''} in your organisation.`, id: sent });
  return problem(404, title);
}

/** The refusal for a caller who is not signed in. */
export function signedOut(call: Call): AnswerError {
  const { decoy, options } = call.context;
  const title = 'Please sign in';
  if (decoy('denial-200-error'))
    return withAnswer(title, { status: 200, json: { error: 'unauthenticated', message: title } });
  if (decoy('anonymous-empty-answer') && call.method === 'GET') {
    return withAnswer(title, { status: 200, json: { items: [], total: 0 } });
  }
  if (decoy('anonymous-redirect') && call.method === 'GET') {
    return withAnswer(title, { status: 303, headers: { Location: `${options.origins.app}/sign-in` } });
  }
  return problem(401, title);
}
