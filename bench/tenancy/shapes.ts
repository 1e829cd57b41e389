import type { Shape } from './shape.ts';
import { bodyShapes } from './shapes/bodies.ts';
import { childNumbers } from './shapes/child-numbers.ts';
import { fineShapes as otherFineShapes } from './shapes/fine.ts';
import { signedBehindSession } from './shapes/files.ts';
import { formTokenShape } from './shapes/form-token.ts';
import { graphqlShapes } from './shapes/graphql.ts';
import { nameless, sessionInBody, subdomains } from './shapes/keys.ts';
import { listShapes } from './shapes/lists.ts';
import { namedShapes } from './shapes/named.ts';
import { emptyNotes, proseNote } from './shapes/prose.ts';
import { referenceShapes } from './shapes/references.ts';
import { catalogueSearch, searchOfTitles } from './shapes/searches.ts';
import { accountManager, goodsOfOrders, recommendedHelp } from './shapes/shared-kinds.ts';
import { fineShortShapes, shortShapes } from './shapes/short.ts';
import { wayInShapes } from './shapes/ways-in.ts';

/** Portals that look wrong and are fine. */
export const fineShapes: readonly Shape[] = [
  ...otherFineShapes,
  ...fineShortShapes,
  catalogueSearch(),
  emptyNotes(),
  goodsOfOrders('paged'),
  goodsOfOrders('none'),
  accountManager,
  recommendedHelp,
];

/** Every shape of portal that the proof has to get right, in small. */
export const shapes: readonly Shape[] = [
  ...referenceShapes,
  ...wayInShapes,
  ...bodyShapes,
  ...listShapes,
  ...graphqlShapes,
  ...shortShapes,
  ...namedShapes,
  ...childNumbers,
  formTokenShape,
  signedBehindSession(),
  searchOfTitles(),
  proseNote(),
  sessionInBody,
  nameless,
  subdomains,
];
