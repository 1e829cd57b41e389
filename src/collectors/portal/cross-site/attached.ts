import type { Attached, Forgery } from '../../forgery-evidence.ts';
import type { Session } from '../session.ts';
import { sameSiteOf } from '../sessions/cookies.ts';
import type { Credential, WhoAmI } from '../sessions/who-am-i.ts';
import { isSecretLike } from '../tokens/find-tokens.ts';

type SameSite = Forgery['cookies'][number]['sameSite'];

/**
 * What a browser sends along with a foreign page's request, told by asking: with the cookies that go anywhere, with those that
 * go along when a link is followed (RFC 6265bis §5.5), with all of them. A cookie without SameSite counts as one that goes
 * anywhere: not every browser takes it for Lax, and those that do send it with POSTs for its first minutes.
 */
export async function attachedTo(
  probe: WhoAmI,
  session: Session,
): Promise<{
  readonly attached: Attached;
  readonly cookies: Forgery['cookies'];
  /** Names of the cookies that a foreign page's request has. */
  readonly goAnywhere: ReadonlySet<string>;
  readonly followLinks: ReadonlySet<string>;
}> {
  const kept = await session.context.cookies(probe.url);
  const flags = new Map<string, SameSite>(kept.map((cookie) => [cookie.name, sameSiteOf(session, cookie)]));
  const names = (allowed: readonly SameSite[]) =>
    new Set([...flags].filter(([, sameSite]) => allowed.includes(sameSite)).map(([name]) => name));
  const goAnywhere = names(['None', 'none-sent']);
  const followLinks = names(['None', 'none-sent', 'Lax']);
  const all = await probe.credentials();
  const cookieOnly = all.filter((one) => one.place === 'cookie');
  const opens = async (list: readonly Credential[]) => list.length > 0 && (await probe.ask(list)) === 'in';
  const attached: Attached = (await opens(cookieOnly.filter(({ name }) => goAnywhere.has(name))))
    ? 'always'
    : (await opens(cookieOnly.filter(({ name }) => followLinks.has(name))))
      ? 'navigation'
      : (await opens(cookieOnly))
        ? 'same-site'
        : 'never';
  const cookies = kept
    .filter(({ value }) => isSecretLike(value))
    .map(({ name }) => ({ name, sameSite: flags.get(name) ?? 'none-sent' }));
  return { attached, cookies, goAnywhere, followLinks };
}
