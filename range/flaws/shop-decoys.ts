import type { Decoy } from '../flaws.ts';

/** What looks wrong in the shop and is fine: on in its clean build. */
export const shopDecoyList = [
  {
    id: 'shop-foreign-mutation-echoes-input',
    title: 'A mutation of a foreign address answers with what was sent, and changes nothing',
    guards: ['authz.write'],
  },
  {
    id: 'shop-standing-overview-refused-with-200',
    title: 'The overview of another customer’s standing order is refused by a 200 that repeats the id',
    guards: ['authz.read'],
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
    id: 'shop-role-by-button-for-owners',
    title: 'A button of the team’s page makes somebody an owner, and the server takes it from owners alone',
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
    id: 'shop-foreign-list-reopened-without-effect',
    title: 'Opening another customer’s closed list again is answered by 200, and the list stays closed',
    guards: ['authz.write'],
  },
  {
    id: 'shop-lists-archived-counts-what-it-leaves',
    title: 'Archiving lists answers with the count of all that were named, and leaves out foreign ones',
    guards: ['authz.write'],
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
