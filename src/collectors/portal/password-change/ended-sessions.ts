import type { CollectContext } from '../../collector.ts';
import type { PasswordChange } from '../../password-evidence.ts';
import type { Standing } from '../../session-evidence.ts';
import type { OwnSession } from '../sessions/own-session.ts';
import type { Credential, WhoAmI } from '../sessions/who-am-i.ts';
import { proveSignedIn } from '../sign-in/prove-signed-in.ts';
import { endOfToken } from '../tokens/end-of-token.ts';
import { findTokens } from '../tokens/find-tokens.ts';

/** What some portals need to tell all their servers: asked again after it. */
const graceSeconds = 65;

export interface Held {
  readonly probe: WhoAmI;
  readonly credentials: readonly Credential[];
  readonly before: Standing;
}

/** What the other browser has, and that it opens the account. */
export async function hold(probes: readonly WhoAmI[]): Promise<readonly Held[]> {
  const held: Held[] = [];
  for (const probe of probes) {
    const credentials = await probe.credentials();
    held.push({ probe, credentials, before: await probe.ask(credentials) });
  }
  return held;
}

/** Asks with what the other browser had, at once and after a minute; then lets that browser open a page of its own. */
export async function lookAtOthers(
  other: OwnSession,
  held: readonly Held[],
  { world, signal }: CollectContext,
): Promise<Pick<PasswordChange, 'probes' | 'browserIsIn'>> {
  const first = await Promise.all(held.map(async (one) => ({ ...one, at0: await one.probe.ask(one.credentials) })));
  if (first.some(({ at0 }) => at0 === 'in')) await world.clock.wait(graceSeconds * 1000, signal);
  const probes: PasswordChange['probes'][number][] = [];
  for (const { probe, credentials, before, at0 } of first) {
    const after = [{ afterSeconds: 0, standing: at0 }];
    if (at0 === 'in') after.push({ afterSeconds: graceSeconds, standing: await probe.ask(credentials) });
    probes.push({
      probe: probe.operation,
      before,
      after,
      ranOut: at0 === 'in' && hasRunOut(credentials, world.clock.now()),
    });
  }
  const proof = await proveSignedIn(other.page, other.home, other.self, []).catch(() => undefined);
  const named = proof?.proof.some((one) => one.includes('shows the account')) === true;
  const shownForm = proof !== undefined && proof.proof.length === 0;
  return { probes, browserIsIn: named ? true : shownForm ? false : null };
}

function hasRunOut(credentials: readonly Credential[], now: Date): boolean {
  const ends = credentials.flatMap(({ value }) =>
    findTokens(value).map(({ jwt }) => endOfToken(jwt) ?? Number.POSITIVE_INFINITY),
  );
  return ends.length > 0 && ends.every((end) => end * 1000 < now.getTime());
}
