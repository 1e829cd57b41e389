import type { AccessEvidence } from './access-evidence.ts';
import type { DeliveryEvidence } from './delivery-evidence.ts';
import type { DomainEvidence } from './domain-evidence.ts';
import type { LimitsEvidence } from './limits-evidence.ts';
import type { EdgeEvidence } from './edge/edge-evidence.ts';
import type { MailEvidence } from './mail-evidence.ts';
import type { NetworkEvidence } from './network-evidence.ts';
import type { OperationEvidence } from './operation-evidence.ts';
import type { PortalEvidence } from './portal-evidence.ts';
import type { PublicEvidence } from './public-evidence.ts';
import type { SecretsEvidence } from './secrets-evidence.ts';
import type { SessionEvidence } from './session-evidence.ts';
import type { WriteEvidence } from './write-evidence.ts';

/** Every kind of evidence there is, with the shape of its value. Values are plain JSON. */
export interface EvidenceMap
  extends NetworkEvidence,
    DomainEvidence,
    EdgeEvidence,
    PublicEvidence,
    MailEvidence,
    OperationEvidence,
    PortalEvidence,
    SessionEvidence,
    WriteEvidence,
    DeliveryEvidence,
    SecretsEvidence,
    AccessEvidence,
    LimitsEvidence {}
export type EvidenceKind = keyof EvidenceMap & string;
