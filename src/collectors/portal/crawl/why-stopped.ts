import { type Gap, gap } from '../../../model/gap.ts';
import type { Arrival } from './open-page.ts';

/** What a walk's last pages say about why it could not go on. */
export function whyStopped(arrivals: readonly Arrival[], identity: string): Gap {
  const all = (kind: Arrival) => arrivals.every((one) => one === kind);
  const who = `The walk through the portal as ${identity} ended early`;
  if (all('signed-out'))
    return gap(
      'session-lost',
      `${who}: the portal asks to sign in again and again.`,
      'Look at what ends the session (a second sign-in of the same account, a short life), then run again.',
    );
  if (all('refused'))
    return gap(
      'refused',
      `${who}: every page is refused (403); a firewall may have banned this address.`,
      'Let the audit through the firewall, or run it from an address that may ask.',
    );
  if (all('busy'))
    return gap(
      'refused',
      `${who}: the portal answers 429 or 5xx to everything.`,
      'Run again when the portal is up, with a lower budget.requestsPerSecond if it limits.',
    );
  return gap('unreachable', `${who}: the portal stopped answering.`, 'Check that the portal is up, then run again.');
}
