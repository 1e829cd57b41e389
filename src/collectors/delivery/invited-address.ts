import type { CollectContext } from '../collector.ts';
import type { LinkUse } from '../delivery-evidence.ts';
import type { Sent, Typed } from './send-form.ts';
import { signsIn } from './sign-in-once.ts';
import { completeLink, type Opened } from './use-link.ts';
import { literal } from '../../parse/literal.ts';

/**
 * Does what the page of an invitation asks for, with another address wherever what the page sends names the invited one: in a field,
 * hidden or not, or in what its script sends.
 *
 * @returns `named`: the page did send the invited address, so another one stood in its place
 */
export async function completeForAnother(
  link: Opened,
  typed: Typed,
  other: string,
  context: CollectContext,
): Promise<{ readonly named: boolean; readonly sent: Sent }> {
  const { page } = link.window;
  const put = otherFor(typed.email ?? '', other);
  let named = false;
  await page.route('**/*', async (route) => {
    const request = route.request();
    const body = ['GET', 'HEAD', 'OPTIONS'].includes(request.method()) ? null : request.postData();
    const changed = body === null ? undefined : put(body);
    if (changed === undefined) return route.fallback();
    named = true;
    return route.fallback({ postData: changed });
  });
  try {
    return { sent: await completeLink(link, typed, context), named };
  } finally {
    await page.unroute('**/*').catch(() => undefined);
  }
}

/** Puts another address where one stands in a body, plain or escaped. undefined where it stands nowhere. */
export function otherFor(address: string, other: string): (body: string) => string | undefined {
  const forms: readonly (readonly [string, string])[] = [
    [address, other],
    [encodeURIComponent(address), encodeURIComponent(other)],
  ];
  return (body) => {
    if (address === '') return undefined;
    const changed = forms.reduce((text, [from, to]) => text.replace(new RegExp(literal(from), 'gi'), () => to), body);
    return changed === body ? undefined : changed;
  };
}

type Bound = NonNullable<LinkUse['bound']>;

/** Whose account an invitation made that was accepted for another address: each address signs in once, the invited one first. */
export async function whoCameIn(
  { invited, other }: { readonly invited: string; readonly other: string },
  password: string,
  entry: string,
  context: CollectContext,
): Promise<Bound> {
  const comesIn = (user: string, label: string) => signsIn({ user, password }, entry, label, context);
  if (await comesIn(invited, 'the invited account'))
    return { state: 'bound', detail: 'another address was sent with it and left aside: the invited one signs in' };
  if (await comesIn(other, 'the account of another address'))
    return {
      state: 'any',
      detail: 'it was accepted for an address that nobody had invited, and that address signs in',
    };
  return { state: 'unclear', detail: 'it was accepted with another address, and neither address signs in' };
}
