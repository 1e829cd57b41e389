import type { Shape } from './shape.ts';
import { bodyShapes } from './shapes/bodies.ts';
import { fineShapes } from './shapes/fine.ts';
import { formTokenShape } from './shapes/form-token.ts';
import { graphqlShapes } from './shapes/graphql.ts';
import { nameless, sessionInBody, subdomains } from './shapes/keys.ts';
import { listShapes } from './shapes/lists.ts';
import { referenceShapes } from './shapes/references.ts';
import { wayInShapes } from './shapes/ways-in.ts';

/** Portals that look wrong and are fine. */
export { fineShapes };

/** Every shape of portal that the proof has to get right, in small. */
export const shapes: readonly Shape[] = [
  ...referenceShapes,
  ...wayInShapes,
  ...bodyShapes,
  ...listShapes,
  ...graphqlShapes,
  formTokenShape,
  sessionInBody,
  nameless,
  subdomains,
];
