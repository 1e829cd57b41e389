import { type Checklist, type ChecklistId, checklistIds } from '../model/checklist.ts';
import { b2bApi } from './b2b-api.ts';
import { b2bCyber } from './b2b-cyber.ts';
import { opsApi } from './ops-api.ts';
import { opsCyber } from './ops-cyber.ts';
import { shopApi } from './shop-api.ts';

/** The five, in the order of ROWS. */
export const checklists: Readonly<Record<ChecklistId, Checklist>> = {
  'b2b-cyber': b2bCyber,
  'b2b-api': b2bApi,
  'ops-cyber': opsCyber,
  'ops-api': opsApi,
  'shop-api': shopApi,
};

export const defaultChecklist: ChecklistId = 'b2b-api';

export function isChecklistId(text: string): text is ChecklistId {
  return (checklistIds as readonly string[]).includes(text);
}
