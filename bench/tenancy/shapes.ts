import type { Shape } from './shape.ts';
import { calendarWithKey } from './shapes/calendar-keys.ts';
import { blandChild, blandFirst, fewLines, paperOnTheThird } from './shapes/bland.ts';
import { bodyShapes } from './shapes/bodies.ts';
import { claimsBySearch } from './shapes/claims.ts';
import { childNumbers } from './shapes/child-numbers.ts';
import { badgesOfWorkspace, directoryOfCompanies, figuresOfRegions } from './shapes/badges.ts';
import {
  archivedOfAll,
  embeddedPapers,
  papersLinkedOnOwnPage,
  recentsKeptForAll,
  sharedWorksInOwnWorkspace,
} from './shapes/embedded-rows.ts';
import { fineShapes as otherFineShapes } from './shapes/fine.ts';
import { activityByPerson, olderByPerson } from './shapes/filters.ts';
import { handedOut, keyInPath, namedClient, signedBehindSession, signedCommonFile } from './shapes/files.ts';
import { formTokenShape } from './shapes/form-token.ts';
import { graphqlShapes } from './shapes/graphql.ts';
import { visitsOfContractor } from './shapes/graphql-nested.ts';
import { tenantsOfGraphql } from './shapes/graphql-tenants.ts';
import { labelForNobody } from './shapes/labels.ts';
import { nameless, sessionInBody, subdomains } from './shapes/keys.ts';
import { conditionOverOwn } from './shapes/condition-over-own.ts';
import { searchOfLinkedLines, searchOfRegister, searchOfRowsWithLinks } from './shapes/linked-lines.ts';
import { listShapes, pagesInAnotherLanguage } from './shapes/lists.ts';
import { namedShapes } from './shapes/named.ts';
import { hiddenCompany, numbersOfKinds } from './shapes/kinds-of-number.ts';
import { behindOpenList, searchOfTwoKinds, tenantOfAnAdvert } from './shapes/open-lists.ts';
import { odataReadShapes } from './shapes/odata-reads.ts';
import { inertiaShapes } from './shapes/inertia.ts';
import { pageDataShapes } from './shapes/page-data.ts';
import { partInDialog } from './shapes/part-pages.ts';
import { queryLanguageShapes } from './shapes/query-languages.ts';
import { sealedStateShapes } from './shapes/sealed-state.ts';
import { emptyNotes, proseNote } from './shapes/prose.ts';
import { referenceShapes } from './shapes/references.ts';
import {
  catalogueSearch,
  formBehindSoftRefusal,
  searchOfCommonWords,
  searchOfEntries,
  searchOfLines,
  searchOfNumbers,
  searchOfOffers,
  searchOfTitles,
} from './shapes/searches.ts';
import { accountManager, goodsOfOrders, recommendedHelp } from './shapes/shared-kinds.ts';
import { openDirectory, peopleShapes } from './shapes/people.ts';
import { fineShortShapes, shortShapes } from './shapes/short.ts';
import { tableReadShapes } from './shapes/tables.ts';
import { olderLines, suggestionsOfCompany } from './shapes/threads.ts';
import { wayInShapes } from './shapes/ways-in.ts';
import { workspaces } from './shapes/workspaces.ts';

/** Portals that look wrong and are fine. */
export const fineShapes: readonly Shape[] = [
  ...otherFineShapes,
  ...fineShortShapes,
  openDirectory,
  catalogueSearch(),
  searchOfOffers(),
  searchOfRegister(),
  olderByPerson(),
  sharedWorksInOwnWorkspace(),
  figuresOfRegions(),
  directoryOfCompanies(),
  emptyNotes(),
  goodsOfOrders('paged'),
  goodsOfOrders('none'),
  accountManager,
  recommendedHelp,
  keyInPath(),
  pagesInAnotherLanguage('seite'),
  pagesInAnotherLanguage('lapas_nr'),
];

/** Every shape of portal that the proof has to get right, in small. */
export const shapes: readonly Shape[] = [
  ...referenceShapes,
  ...wayInShapes,
  ...bodyShapes,
  ...listShapes,
  conditionOverOwn(),
  ...graphqlShapes,
  visitsOfContractor('variable'),
  visitsOfContractor('literal'),
  tenantsOfGraphql(),
  ...shortShapes,
  ...namedShapes,
  ...tableReadShapes,
  ...odataReadShapes,
  ...childNumbers,
  ...peopleShapes,
  formTokenShape,
  numbersOfKinds,
  hiddenCompany,
  behindOpenList(false),
  searchOfTwoKinds(),
  claimsBySearch,
  labelForNobody(),
  tenantOfAnAdvert,
  signedBehindSession(),
  signedCommonFile('nothing'),
  signedCommonFile('end'),
  handedOut('body', 'words'),
  handedOut('body', 'scan'),
  handedOut('redirect', 'words'),
  handedOut('redirect', 'scan'),
  namedClient(),
  blandFirst(),
  blandChild(),
  fewLines(),
  paperOnTheThird(),
  paperOnTheThird(true),
  searchOfTitles(),
  searchOfTitles(true),
  searchOfNumbers(),
  searchOfLines(),
  searchOfCommonWords(),
  searchOfEntries(),
  searchOfLinkedLines(),
  searchOfRowsWithLinks(),
  activityByPerson(),
  badgesOfWorkspace(),
  ...(['plain', 'json-api', 'odata', 'nodes'] as const).map(embeddedPapers),
  archivedOfAll(),
  papersLinkedOnOwnPage(),
  recentsKeptForAll(),
  olderLines(),
  suggestionsOfCompany(),
  labelForNobody('text/plain'),
  formBehindSoftRefusal(),
  calendarWithKey(),
  ...(['word', 'data', 'part', 'search'] as const).map(workspaces),
  proseNote(),
  ...pageDataShapes,
  ...inertiaShapes,
  ...sealedStateShapes,
  ...queryLanguageShapes,
  partInDialog(),
  sessionInBody,
  nameless,
  subdomains,
];
