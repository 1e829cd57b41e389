import type { Decoy, Flaw } from '../flaws.ts';

/** The trade shop: GraphQL for the account, REST beside it for what was ordered. */
const flaws = [
  {
    id: 'shop-address-mutation-unguarded',
    title: 'The mutation updateAddress finds any customer’s address, while the query is guarded',
    area: 'authz',
    flips: ['authz.write'],
    may: [],
    proof: 'mutation { updateAddress(input: { addressId }) } of the other customer, and its owner reads the change',
    at: 'updateAddress',
  },
  {
    id: 'shop-standing-order-put-unguarded',
    title: 'A standing order is replaced by its id alone',
    area: 'authz',
    flips: ['authz.write'],
    may: [],
    proof: 'PUT /rest/standing-orders/{id} of the other customer answers 200, and its owner reads the change',
    at: '/rest/standing-orders/{id}',
  },
  {
    id: 'shop-return-delete-guarded-patch-not',
    title: 'A return is deleted by its owner alone; its text and state are changed by anybody',
    area: 'authz',
    flips: ['authz.write'],
    may: [],
    proof: 'PATCH /rest/returns/{id} of the other customer answers 200, DELETE of the same answers 404',
    at: '/rest/returns/{id}',
  },
  {
    id: 'shop-bulk-looks-at-first',
    title: 'Several notices are marked as seen at once, and only the first is asked whose it is',
    area: 'authz',
    flips: ['authz.write'],
    may: [],
    proof: 'POST /rest/notices/seen with an own id and one of the other customer marks both',
    at: '/rest/notices/seen',
  },
  {
    id: 'shop-list-moved-by-company',
    title: 'A change of a shopping list may name the company that it belongs to',
    area: 'authz',
    flips: ['authz.mass-assignment'],
    may: [],
    proof: 'PATCH /rest/lists/{own} with the companyId of the other customer moves the list there',
  },
  {
    id: 'shop-label-end-unsigned',
    title: 'The end of a return label’s address is not part of its signature',
    area: 'authz',
    flips: ['authz.files'],
    may: [],
    proof: 'GET /rest/labels/{id} with a later expires and the same signature answers with the label',
  },
  {
    id: 'shop-staff-path-with-semicolon',
    title: 'A parameter behind the path (;x) goes around the guard of the back office',
    area: 'authz',
    flips: ['authz.function'],
    may: [],
    proof: 'GET /rest/staff/sales;x as a customer answers 200 with the sales',
    at: '/rest/staff/sales',
  },
  {
    id: 'shop-staff-change-by-override',
    title: 'The back office believes the method that a header names, after its guard has looked at the real one',
    area: 'authz',
    flips: ['authz.function'],
    may: [],
    proof: 'POST /rest/staff/customers/{id} with X-HTTP-Method-Override: PATCH as a customer changes the note',
    at: '/rest/staff/customers/{id}',
  },
  {
    id: 'shop-role-given-by-buyer',
    title:
      'The page of the team gives roles to owners alone to choose; the server takes them from any buyer of the company',
    area: 'authz',
    flips: ['authz.function'],
    may: [],
    proof: 'PATCH /rest/team/{id} with {"role":"owner"} as a buyer answers 200, and the buyer is an owner',
    at: '/rest/team/{}',
  },
  {
    id: 'shop-house-rules-by-buyer',
    title:
      'The rules that an owner sets for all buyers are shown to owners alone and changed by any buyer of the company',
    area: 'authz',
    flips: ['authz.function'],
    may: [],
    proof: 'GET /rest/house-rules as a buyer answers 403, PUT of the same 200, and the owner reads the change',
    at: '/rest/house-rules',
  },
  {
    id: 'shop-credit-sheet-for-buyers',
    title: 'On what terms a company buys is for its owner; the sheet to print gives it to any buyer',
    area: 'authz',
    flips: ['authz.function'],
    may: [],
    proof: 'GET /rest/credit as a buyer answers 403, GET /rest/credit-sheet 200 with the same',
    at: '/rest/credit-sheet',
  },
  {
    id: 'shop-list-archived-by-anybody',
    title: 'A shopping list is archived by its id alone',
    area: 'authz',
    flips: ['authz.write'],
    may: [],
    proof: 'POST /rest/lists/{id}/archive of the other customer answers 200, and its owner finds it archived',
    at: '/archive',
  },
  {
    id: 'shop-list-archived-by-link',
    title: 'A shopping list is archived by following a link, wherever that link stands',
    area: 'csrf',
    flips: ['csrf.state-change'],
    // Its page has a link in the place of the button.
    may: ['authz.write'],
    proof: 'GET /rest/lists/{id}/archive with a Referer of another site archives the list',
  },
  {
    id: 'shop-list-approved-by-buyer',
    title: 'Only the page of an owner has the button that approves a shopping list; any buyer’s request approves it',
    area: 'authz',
    flips: ['authz.function'],
    may: [],
    proof: 'POST /rest/lists/{id}/approve as a buyer answers 200, and the owner finds the list approved',
    at: '/approve',
  },
  {
    id: 'shop-list-closed-by-buyer',
    title: 'Only the page of an owner has the button that closes a shopping list; any buyer’s request closes it',
    area: 'authz',
    flips: ['warn:authz.function'],
    may: [],
    proof: 'POST /rest/lists/{id}/close as a buyer answers 200, and the owner finds the list closed',
    at: '/close',
  },
  {
    id: 'shop-return-opened-by-buyer',
    title: 'A return that the list keeps from a company’s buyers is opened by its address',
    area: 'authz',
    flips: ['warn:authz.function'],
    may: [],
    proof:
      'GET /rest/returns as a buyer leaves out a return that its owner is shown, GET /rest/returns/{id} answers 200',
    at: '/rest/returns/{id}',
  },
  {
    id: 'shop-margin-of-own-order',
    title: 'What the shop paid for what it sold is told to the buyers of the order',
    area: 'authz',
    flips: ['warn:authz.function'],
    may: [],
    proof: 'GET /rest/orders/{number}/margin as the customer of the order answers 200 with the supplier',
    at: '/margin',
  },
  {
    id: 'shop-inner-header-opens',
    title: 'The invoice of an order is given to whoever says that he asks from within',
    area: 'auth',
    flips: ['auth.anonymous'],
    may: [],
    proof: 'GET /rest/orders/{number}/invoice with X-Internal-Request: 1 and no session answers 200',
  },
  {
    id: 'shop-stay-cookie-outlives-sign-out',
    title:
      'Who signs out is forgotten by the browser; the cookie of the box for staying signed in goes on opening the account',
    area: 'sessions',
    flips: ['sessions.logout'],
    may: [],
    proof: 'GET /rest/returns with the old __Host-trade-stay alone answers 200 after the mutation logout',
  },
  {
    id: 'shop-session-never-ends',
    title: 'Sessions of the shop have no end, neither idle nor in all',
    area: 'sessions',
    flips: ['sessions.lifetime'],
    may: [],
    proof: 'The session cookie of 25 hours ago still opens the account',
    needsHours: true,
  },
] as const satisfies readonly Flaw[];

