import type { DomainEvidence } from './domain-evidence.ts';
import type { NetworkEvidence } from './network-evidence.ts';
import type { PortalEvidence } from './portal-evidence.ts';

/** Every kind of evidence there is, with the shape of its value. Values are plain JSON. */
export interface EvidenceMap extends NetworkEvidence, DomainEvidence, PortalEvidence {}
export type EvidenceKind = keyof EvidenceMap & string;
