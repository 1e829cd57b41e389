import type { StoredToken } from '../../../collectors/session-evidence.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'clean' | 'long-lived' | 'short-lived' | 'not-read';

/** ASVS v5.0.0-10.1.1: what lasts is kept where scripts cannot read it. */
export const storage = defineCheck<'session.shape', Code>({
  id: 'sessions.storage',
  question: "Are long-lived tokens kept out of the browser's storage?",
  why: 'Every script on the page can read localStorage: a library that was taken over, an injected comment, a browser extension.',
  breaks:
    'One script that does not belong there takes the tokens of all customers who open the page, and they stay valid for weeks.',
  proof:
    'After a real sign-in, localStorage, sessionStorage and IndexedDB are searched for the values that open the account (each proven by a request) and for refresh tokens. How long they live is read from the tokens themselves.',
  permit: 'sign-in',
  cites: ['v5.0.0-10.1.1'],
  needs: ['session.shape'],
  outcomes: {
    clean: { is: 'pass', says: "Nothing in the browser's storage opens the account or renews the session." },
    'long-lived': { is: 'fail', says: '{where} holds {what} under "{key}", which {lives}.' },
    'short-lived': { is: 'warn', says: '{where} holds {what} under "{key}", which {lives}.' },
    'not-read': { is: 'unproven', says: "The browser's storage could not be read." },
  },
  fix: {
    summary:
      'Keep the session in an HttpOnly cookie, or the access token in memory and the refresh token in an HttpOnly cookie.',
    effort: '2–8 h',
    owner: 'engineer',
    steps: [
      'Let the server set the session as an HttpOnly, Secure, SameSite cookie instead of returning it to the script.',
      'Supabase: use the server-side client (@supabase/ssr), which keeps the session in cookies. Firebase: session cookies made by the server.',
      'Where a token must be in the page, keep an access token of at most an hour in a variable, never in storage.',
    ],
  },
  judge(values, { limits }) {
    const shape = values['session.shape'];
    const reproduce =
      'Open the portal, sign in, open the browser tools, Application → Local Storage, and look for tokens.';
    const base = { identities: [shape.identity], reproduce };
    if (!shape.storageRead)
      return {
        ...base,
        code: 'not-read',
        evidence: [{ label: 'searched', value: 'nothing: the page did not answer' }],
        gap: gap('unreadable', 'The page did not let its storage be read.', 'Look into it in the browser tools.'),
      };
    const most = (limits['sessions.lifetime.access-token-minutes'] ?? 60) * 60;
    if (shape.stored.length === 0)
      return {
        ...base,
        code: 'clean',
        confidence: 'firm',
        evidence: [{ label: 'searched', value: 'localStorage, sessionStorage and IndexedDB after the sign-in' }],
      };
    return shape.stored.map((token) => {
      const isShort =
        token.where === 'sessionStorage' || (token.what === 'session' && (token.livesSeconds ?? Infinity) <= most);
      return {
        ...base,
        code: isShort ? ('short-lived' as const) : ('long-lived' as const),
        data: { where: token.where, what: whatOf(token), key: token.key, lives: livesOf(token) },
        confidence: token.proven ? ('certain' as const) : ('firm' as const),
        evidence: [
          {
            label: `${token.where} "${token.key}"`,
            value: `${whatOf(token)}${token.proven ? ', a request with it was answered as the account' : ', by its name'}`,
          },
        ],
      };
    });
  },
});

const whatOf = ({ what }: StoredToken) => (what === 'refresh' ? 'a refresh token' : 'a token that opens the account');

function livesOf({ livesSeconds, where }: StoredToken): string {
  if (livesSeconds !== undefined) return `lives ${span(livesSeconds)}`;
  return where === 'sessionStorage' ? 'lives as long as the tab' : 'names no end';
}

function span(seconds: number): string {
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86_400)} days`;
}
