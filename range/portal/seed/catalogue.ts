import { stableId } from '../identifiers.ts';

export interface CatalogueItem {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly price: number;
  readonly description: string;
}

const services = [
  [
    'Door and dock service',
    410,
    'Springs, seals, rails and drives of industrial doors and dock levellers are inspected, adjusted and greased; worn parts are listed with a price before anything is replaced.',
  ],
  [
    'Emergency lighting test',
    295,
    'Every luminaire is switched to battery for three hours. Failures are numbered on the floor plan, and the log book is signed by the engineer and by you.',
  ],
  [
    'Water hygiene visit',
    340,
    'Temperatures at the sentinel outlets, flushing of rarely used taps, cleaning of shower heads and two laboratory samples, with a written report within five working days.',
  ],
  [
    'Drain camera survey',
    520,
    'A crawler camera runs through up to sixty metres of drain. You get the film, a drawing with the distances of all defects and a proposal for the repair.',
  ],
  [
    'Racking inspection',
    375,
    'Uprights, beams, bracing and floor fixings are compared with the load notices; damage is marked green, amber or red on the spot and listed in the report.',
  ],
  [
    'Fabric condition survey',
    980,
    'Roof, walls, windows, paving and fences are photographed and rated by remaining life, with a budget for each of the next five years.',
  ],
] as const;

/** Services of the operator that anybody may look at: the same for every reader. */
export const catalogueItems: readonly CatalogueItem[] = services.map(([name, price, description], index) => ({
  id: stableId('catalogue', name),
  code: `NL-S${10 + index}`,
  name,
  price,
  description,
}));
