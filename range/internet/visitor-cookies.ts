import { domain } from './names.ts';
import type { Switches } from './switches.ts';

const soon = 'Max-Age=31536000';
/** As PHP and Express seal a session; invented, the same for everybody. */
const php = 'k3v9m1q7c5t0b8r2x6n4w1z7p5';
const express = 's%3AZk3v9Qm1q7Lc5t0Bb8r2.Yt6n4Ww1z7Pp5Hs9d3Fj0Ka2Lq8Re6Mn4Ux1Vc7By5';

/** A session of the staff's console, given to whoever comes, as it should be given. */
export const consoleCookie = `__Host-console.sid=${express}; Path=/; Secure; HttpOnly; SameSite=Lax`;

/** What the front page of the marketing site gives a visitor to keep, where a flaw or decoy makes it do so. */
export function visitorCookies({ flaw, decoy }: Switches): readonly string[] {
  return [
    ...(flaw('visitor-session-in-clear') ? [`PHPSESSID=${php}; Path=/; HttpOnly; SameSite=Lax`] : []),
    ...(flaw('visitor-session-for-scripts') ? [`connect.sid=${express}; Path=/; Secure; SameSite=Lax`] : []),
    ...(flaw('visitor-session-refused')
      ? [`__Host-connect.sid=${express}; Path=/; Domain=${domain}; Secure; HttpOnly; SameSite=Lax`]
      : []),
    ...(decoy('visitor-cookies-for-scripts')
      ? [
          `language=en; Path=/; Secure; ${soon}`,
          `consent=statistics:no; Path=/; Secure; ${soon}`,
          `csrftoken=${php}; Path=/; Secure; SameSite=Lax`,
          'PHPSESSID=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
        ]
      : []),
  ];
}
