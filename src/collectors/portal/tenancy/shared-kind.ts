import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from './answer-text.ts';
import { namesRecord } from './met-anyway.ts';
import type { ReadRecord } from './met-further-on.ts';
import type { Setting } from './setting.ts';

/** What the makers of a portal keep for all customers: goods, words of help, their own people and places. */
const sharedNouns =
  /^(products?|catalog(ue)?s?|skus?|articles?|help|faqs?|kb|knowledge[-_]?base|guides?|news|announcements?|currenc(y|ies)|countr(y|ies)|tariffs?|brands?|staff|agents?|advis[eo]rs?|managers?|consultants?|branch(es)?|depots?)$/i;

/**
 * Whether a record is of a kind that all customers usually share, and the owner met it only as a part of its own records: the goods
 * of an order, the manager of an account. No list says whose it is: nothing tells a leak from a catalogue.
 */
export function isOfSharedKind(
  { map }: Setting,
  { reference, operation }: Omit<ReadRecord, 'leaves'>,
  owner: IdentityName,
): boolean {
  const wordsOf = (template: string) => template.split('/').map((one) => one.replace(/\.\w+$/, ''));
  const nouns = wordsOf(operation.template).filter((one) => sharedNouns.test(one));
  if (nouns.length === 0) return false;
  return !map.operations.some(
    (other) =>
      other !== operation &&
      wordsOf(other.template).some((one) => nouns.includes(one)) &&
      (other.by.get(owner) ?? []).some(({ exchange }) =>
        exchangeContent(exchange).leaves.some((leaf) => namesRecord(leaf, reference)),
      ),
  );
}
