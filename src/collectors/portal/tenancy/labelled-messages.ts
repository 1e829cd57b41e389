import { readAnswer } from './answer-text.ts';

/** Fields that say whose a message is: a company, not a person, who may speak to everybody. */
const ofTenant =
  /^(org|organi[sz]ation|tenant|account|customer|company|client|workspace|team|firma|kunden?|mandant|klant|cliente|empresa|azienda)(_?(id|uuid|no|number|key|code|slug))?$/i;

/**
 * The messages of a channel that say whose they are, by a value that only the owner meets: what else stands in them is the
 * owner's as well, whoever hears it. An announcement to everybody names no customer. One JSON value a line.
 */
export function labelledMessages(lines: readonly string[], isOwners: (value: string) => boolean): readonly string[] {
  return lines.filter((line) =>
    readAnswer(new TextEncoder().encode(line), '').leaves.some(({ path, value }) => {
      const name = path.split('.').at(-1) ?? '';
      const last = /^(id|name|uuid)$/i.test(name) ? (path.split('.').at(-2) ?? '') : name;
      return value.length >= 4 && ofTenant.test(last.replace(/\[\d*\]/g, '')) && isOwners(value);
    }),
  );
}
