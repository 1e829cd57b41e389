import type { Decoy } from '../flaws.ts';

/** What looks wrong in the portal and is fine. */
export const portalDecoys = [
  {
    id: 'denial-200-error',
    title: 'Refusals are 200 with {"error": …} and no data',
    guards: ['authz.read', 'authz.list', 'auth.anonymous'],
  },
  {
    id: 'denial-204',
    title: 'A foreign or absent object is answered by 204',
    guards: ['authz.read'],
  },
  {
    id: 'uniform-403',
    title: 'A foreign object is refused like an absent one, by 403',
    guards: ['authz.status', 'authz.read'],
  },
  {
    id: 'refusal-echoes-id',
    title: 'The refusal repeats the id that was sent',
    guards: ['authz.read'],
  },
  {
    id: 'own-data-under-foreign-id',
    title: 'The caller’s own record is answered under whatever id is sent',
    guards: ['authz.read', 'authz.list'],
  },
  {
    id: 'spa-200-everywhere',
    title: 'The app host answers 200 with its page on every path',
    guards: ['exposure.sensitive-paths', 'errors.no-internals', 'auth.anonymous', 'authz.read'],
  },
  {
    id: 'anonymous-empty-answer',
    title: 'A logged-out reader gets 200 and an empty list',
    guards: ['auth.anonymous'],
  },
  {
    id: 'anonymous-redirect',
    title: 'A logged-out reader is redirected to sign-in, with nothing in the body',
    guards: ['auth.anonymous'],
  },
  {
    id: 'public-catalogue',
    title: 'A catalogue with ids and long texts that everybody may read, signed in or not',
    guards: ['auth.anonymous', 'authz.read', 'authz.list'],
  },
  {
    id: 'object-shared-with-a',
    title: 'Customer B has shared a project with customer A for reading',
    guards: ['authz.read', 'authz.list'],
  },
  {
    id: 'staff-reads-by-role',
    title: 'The operator’s staff read every customer’s objects through the portal',
    guards: ['authz.read', 'authz.list'],
  },
  {
    id: 'empty-list',
    title: 'Customer A has no contacts',
    guards: ['authz.list', 'authz.read'],
  },
  {
    id: 'masked-email',
    title: 'The team page shows the masked e-mail address of a member of another customer',
    guards: ['authz.list', 'authz.read'],
  },
  {
    id: 'same-text-in-both-tenants',
    title: 'Both customers have a project of the same name with the same long description',
    guards: ['authz.read', 'authz.list'],
  },
  {
    id: 'changing-values',
    title: 'Every answer carries a new request id, nonce and time',
    guards: ['authz.read', 'authz.list', 'auth.anonymous', 'errors.no-internals', 'auth.enumeration'],
  },
  {
    id: 'rotating-tip',
    title: 'The dashboard shows another tip at every load',
    guards: ['authz.read', 'authz.list', 'journeys.console'],
  },
  {
    id: 'sign-in-two-step',
    title: 'Sign-in asks for the e-mail address first and for the password on the next step',
    guards: ['journeys.login', 'authz.read', 'auth.anonymous'],
  },
  {
    id: 'cookie-banner-over-form',
    title: 'A cookie banner lies over the sign-in form',
    guards: ['journeys.login', 'authz.read', 'auth.anonymous'],
  },
  {
    id: 'welcome-dialog',
    title: 'A welcome dialog covers the first page after sign-in',
    guards: ['journeys.login', 'authz.read', 'auth.anonymous'],
  },
  {
    id: 'double-submit-csrf',
    title: 'A change needs the token of a readable cookie as a header as well',
    guards: ['authz.read', 'auth.anonymous', 'journeys.login'],
  },
  {
    id: 'sign-in-slow',
    title: 'Signing in always takes 250 ms',
    guards: ['journeys.login', 'auth.enumeration'],
  },
  {
    id: 'console-noise',
    title: 'The front end writes information and warnings to the console, no errors',
    guards: ['journeys.console'],
  },
  {
    id: 'aborted-request',
    title: 'The front end cancels a request of its own',
    guards: ['journeys.console'],
  },
  {
    id: 'source-map-comment-only',
    title: 'The bundle names a source map that is not published',
    guards: ['exposure.sensitive-paths'],
  },
  {
    id: 'invoice-pdf-kept-by-browser',
    title: 'A customer’s own browser may keep the PDF of an invoice for an hour',
    guards: ['edge.cache-private', 'authz.files'],
  },
  {
    id: 'technical-words-in-errors',
    title: 'Error texts use words such as SQL, line and trace without saying anything internal',
    guards: ['errors.no-internals'],
  },
] as const satisfies readonly Decoy[];
