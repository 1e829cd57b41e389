import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

const delivery = ['email.delivery'] as const;
const links = ['sessions.reset-token'] as const;
/** What a broken link or message takes along: the journeys that need it. */
const journeys = ['journeys.reset', 'journeys.invite', 'journeys.signup'] as const;

/** What can be wrong with the mail that the portal sends, and with the links in it. */
export const mailFlaws = [
  {
    id: 'mail-invite-late',
    title: 'Invitations lie in a queue for longer than the limit that the owner set',
    area: 'email',
    flips: delivery,
    may: [],
    proof: 'The invitation arrives 2.5 s after it was asked for; the limit is 1 s',
  },
  {
    id: 'mail-link-other-host',
    title: 'The links in mails point to another domain',
    area: 'email',
    flips: delivery,
    may: [...links, ...journeys],
    proof: 'https://northline-portal.test/reset/{token} in the reset mail',
  },
  {
    id: 'mail-link-http',
    title: 'The links in mails are http',
    area: 'email',
    flips: delivery,
    may: [...links, ...journeys],
    proof: 'http://app.northline.test/reset/{token} in the reset mail',
  },
  {
    id: 'mail-reply-to-stranger',
    title: 'Answers to the portal’s mail go to another domain',
    area: 'email',
    flips: delivery,
    may: [],
    proof: 'Reply-To: desk@northline-support.test',
  },
  {
    id: 'mail-unsigned',
    title: 'Mail is sent without a DKIM signature',
    area: 'email',
    flips: delivery,
    may: ['email.dkim', 'email.senders'],
    proof: 'No DKIM-Signature in the received bytes',
  },
  {
    id: 'mail-signed-by-stranger',
    title: 'Mail is signed by the hosting company in its own name',
    area: 'email',
    flips: delivery,
    may: ['email.dkim', 'email.senders'],
    proof: 'DKIM-Signature: d=harbourpages.test under a From of northline.test',
  },
  {
    id: 'mail-html-only',
    title: 'Mail has no plain-text part',
    area: 'email',
    flips: ['warn:email.delivery'],
    may: [],
    proof: 'Content-Type: text/html alone',
  },
  {
    id: 'mail-reset-never-sent',
    title: 'The portal says that a reset mail is on its way and sends none',
    area: 'email',
    flips: [...delivery, 'journeys.reset'],
    may: links,
    proof: 'POST /api/v1/password-resets answers 202, and nothing arrives',
  },
  {
    id: 'notice-unsigned',
    title: 'Notifications go out by a second sender that does not sign',
    area: 'email',
    flips: delivery,
    may: [],
    proof: 'No DKIM-Signature in the test notification, while resets are signed',
  },
  {
    id: 'reset-form-fails',
    title: 'Saving the new password fails',
    area: 'journeys',
    flips: ['journeys.reset'],
    may: links,
    proof: 'POST /api/v1/password-resets/{token} answers 500',
  },
  {
    id: 'invite-dead-end',
    title: 'Accepting an invitation fails',
    area: 'journeys',
    flips: ['journeys.invite'],
    may: links,
    proof: 'POST /api/v1/invites/{token} answers 500',
  },
  {
    id: 'sign-up-never-opens',
    title: 'Confirming the address after sign-up fails',
    area: 'journeys',
    flips: ['journeys.signup'],
    may: links,
    proof: 'POST /api/v1/verifications/{token} answers 500',
  },
  {
    id: 'reset-token-reusable',
    title: 'A reset link works more than once',
    area: 'sessions',
    flips: links,
    may: [],
    proof: 'The second POST /api/v1/password-resets/{token} answers 204 like the first',
  },
  {
    id: 'invite-token-reusable',
    title: 'An invitation can be accepted more than once',
    area: 'sessions',
    flips: links,
    may: [],
    proof: 'The second POST /api/v1/invites/{token} answers 201 like the first',
    at: 'works a second time',
  },
  {
    id: 'invite-for-any-address',
    title: 'An invitation is bound to no address: whoever holds the link comes in under their own',
    area: 'sessions',
    flips: links,
    may: [],
    proof: 'POST /api/v1/invites/{token} with another address than the invited one answers 201, and that one signs in',
    at: 'another address than',
  },
  {
    id: 'reset-link-from-host',
    title: 'The reset link is built from a header that the asker chooses',
    area: 'sessions',
    flips: links,
    may: delivery,
    proof: 'X-Forwarded-Host of the request stands in the link of the mail',
  },
  {
    id: 'reset-link-from-host-header',
    title: 'The reset link is built from the Host header of whoever asks',
    area: 'sessions',
    flips: links,
    may: delivery,
    proof: 'Host of the request stands in the link of the mail; what proxies put beside it does not',
  },
  {
    id: 'reset-signs-in-on-open',
    title: 'Opening the reset link signs in',
    area: 'sessions',
    flips: links,
    may: [],
    proof: 'GET /api/v1/password-resets/{token} sets a session cookie',
  },
  {
    id: 'reset-token-for-ever',
    title: 'A reset link never ends',
    area: 'sessions',
    flips: links,
    may: [],
    proof: 'A link of two hours ago is taken, though the mail says 30 minutes',
    needsHours: true,
  },
] as const satisfies readonly Flaw[];

export const mailDecoys = [
  {
    id: 'mail-footer-by-tracking-host',
    title: 'The footer leads to the site through a tracking host of the own domain',
    guards: delivery,
  },
  { id: 'mail-pixel-of-own-host', title: 'A pixel of the own site is in each mail', guards: delivery },
  { id: 'mail-list-unsubscribe', title: 'Mails carry List-Unsubscribe', guards: delivery },
  { id: 'mail-reply-to-desk', title: 'Answers go to another address of the own domain', guards: delivery },
  {
    id: 'spent-link-answers-200',
    title: 'A link that was used is refused by 200 with {"error": …}',
    guards: [...links, ...journeys],
  },
  {
    id: 'invite-names-its-address',
    title: 'The page of an invitation sends its address along, and another one is refused',
    guards: [...links, 'journeys.invite'],
  },
  {
    id: 'mail-welcome-first',
    title: 'A letter about the portal, with a link to the site, comes before the one that was asked for',
    guards: [...delivery, ...links, ...journeys],
  },
  { id: 'notice-test-mail', title: 'The settings offer to mail a test notification', guards: delivery },
] as const satisfies readonly Decoy[];

export const mailUnprovenCases = [
  {
    id: 'mail-no-inbox',
    title: 'The configuration names no inbox',
    unproven: [...delivery, ...links, ...journeys],
    may: [],
  },
  {
    id: 'mail-inbox-broken',
    title: 'The inbox of the configuration cannot be read',
    unproven: [...delivery, ...links, ...journeys],
    may: [],
  },
  {
    id: 'sign-up-by-code',
    title: 'The mail to a new account holds a code to type in and no link, so there is no link to try twice',
    unproven: links,
    may: [],
  },
  {
    id: 'notice-approval',
    title: 'The settings offer to ask a colleague for an approval by mail',
    unproven: delivery,
    may: [],
  },
] as const satisfies readonly UnprovenCase[];
