import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import { portalUnprovenCases } from './portal-cases.ts';
import { portalDecoys } from './portal-decoys.ts';
import { portalFlaws } from './portal-flaws.ts';

export { portalDecoys, portalFlaws, portalUnprovenCases };

export type FlawId = (typeof portalFlaws)[number]['id'];
export type DecoyId = (typeof portalDecoys)[number]['id'];
export type CaseId = (typeof portalUnprovenCases)[number]['id'];

export const flaws: readonly Flaw[] = portalFlaws;
export const decoys: readonly Decoy[] = portalDecoys;
export const unprovenCases: readonly UnprovenCase[] = portalUnprovenCases;
