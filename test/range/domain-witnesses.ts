import type * as domainMap from '../../range/flaws/domain-map.ts';
import type { Witness } from './witnesses.ts';

type Id<K extends 'flaws' | 'decoys' | 'unprovenCases'> = (typeof domainMap)[K][number]['id'];

const site = 'northline.test';
const old = `https://old.${site}/team.html`;

const redirects =
  (url: string, status: number, to: string): Witness =>
  async (probe) => {
    const got = await probe.get(url);
    return got.status === status && (got.headers.location?.toString() ?? '').startsWith(to);
  };
const says =
  (url: string, words: string): Witness =>
  async (probe) =>
    (await probe.get(url)).text.includes(words);
const resolves =
  (name: string, type: 'A' | 'CNAME' | 'NS', test: (values: readonly string[], ttl: number) => boolean): Witness =>
  async (probe) => {
    const [answer] = await probe.dns([name, type]);
    const records = (answer?.answers ?? []).filter((record) => record.type === type) as {
      readonly data: string;
      readonly ttl?: number;
    }[];
    return test(
      records.map(({ data }) => data),
      Math.max(0, ...records.map(({ ttl = 0 }) => ttl)),
    );
  };
const has =
  (value: string) =>
  (values: readonly string[]): boolean =>
    values.includes(value);
const named =
  (name: string): Witness =>
  async (probe) =>
    (await probe.tls(`app.${site}`, {})).chain[0]?.subjectAltName?.includes(name) ?? false;

export const domainMapFlawWitnesses: Readonly<Record<Id<'flaws'>, Witness>> = {
  'old-url-missing': async (probe) => (await probe.get(old)).status === 404,
  'old-url-temporary': redirects(old, 302, 'https://'),
  'old-url-two-moves': redirects(old, 301, `https://old.${site}/services.html`),
  'old-url-elsewhere': redirects(old, 301, `https://${site}/services`),
  'alias-unclaimed': says(`https://www.${site}/`, "There isn't a GitHub Pages site here"),
  'zone-servers-gone': resolves(`old.${site}`, 'NS', has('ns-2019.harbourpages.test')),
  'staging-open-beside-scripts': says(`https://staging.${site}/`, '<script src="/app.js">'),
  'staging-open': says(`https://staging.${site}/`, 'as of last night'),
  'address-dead': resolves(`app.${site}`, 'A', has('127.0.0.66')),
  'address-of-stranger': resolves(`api.${site}`, 'A', has('127.0.0.67')),
  'dns-server-behind': async (probe) =>
    probe.secondServerSays(`app.${site}`).then((values) => values.includes('127.0.0.70')),
  'dns-long-ttl': resolves(`app.${site}`, 'A', (_values, ttl) => ttl > 86_400),
  'dns-differs-from-map': resolves(`admin.${site}`, 'A', has('127.0.0.68')),
  'host-unlisted': named(`legacy.${site}`),
};

export const domainMapDecoyWitnesses: Readonly<Record<Id<'decoys'>, Witness>> = {
  'old-urls-308': redirects(old, 308, 'https://'),
  'alias-to-claimed-pages': resolves(`www.${site}`, 'CNAME', has('northline.github.io')),
  'wildcard-dns': resolves(`anything.${site}`, 'A', has('127.0.0.1')),
  'staging-behind-access': redirects(`https://staging.${site}/`, 302, 'https://northline.cloudflareaccess.com/'),
  'staging-sign-in-page': says(`https://staging.${site}/`, 'type="password"'),
  'two-addresses': resolves(`app.${site}`, 'A', has('127.0.0.69')),
  'dns-map-spelling': async ({ plan }) => plan?.records('www').CNAME?.includes('Northline.TEST.') ?? false,
  'certificate-names-gone-host': named(`beta.${site}`),
};

export const domainMapCaseWitnesses: Readonly<Record<Id<'unprovenCases'>, Witness>> = {
  'staging-holding-page': says(`https://staging.${site}/`, 'coming soon'),
  'staging-script-shell': says(`https://staging.${site}/`, '<div id="root">'),
  'hosts-not-declared': async ({ plan }) => plan?.listed === false,
};
