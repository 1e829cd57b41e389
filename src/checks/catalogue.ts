import { access } from './catalogue/access.ts';
import { addresses } from './catalogue/addresses.ts';
import type { CatalogueRow } from './catalogue/catalogue-row.ts';
import { operation } from './catalogue/operation.ts';
import { requests } from './catalogue/requests.ts';
import { supplies } from './catalogue/supplies.ts';

/** Every check there is or will be, in the order of the areas. A check without a judge is `unproven: not collected yet`. */
export const catalogue: readonly CatalogueRow[] = [...addresses, ...access, ...requests, ...supplies, ...operation];

/** The areas, in order: the prefixes of the ids. */
export const areas: readonly string[] = [...new Set(catalogue.map((row) => row.id.slice(0, row.id.indexOf('.'))))];
