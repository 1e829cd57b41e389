import { describe, expect, it } from 'vitest';
import { takesSessionBack } from '../../src/collectors/portal/sessions/taken-back.ts';
import type { Exchange } from '../../src/collectors/portal/exchange.ts';

const now = new Date('2026-11-20T12:00:00Z');
const carriers = [{ place: 'cookie' as const, name: 'desk_session', value: '9f27c1d4be0a63' }];
const answers = (...lines: readonly string[]) => [
  { responseHeaders: { 'set-cookie': lines.join('\n') } } as unknown as Exchange,
];

describe('an answer to the sign-out', () => {
  it.each([
    ['a deletion under another path', ['desk_session=; Path=/account; Max-Age=0']],
    ['a deletion that plain http may not give', ['theme=dark', 'desk_session=; Max-Age=0; Path=/; HttpOnly; Secure']],
    ['an expiry in the past', ['desk_session=deleted; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/']],
  ])('%s takes the session back', (_why, lines) => {
    expect(takesSessionBack(answers(...lines), carriers, now)).toBe(true);
  });
  it.each([
    ['nothing', []],
    ['another cookie is deleted', ['flash=; Max-Age=0; Path=/']],
    [
      'the session is given anew',
      ['desk_session=; Path=/old; Max-Age=0', 'desk_session=77ab01c9; Path=/; Max-Age=3600'],
    ],
    ['an empty value without an end', ['desk_session=; Path=/']],
  ])('%s: it does not', (_why, lines) => {
    expect(takesSessionBack(answers(...lines), carriers, now)).toBe(false);
  });
  it('a token in a header is no cookie', () => {
    const header = [{ place: 'header' as const, name: 'desk_session', value: '9f27c1d4be0a63' }];
    expect(takesSessionBack(answers('desk_session=; Max-Age=0'), header, now)).toBe(false);
  });
});
