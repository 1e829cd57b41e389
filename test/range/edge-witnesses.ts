import type * as edge from '../../range/flaws/edge.ts';
import type * as tls from '../../range/flaws/tls.ts';
import type { GetOptions, Got, Probe } from './probe.ts';
import type { Witness } from './witnesses.ts';

type Id<K extends 'flaws' | 'decoys' | 'unprovenCases'> =
  | (typeof edge)[K][number]['id']
  | (typeof tls)[K][number]['id'];

const site = 'northline.test';
const app = `app.${site}`;
const api = `api.${site}`;
const old = `old.${site}`;
const www = `www.${site}`;
const origin = `origin.${site}`;

const sees =
  (url: string, test: (got: Got) => boolean, options: GetOptions = {}): Witness =>
  async (probe) =>
    test(await probe.get(url, options));
/** The second time an address is asked for, the edge answers by itself. */
const keeps =
  (first: string, second = first): Witness =>
  async (probe) => {
    // The placeholder of the API answers 200 to whoever brings a body.
    await probe.get(first, { body: 'kept', headers: { 'content-length': '4' } });
    const again = await probe.get(second);
    return again.headers['x-cache'] === 'HIT';
  };
const shakes = async (probe: Probe, name: string, ciphers: string): Promise<boolean> =>
  probe.tls(name, { ciphers, maxVersion: 'TLSv1.2' }).then(
    () => true,
    () => false,
  );
const caa =
  (
    name: string,
    test: (records: readonly { readonly flags: number; readonly tag: string; readonly value: string }[]) => boolean,
  ): Witness =>
  async (probe) => {
    const [reply] = await probe.dns([name, 'CAA']);
    const records = (reply?.answers ?? []).flatMap((one) => (one.type === 'CAA' ? [one.data] : []));
    return test(records.map(({ flags = 0, tag, value }) => ({ flags, tag, value })));
  };
const asPortal = { headers: { host: app } };

/** 1.3.6.1.5.5.7.1.24, the extension by which a certificate demands a staple. */
const tlsFeature = Buffer.from('06082b06010505070118', 'hex');

export const edgeFlawWitnesses: Readonly<Record<Id<'flaws'>, Witness>> = {
  'cert-must-staple-without-staple': async (probe) => {
    const { chain, authorized } = await probe.tls(www);
    return authorized && (chain[0]?.raw.includes(tlsFeature) ?? false);
  },
  'cert-must-staple-old-staple': async (probe) => {
    const times = (await probe.stapled(www)).toString('latin1').match(/\d{14}Z/g) ?? [];
    const now = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    return times.length > 0 && times.every((time) => time.slice(0, 14) < now);
  },
  'cipher-null': (probe) => shakes(probe, api, 'ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0'),
  'cipher-cbc-sha1-only': async (probe) =>
    (await shakes(probe, old, 'ECDHE-ECDSA-AES128-SHA')) &&
    !(await shakes(probe, old, 'ECDHE-ECDSA-AES128-GCM-SHA256')),
  'caa-nobody': caa(app, (records) => records.some(({ tag, value }) => tag === 'issue' && value === ';')),
  'caa-unknown-critical': caa(site, (records) => records.some(({ flags, tag }) => flags === 128 && tag === 'tbs')),
  'caa-missing': caa(site, (records) => records.length === 0),
  'edge-absent-on-api': sees(`https://${api}/`, ({ headers }) => headers['x-harbour-ray'] === undefined),
  'origin-answers-directly': sees(`https://${origin}/`, ({ text }) => text.includes('Portal'), asPortal),
  'origin-plain-only': async (probe) =>
    probe.get(`http://${origin}/`, asPortal).then(
      ({ text }) => text.includes('Portal'),
      () => false,
    ),
  'origin-self-signed': async (probe) => (await probe.tls(origin)).error.startsWith('DEPTH_ZERO'),
  'private-page-cached': keeps(`https://${api}/api/v1/invoices/0a1b`),
  'cache-deception': keeps(`https://${api}/api/v1/me/x.css`),
  'static-assets-uncached': sees(`https://${app}/app.js`, ({ headers }) => headers['cache-control'] === 'no-store'),
};

export const edgeDecoyWitnesses: Readonly<Record<Id<'decoys'>, Witness>> = {
  'cert-must-staple-stapled': async (probe) => (await probe.stapled(www)).length > 100,
  'cipher-cbc-beside-gcm': (probe) => shakes(probe, `admin.${site}`, 'ECDHE-ECDSA-AES128-SHA'),
  'caa-at-the-host': caa(api, (records) => records.some(({ value }) => value.includes('validationmethods'))),
  'cached-own-page': sees(
    `https://${api}/api/v1/me`,
    ({ headers }) => headers['cache-control'] === 'private, max-age=60',
  ),
  'public-page-cached': keeps(`https://${app}/`),
  'origin-shows-other-page': sees(`https://${origin}/`, ({ text }) => text.includes('It works')),
};

export const edgeCaseWitnesses: Readonly<Record<Id<'unprovenCases'>, Witness>> = {
  'origin-plain-in-trouble': (probe) =>
    probe.get(`http://${origin}/`).then(
      ({ status }) => status === 502,
      () => false,
    ),
  'caa-servfail': async (probe) => (await probe.dns([app, 'CAA']))[0]?.rcode === 'SERVFAIL',
  'caa-stranger': caa(site, (records) => records.some(({ value }) => value.startsWith('harbour-trust'))),
  'tls-limited': async (probe) => {
    const tries = [1, 2, 3, 4, 5, 6].map(() => shakes(probe, old, 'DEFAULT:@SECLEVEL=0'));
    return (await Promise.all(tries)).includes(false);
  },
  'edge-network-unknown': async (probe) => {
    const [reply] = await probe.dns([app, 'A']);
    return (reply?.answers ?? []).some((one) => one.type === 'A' && one.data === '127.0.0.72');
  },
  'origin-in-trouble': sees(`https://${origin}/`, ({ status }) => status === 502),
  'origin-resets': async (probe) =>
    probe.tls(origin).then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'ECONNRESET',
    ),
  'assets-broken': sees(`https://${app}/app.js`, ({ status }) => status === 502),
  'cache-key-without-query': keeps(`https://${api}/nothing?a=1`, `https://${api}/nothing?a=2`),
};