/** What looks wrong in the shop and is fine: on in its clean build. */
const decoys = [
  {
    id: 'shop-foreign-mutation-echoes-input',
    title: 'A mutation of a foreign address answers with what was sent, and changes nothing',
    guards: ['authz.write'],
  },
  {
    id: 'shop-bulk-counts-what-it-leaves',
    title: 'Marking notices answers with the count of all that were named, and leaves out foreign ones',
    guards: ['authz.write'],
  },
  {
    id: 'shop-company-of-the-body-ignored',
    title: 'A change of a shopping list may name a company, and the list stays where it is',
    guards: ['authz.mass-assignment'],
  },
  {
    id: 'shop-staff-path-answers-with-the-page',
    title: 'Odd spellings of the back office’s paths answer 200 with the page that everybody gets',
    guards: ['authz.function'],
  },
  {
    id: 'shop-role-of-a-buyer-left-as-it-is',
    title: 'A role that a buyer sends is answered with 200 and the person as it was, and changes nothing',
    guards: ['authz.function'],
  },
  {
    id: 'shop-terms-for-every-buyer',
    title: 'One line of what only owners may read stands on every buyer’s first page, as it is meant to',
    guards: ['authz.function'],
  },
  {
    id: 'shop-return-of-owners-alone',
    title: 'A return that the list keeps from a company’s buyers is refused to them by its address as well',
    guards: ['authz.function'],
  },
  {
    id: 'shop-invoice-says-who-asked',
    title: 'The refusal of an invoice repeats the headers in which the asker says that he is within',
    guards: ['auth.anonymous'],
  },
  {
    id: 'shop-stay-cookie-ends-at-sign-out',
    title: 'The sign-in has a box for staying signed in, whose cookie opens nothing after a sign-out',
    guards: ['sessions.logout'],
  },
  {
    id: 'shop-foreign-list-archived-without-effect',
    title: 'Archiving another customer’s list is answered by 200, and the list stays open',
    guards: ['authz.write'],
  },
  {
    id: 'shop-label-of-a-minute',
    title: 'A return label’s address is signed with its end, a minute away',
    guards: ['authz.files'],
  },
] as const satisfies readonly Decoy[];

export type ShopFlawId = (typeof flaws)[number]['id'];
export type ShopDecoyId = (typeof decoys)[number]['id'];
export const shopFlaws: readonly Flaw[] = flaws.map((flaw) => ({ ...flaw, edition: 'shop' }));
export const shopDecoys: readonly Decoy[] = decoys.map((decoy) => ({ ...decoy, edition: 'shop' }));
