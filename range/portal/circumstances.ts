import type { Call } from './call.ts';
import { problem } from './http.ts';

const firstSessionRequests = 60;
const laterSessionRequests = 5;
const requestsBeforeLimit = 12;

const changes = (call: Call): boolean => call.method !== 'GET' && !call.path.startsWith('/api/v1/session');

/** What befalls signed-in callers in the unproven cases; called once for every request that has a session. */
export function createCircumstances(): (call: Call) => void {
  const requestsByUser = new Map<string, number>();
  const worn = new Set<string>();
  return (call) => {
    const { context, session, user } = call;
    if (session === undefined || user === undefined) return;
    const requests = (requestsByUser.get(user.id) ?? 0) + 1;
    requestsByUser.set(user.id, requests);
    if (context.circumstance('b-has-no-data') && user.key.startsWith('b') && changes(call)) {
      throw problem(403, 'Your trial account is for reading only');
    }
    if (context.circumstance('customers-may-only-read') && user.role !== 'staff' && changes(call)) {
      throw problem(403, 'Your trial account is for reading only');
    }
    if (context.circumstance('api-503-after-sign-in')) throw problem(503, 'The service is not available at the moment');
    if (context.circumstance('rate-limited-429') && requests > requestsBeforeLimit) {
      const refusal = problem(429, 'Too many requests');
      throw Object.assign(refusal, { answer: { ...refusal.answer, headers: { 'Retry-After': '3600' } } });
    }
    if (context.circumstance('session-killed-midway') && user.key === 'a') {
      if (session.requests <= (worn.has(user.id) ? laterSessionRequests : firstSessionRequests)) return;
      worn.add(user.id);
      context.sessions.endAllOf(user.id);
      throw problem(401, 'Please sign in');
    }
  };
}
