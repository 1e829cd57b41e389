import { actionWords, outsideWords } from '../actions/action-words.ts';
import { deleteWords, signOutWords } from '../words.ts';

/** What addresses say besides the words of controls: each moves a record into another state. */
const further =
  /^(?:move|override|restore|pause|resume|hold|unhold|unlock|enable|disable|activate|pin|unpin|star|unstar|flag|unflag|mute|unmute|snooze|dismiss|acknowledge|ack|verify|reschedule|toggle|check|uncheck|block|unblock|freeze|unfreeze|hide|unhide|promote|demote|advance|transition|set|change|update|done|undone|do|ready|seen|read|unread|stop|end|settle|void|expire|skip|defer|postpone|extend|renew)(?!\p{L})/iu;

/** Money, and what else than the record an act may be about. */
const never =
  /(?<!\p{L})(?:paid|pays?|payments?|payout|refund(?:s|ed)?|charge|capture|invoice|e-?mails?|sms|sent|sends?|all|every|tokens?|keys?|passwords?|webhooks?|2fa|mfa|users?|members?|roles?|owners?|tenants?|accounts?|sessions?|upload|import|export|download|search|report|pdf|csv|stream|token)(?!\p{L})/iu;

/** `markDone`, `mark-done` and `mark_done` as words. */
export const spacedName = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[-_.:]+/g, ' ')
    .trim();

/** Whether the last part of an address says that it moves a record into another state, and nothing that reaches people or costs. */
export function isActName(part: string): boolean {
  const words = spacedName(part);
  const isNever = never.test(words) || outsideWords.test(words) || deleteWords.test(words) || signOutWords.test(words);
  return words.length <= 40 && !isNever && (actionWords.test(words) || further.test(words));
}

/** Fields that say in which state a record is. */
export const isStateName = (name: string): boolean =>
  /^(?:status|state|stage|phase|column|lane|step|progress|decision|outcome|resolution|archived|closed|completed|complete|done|locked|approved|active|enabled|paused|hidden|pinned|starred|flagged|resolved|cancell?ed|accepted|confirmed|published|is[A-Z_]\w*|(?:column|stage|status|state|lane|list|board|folder|group|phase|step|section)_?id|zustand|statut|[eé]tat|estado|stato|toestand)$/i.test(
    spacedName(name).replaceAll(' ', name.includes('_') ? '_' : ''),
  );

/** Where an address names a state: `/orders/{id}/status`. */
export const isStatePart = (part: string): boolean => /^(?:status|state|stage|phase|column|position|lane)$/i.test(part);
