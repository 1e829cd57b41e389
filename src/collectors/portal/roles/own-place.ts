import type { IdentityName } from '../../../model/identity.ts';
import type { Exchange } from '../recorder.ts';
import { mayBeOfStaff, saysStaff, saysStaffAlone } from './staff-words.ts';
import { literal } from '../../../parse/literal.ts';

const others = ['b', 'anonymous'] as const satisfies readonly IdentityName[];

/**
 * What an address of staff's is to a customer where it stands below a place that this customer alone uses (its workspace, one of
 * its records): `linked`, one of the customer's own answers names it; `own`, none does. There the role proves little: the page
 * may be the owner's, and the walk did not come to it. Where the walk came, a script having shown the page in place, it is `linked`
 * as well. undefined for every other address.
 */
export function ownPlace(
  exchanges: readonly Exchange[],
  asker: IdentityName,
  address: string,
  walked: readonly string[] = [],
): 'linked' | 'own' | undefined {
  const url = new URL(address);
  const isWalked = walked.some((one) => addressOf(one) === addressOf(address));
  if (isWalked && !saysStaff(url.pathname) && !mayBeOfStaff(url.pathname)) return 'linked';
  const own = exchanges.filter((one) => one.identity === asker && one.afterSignIn && hostOf(one) === url.host);
  const isIn = (one: Exchange, place: string) => `${new URL(one.url).pathname}/`.startsWith(place);
  const usedBy = (place: string) => (identity: IdentityName) =>
    exchanges.some(
      (one) => one.identity === identity && one.status < 300 && hostOf(one) === url.host && isIn(one, place),
    );
  const place = placesOf(url.pathname).findLast((one) => usedBy(one)(asker) && !others.some(usedBy(one)));
  if (place === undefined || saysStaffAlone(url.pathname.slice(place.length - 1))) return undefined;
  const path = url.pathname.replace(/\/$/, '');
  const names = new RegExp(`${literal(path)}/?(?![\\w/.-])`);
  return own.some((one) => one.url !== address && names.test(one.body.toString('utf8'))) ? 'linked' : 'own';
}

const addressOf = (one: string) => one.replace(/\/?([?#].*)?$/, '');
const hostOf = (one: Exchange) => new URL(one.url).host;

/** `/w/acme/settings` stands below `/w/` and `/w/acme/`. */
function placesOf(pathname: string): readonly string[] {
  const parts = pathname.split('/').filter((one) => one !== '');
  return parts.slice(0, -1).map((_, at) => `/${parts.slice(0, at + 1).join('/')}/`);
}
