import { looksLikeId } from '../crawl/page-key.ts';

const handedOn =
  /(^|[/_-])(shared?|share-?links?|public|embed|invit(e|ation)s?|feeds?|ical|ics|calendar|unsubscribe|preview|view-?online|verify|verifications?|validate|track|tracking|l|s|p)(?=[/_.-])/i;

const shortestKey = 16;

/**
 * Whether an address was made to be passed on: its path says so, below or beside a reference too long to guess. Whoever has
 * it opens it, and only the owner knows whether that is meant.
 */
export function isMadeToHandOn(path: string, references = path.split('/').filter(looksLikeId)): boolean {
  return handedOn.test(path) && references.some((value) => value.length >= shortestKey);
}
