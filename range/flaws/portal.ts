import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';
import { portalAccessCases, portalAccessDecoys } from './portal-access-decoys.ts';
import { portalAccessFlaws } from './portal-access-flaws.ts';
import { mailDecoys, mailFlaws, mailUnprovenCases } from './mail-delivery.ts';
import { portalDeskCases, portalDeskDecoys, portalDeskFlaws } from './portal-desk-flaws.ts';
import { portalUnprovenCases } from './portal-cases.ts';
import { portalDecoys } from './portal-decoys.ts';
import { portalForgeryCases, portalForgeryDecoys, portalForgeryFlaws } from './portal-forgery-flaws.ts';
import { portalFlaws } from './portal-flaws.ts';

export { portalDecoys, portalFlaws, portalUnprovenCases };

export type FlawId =
  | (typeof portalFlaws)[number]['id']
  | (typeof portalAccessFlaws)[number]['id']
  | (typeof portalForgeryFlaws)[number]['id']
  | (typeof portalDeskFlaws)[number]['id']
  | (typeof mailFlaws)[number]['id'];
export type DecoyId =
  | (typeof portalDecoys)[number]['id']
  | (typeof portalAccessDecoys)[number]['id']
  | (typeof portalForgeryDecoys)[number]['id']
  | (typeof portalDeskDecoys)[number]['id']
  | (typeof mailDecoys)[number]['id'];
export type CaseId =
  | (typeof portalUnprovenCases)[number]['id']
  | (typeof portalAccessCases)[number]['id']
  | (typeof portalForgeryCases)[number]['id']
  | (typeof portalDeskCases)[number]['id']
  | (typeof mailUnprovenCases)[number]['id'];

export const flaws: readonly Flaw[] = [
  ...portalFlaws,
  ...portalAccessFlaws,
  ...portalForgeryFlaws,
  ...portalDeskFlaws,
  ...mailFlaws,
];
export const decoys: readonly Decoy[] = [
  ...portalDecoys,
  ...portalAccessDecoys,
  ...portalForgeryDecoys,
  ...portalDeskDecoys,
  ...mailDecoys,
];
export const unprovenCases: readonly UnprovenCase[] = [
  ...portalUnprovenCases,
  ...portalAccessCases,
  ...portalForgeryCases,
  ...portalDeskCases,
  ...mailUnprovenCases,
];
