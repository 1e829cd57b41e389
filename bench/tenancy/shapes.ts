import type { Shape } from './shape.ts';
import { bodyShapes } from './shapes/bodies.ts';
import { graphqlShapes } from './shapes/graphql.ts';
import { listShapes } from './shapes/lists.ts';
import { referenceShapes } from './shapes/references.ts';

/** Every shape of portal that the proof has to get right, in small. */
export const shapes: readonly Shape[] = [...referenceShapes, ...bodyShapes, ...listShapes, ...graphqlShapes];
