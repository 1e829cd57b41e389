import { looksLikeId } from '../crawl/page-key.ts';

const handedOn =
  /(^|[/_-])(shared?|share-?links?|public|embed|invit(e|ation)s?|feeds?|ical|ics|calendar|unsubscribe|preview|view-?online|verify|verifications?|validate|track|tracking|l|s|p|teilen|geteilt|freigaben?|oeffentlich|öffentlich|einladung|pruefen|prüfen|sendung|partag(e|er|es)|publi(c|que)|verifier|vérifier|suivi|compartir|compartid[oa]s?|p[uú]blic[oa]|invitaci[oó]n|verificar|verificaci[oó]n|seguimiento|condivi(di|so|sa)|pubblic[oa]|invito|verifica|tracciamento|partilh(a|ar)|compartilhad[oa]|convite|rastreio|gedeeld|delen|openbaar|uitnodiging|controleren|volgen|udostepnione|udostępnione|publiczn[ey]|zaproszenie|weryfikacja|sledzenie|śledzenie)(?=[/_.-])/i;

const shortestKey = 16;

/**
 * Whether an address was made to be passed on: its path says so, below or beside a reference too long to guess. Whoever has
 * it opens it, and only the owner knows whether that is meant.
 */
export function isMadeToHandOn(path: string, references = path.split('/').filter(looksLikeId)): boolean {
  return handedOn.test(path) && references.some((value) => value.length >= shortestKey);
}
