import { portalSurfaceFlaws } from './portal-surface-flaws.ts';
import { portalTenancyFlaws } from './portal-tenancy-flaws.ts';

/** What can be wrong with the portal itself. */
export const portalFlaws = [...portalTenancyFlaws, ...portalSurfaceFlaws] as const;
