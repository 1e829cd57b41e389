import type { IdentityName } from '../../model/identity.ts';
import { maskedUrl } from '../../parse/web-address.ts';
import type { Sighting } from '../../secrets/sighting.ts';
import type { CollectContext } from '../collector.ts';
import { type Session, sessionsSlot } from '../portal/session.ts';
import type { WebText } from '../secrets-evidence.ts';

/** Tokens that an account gets for itself are no leak; what opens a server is. */
const own = new Set(['json-web-token', 'bearer-authorization', 'basic-authorization']);

/** Secrets in the answers that the browsers of this run recorded, by the host that gave them. Raw bodies stay in memory. */
export function secretsInAnswers(
  host: string,
  { live, world }: CollectContext,
): { readonly texts: readonly WebText[]; readonly secrets: readonly Sighting[] } {
  const texts: WebText[] = [];
  const secrets: Sighting[] = [];
  const sessions: ReadonlyMap<IdentityName, Session> = live.get(sessionsSlot) ?? new Map();
  for (const { recorder } of sessions.values())
    for (const { url, body, responseHeaders } of recorder.exchanges) {
      if (URL.parse(url)?.hostname !== host || body.length === 0) continue;
      const name = `${new URL(url).pathname}${/html/.test(responseHeaders['content-type'] ?? '') ? '.html' : '.json'}`;
      texts.push({ url: maskedUrl(url), what: 'answer', bytes: body.length });
      for (const one of world.secrets.text(name, body))
        if (one.shaped && !(own.has(one.rule) && one.weight !== 'critical'))
          secrets.push({ ...one, path: `${maskedUrl(url)}${one.path.slice(name.length)}` });
    }
  return { texts, secrets };
}
