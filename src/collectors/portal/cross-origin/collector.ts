import { gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { defineCollector } from '../../collector.ts';
import type { CrossOrigin } from '../../session-evidence.ts';
import { allowedOrigin } from '../../../parse/allowed-origin.ts';
import { portalOfCustomer, signedInCustomer } from '../customer.ts';
import { findCarriers } from '../sessions/carriers.ts';
import { findWhoAmIs, type WhoAmI } from '../sessions/who-am-i.ts';

/** cors.origin: a request that names the account, said to come from foreign, null, lookalike and plain-http origins. */
export const crossOriginCollector = defineCollector({
  id: 'cross-origin',
  produces: ['session.cors'],
  permit: 'cross-tenant',
  uses: ['sign-in'],
  after: ['crawl', 'tenancy'],
  timeoutMs: 120_000,
  subjects: portalOfCustomer,
  async collect(subject, context) {
    const { session } = signedInCustomer(context);
    const probes = await findWhoAmIs(session, context);
    for (const probe of probes) {
      const host = new URL(probe.url).host;
      context.emit(
        'session.cors',
        `${subject} ${host}`,
        await look(probe, session.identity, context.world.randomHex(3)),
      );
    }
    if (probes.length === 0)
      context.gap(
        'session.cors',
        subject,
        gap(
          'inconclusive',
          'No answer of the portal names the account.',
          'Check that the account sees its own name somewhere.',
        ),
      );
  },
});

async function look(probe: WhoAmI, identity: IdentityName, random: string): Promise<CrossOrigin> {
  const { carriers } = await findCarriers(probe);
  const url = new URL(probe.url);
  const page = new URL(/^https?:/.test(probe.page) ? probe.page : probe.url);
  const bare = page.hostname.split('.').slice(-2).join('.');
  const origins: readonly (readonly [CrossOrigin['trials'][number]['what'], string])[] = [
    ['foreign', `https://lr-${random}.example.org`],
    ['null', 'null'],
    ['ends-like', `https://lr${random}${bare}`],
    ['begins-like', `https://${page.hostname}.lr-${random}.example.org`],
    ['subdomain', `https://lr-${random}.${bare}`],
    ['plain-http', `http://${page.hostname}`],
  ];
  const trials: CrossOrigin['trials'][number][] = [];
  for (const [what, origin] of origins) {
    const view = await probe.raw(await probe.credentials(), [['origin', origin]]);
    const preflight = await probe.preflight(origin);
    trials.push({
      what,
      standing: view.standing,
      status: view.status,
      allowed: allowedOrigin(view.headers['access-control-allow-origin'], origin),
      credentials: view.headers['access-control-allow-credentials'] === 'true',
      preflightAllowed: allowedOrigin(preflight['access-control-allow-origin'], origin),
      preflightCredentials: preflight['access-control-allow-credentials'] === 'true',
    });
  }
  const own = await probe.raw(await probe.credentials(), [['origin', page.origin]]);
  return {
    identity,
    probe: probe.operation,
    host: url.host,
    byCookie: carriers.some((one) => one.place === 'cookie'),
    ownStanding: own.standing,
    trials,
    reproduce: `curl -sS -i -H 'Origin: https://attacker.example.org' -b "$A_COOKIE" '${url.origin}${url.pathname}'   # A_COOKIE: the session cookie of your own browser`,
  };
}
