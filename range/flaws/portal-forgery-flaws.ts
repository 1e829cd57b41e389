import type { Decoy, Flaw } from '../flaws.ts';

/** What a page of another site can have a customer's browser do, and what a change of the password leaves behind. */
export const portalForgeryFlaws = [
  {
    id: 'changes-from-anywhere',
    title: 'Changes are taken from any page: no Origin check, JSON in text/plain, a cookie that goes anywhere',
    area: 'csrf',
    flips: ['csrf.state-change'],
    may: ['sessions.cookie-flags'],
    proof: 'POST /api/v1/projects with a foreign Origin, JSON in text/plain and the cookie answers 201',
  },
  {
    id: 'sign-in-from-anywhere',
    title: 'The sign-in is taken from any page',
    area: 'csrf',
    flips: ['csrf.login'],
    may: [],
    proof: 'POST /api/v1/sessions with a foreign Origin and JSON in text/plain sets a session cookie',
  },
] as const satisfies readonly Flaw[];

/** What looks as if foreign pages could do something. */
export const portalForgeryDecoys = [
  {
    id: 'json-under-any-type',
    title: 'The API reads JSON in text/plain as well, from its own pages only',
    guards: ['csrf.state-change', 'csrf.login'],
  },
] as const satisfies readonly Decoy[];
