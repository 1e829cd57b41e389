import { kindOfCookie } from '../../parse/cookie-kind.ts';
import { isJson } from '../../parse/header-list.ts';
import type { PageLook } from '../network-evidence.ts';
import type { CrossOriginAsNobody } from '../session-evidence.ts';

const portalRoles = /^(?:api|app|admin|portal|account|dashboard|backend)$/i;
/** What these serve is for everybody, also where it is JSON. */
const publicRoles = /^(?:www|apex|cdn|static|assets|images|media|docs|blog|status|marketing)$/i;

/**
 * Whether what a host answers may be a customer's, by what it is listed as and by what it shows a visitor. `called`: it was seen where
 * scripts ask for data.
 */
export function servesCustomers(page: PageLook, called: boolean): Pick<CrossOriginAsNobody, 'signs' | 'byToken'> {
  const own = page.responses.filter(({ host }) => host === page.host);
  const session = (page.cookies ?? []).find(
    ({ host, name, value }) =>
      host === page.host && value !== undefined && ['session', 'likely'].includes(kindOfCookie(name, value)),
  );
  const asks = own.find(({ status }) => status === 401);
  const scheme = asks?.headers.find(([name]) => name === 'www-authenticate')?.[1] ?? '';
  const json = own.some(({ contentType }) => isJson(contentType)) && !publicRoles.test(page.role);
  // The bundle of a portal lies on a file server, the same for everybody; its data come from elsewhere.
  const bundle = page.html?.shell === true && !page.html.signIn && session === undefined && !called;
  const signs = [
    ...(portalRoles.test(page.role) && !bundle ? [`listed as ${page.role.toLowerCase()}`] : []),
    ...(session ? [`sets the cookie ${session.name}`] : []),
    ...(asks ? ['answers 401'] : []),
    ...(json ? ['answers JSON'] : []),
  ];
  return { signs, byToken: /^(?:bearer|dpop)\b/i.test(scheme) && session === undefined };
}
