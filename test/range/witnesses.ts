import type { NetworkCaseId, NetworkDecoyId, NetworkFlawId } from '../../range/flaws/network.ts';
import { domainMapCaseWitnesses, domainMapDecoyWitnesses, domainMapFlawWitnesses } from './domain-witnesses.ts';
import { edgeCaseWitnesses, edgeDecoyWitnesses, edgeFlawWitnesses } from './edge-witnesses.ts';
import type { Got, Handshake, Probe } from './probe.ts';
import { surfaceCaseWitnesses, surfaceDecoyWitnesses, surfaceFlawWitnesses } from './surface-witnesses.ts';

/** Looks at a launch from outside: true when the flaw (decoy, case) is there, false in the clean build. */
export type Witness = (probe: Probe) => Promise<boolean>;

const site = 'northline.test';
const www = `www.${site}`;
const app = `app.${site}`;
const api = `api.${site}`;
const old = `old.${site}`;
const admin = `admin.${site}`;

const sees =
  (url: string, test: (got: Got) => boolean): Witness =>
  async (probe) =>
    test(await probe.get(url));
const header = (name: string, test: (value: string | undefined) => boolean, url = `https://${app}/`): Witness =>
  sees(url, ({ headers }) => test(headers[name]?.toString()));
const leadsTo = (url: string, location: string): Witness => sees(url, ({ headers }) => headers.location === location);
const says = (url: string, ...words: readonly string[]): Witness =>
  sees(url, ({ text }) => words.every((word) => text.includes(word)));
const shows =
  (name: string, test: (shown: Handshake) => boolean, options = {}): Witness =>
  async (probe) =>
    test(await probe.tls(name, options));
const speaks =
  (name: string, version: 'TLSv1' | 'TLSv1.1'): Witness =>
  async (probe) =>
    probe.tls(name, { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' }).then(
      ({ protocol }) => protocol === version,
      () => false,
    );
const daysLeft = ({ chain }: Handshake) =>
  Math.round(((chain[0]?.validToDate.getTime() ?? 0) - Date.now()) / 86_400_000);
const fails =
  (look: (probe: Probe) => Promise<unknown>, code: string): Witness =>
  async (probe) =>
    look(probe).then(
      () => false,
      (error: unknown) => String((error as NodeJS.ErrnoException).code).includes(code),
    );
const post = (url: string, body: string) => async (probe: Probe) =>
  probe.get(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
const panelAnswers =
  (status: number): Witness =>
  async (probe) =>
    (await post(`https://${site}/grafana/login`, '{"user":"admin","password":"admin"}')(probe)).status === status;

export const flawWitnesses: Readonly<Record<NetworkFlawId, Witness>> = {
  ...domainMapFlawWitnesses,
  ...edgeFlawWitnesses,
  ...surfaceFlawWitnesses,
  'cert-expired': shows(www, (shown) => shown.error === 'CERT_HAS_EXPIRED' && daysLeft(shown) === -3),
  'cert-not-yet-valid': shows(www, ({ error }) => error === 'CERT_NOT_YET_VALID'),
  'cert-wrong-name': shows(
    old,
    ({ chain, error }) => chain[0]?.checkHost(old) === undefined && error.includes('ALTNAME'),
  ),
  'cert-missing-intermediate': shows(site, ({ chain, authorized }) => chain.length === 1 && !authorized),
  'cert-self-signed': shows(
    admin,
    ({ error, chain }) => error.startsWith('DEPTH_ZERO') && chain[0]?.issuer === chain[0]?.subject,
  ),
  'cert-untrusted-root': shows(
    old,
    ({ error, chain }) => error.startsWith('SELF_SIGNED_CERT_IN_CHAIN') && chain.length === 2,
  ),
  'cert-weak-key': shows(www, ({ chain }) => chain[0]?.publicKey.asymmetricKeyDetails?.modulusLength === 1024),
  'cert-expires-in-5-days': shows(app, (shown) => shown.authorized && daysLeft(shown) === 5),
  'cert-expires-in-15-days': shows(api, (shown) => shown.authorized && daysLeft(shown) === 15),
  'tls10-enabled': speaks(app, 'TLSv1'),
  'tls11-enabled': speaks(api, 'TLSv1.1'),
  'tls13-missing': shows(api, ({ protocol }) => protocol === 'TLSv1.2'),
  'http-serves-content': sees(`http://${app}/`, ({ status }) => status === 200),
  'http-redirect-two-hops': leadsTo(`http://${app}/a?b=1`, `http://${app}/a?b=1&from=http`),
  'http-redirect-loop': leadsTo(`http://${app}/a`, `http://${app}/a`),
  'http-redirect-drops-path': leadsTo(`http://${app}/a?b=1`, `https://${app}/`),
  'hsts-none': header('strict-transport-security', (value) => value === undefined),
  'hsts-short': header('strict-transport-security', (value) => value?.startsWith('max-age=86400;') ?? false),
  'hsts-zero': header('strict-transport-security', (value) => value?.startsWith('max-age=0;') ?? false),
  'hsts-malformed': header('strict-transport-security', (value) => value !== undefined && !value.includes('max-age')),
  'hsts-only-on-redirect': async (probe) =>
    (await probe.get(`https://${app}/`)).headers['strict-transport-security'] === undefined &&
    (await probe.get(`http://${app}/`)).headers['strict-transport-security'] !== undefined,

  'host-nxdomain': async (probe) => (await probe.dns([www, 'A']))[0]?.rcode === 'NXDOMAIN',
  'host-without-address': async (probe) => {
    const [answer] = await probe.dns([old, 'A']);
    return answer?.rcode === 'NOERROR' && answer.answers?.length === 0;
  },
  'host-dangling-cname': async (probe) => {
    const [answer] = await probe.dns([www, 'A']);
    return answer?.rcode === 'NXDOMAIN' && answer.answers?.[0]?.type === 'CNAME';
  },
  'host-dead-address': fails((probe) => probe.tcp(old, 443), 'ECONNREFUSED'),
  'www-and-apex-both-serve': async (probe) =>
    (await probe.get(`https://${www}/services`)).status === 200 &&
    (await probe.get(`https://${site}/services`)).status === 200,
  'canonical-two-hops': leadsTo(`https://${www}/a?b=1`, `http://${site}/a?b=1`),
  'canonical-loop': async (probe) =>
    (await probe.get(`https://${site}/`)).headers.location === `https://${www}/` &&
    (await probe.get(`https://${www}/`)).headers.location === `https://${site}/`,
  'canonical-drops-path': leadsTo(`https://${www}/services?ref=mail`, `https://${site}/`),

  'csp-none': header('content-security-policy', (value) => value === undefined),
  'csp-unsafe-inline': header(
    'content-security-policy',
    (value) => value?.includes("script-src 'self' 'unsafe-inline';") ?? false,
  ),
  'csp-report-only': async (probe) => {
    const { headers } = await probe.get(`https://${app}/`);
    return !headers['content-security-policy'] && headers['content-security-policy-report-only'] !== undefined;
  },
  'csp-any-source': header('content-security-policy', (value) => value?.includes("script-src 'self' https:;") ?? false),
  'csp-without-script': header('content-security-policy', (value) => value === "frame-ancestors 'none'"),
  'frame-none': sees(
    `https://${app}/`,
    ({ headers }) => !headers['x-frame-options'] && !policy(headers).includes('frame-ancestors'),
  ),
  'frame-allow-from': sees(
    `https://${app}/`,
    ({ headers }) =>
      headers['x-frame-options']?.includes('ALLOW-FROM') === true && !policy(headers).includes('frame-ancestors'),
  ),
  'frame-ancestors-any': header('content-security-policy', (value) => value?.includes('frame-ancestors *') ?? false),
  'nosniff-none': header('x-content-type-options', (value) => value === undefined),
  'nosniff-misspelt': header('x-content-type-options', (value) => value === 'no-sniff'),
  'referrer-none': header('referrer-policy', (value) => value === undefined),
  'referrer-unsafe-url': header('referrer-policy', (value) => value === 'unsafe-url'),
  'permissions-none': header('permissions-policy', (value) => value === undefined),
  'permissions-any-origin': header('permissions-policy', (value) => value?.includes('camera=*') ?? false),

  'stack-trace-404': says(`https://${site}/no-such-page`, 'router.js:118:13'),
  'stack-trace-malformed-json': async (probe) =>
    (await post(`https://${api}/v1/session`, '{"a":')(probe)).text.includes('at JSON.parse'),
  'stack-trace-500': sees(
    `https://${site}/%E0%A4%A`,
    ({ status, text }) => status === 500 && text.includes('Traceback'),
  ),
  'sql-in-error': says(`https://${api}/no-such-path`, 'SELECT r.id', 'SQLSTATE'),
  'database-host-in-error': says(`https://${site}/no-such-page`, 'db-primary.northline.internal'),
  'file-path-in-error': says(`https://${old}/no-such-page`, '/var/www/old-portal/index.php'),

  'exposed-git': says(`https://${site}/.git/config`, '[remote "origin"]'),
  'exposed-env': says(`https://${app}/.env`, 'SESSION_SECRET='),
  'exposed-backup': says(`https://${site}/backup.sql`, 'COPY public.subscribers'),
  'exposed-source-map': async (probe) =>
    (await probe.get(`https://${app}/assets/app.js`)).text.includes('//# sourceMappingURL=app.js.map') &&
    (await probe.get(`https://${app}/assets/app.js.map`)).text.includes('"sourcesContent"'),
  'health-tells': says(`https://${api}/health`, 'postgres://portal:'),
  'open-job-console': says(`https://${app}/admin/queues`, '<title>Bull Dashboard</title>'),
  'exposed-debug-endpoint': says(`https://${api}/actuator/env`, 'propertySources'),
  'panel-default-password': panelAnswers(200),
  'exposed-server-status': says(`https://${site}/server-status`, 'Apache Server Status'),
};

export const decoyWitnesses: Readonly<Record<NetworkDecoyId, Witness>> = {
  ...domainMapDecoyWitnesses,
  ...edgeDecoyWitnesses,
  ...surfaceDecoyWitnesses,
  'cert-40-days': shows(app, (shown) => shown.authorized && daysLeft(shown) === 40),
  'cert-wildcard': shows(api, ({ authorized, chain }) => authorized && (chain[0]?.subjectAltName ?? '').includes('*.')),
  'cert-without-subject': shows(
    api,
    ({ authorized, chain }) => authorized && chain[0] !== undefined && !chain[0].subject,
  ),
  'cert-chain-with-root': shows(site, ({ authorized, chain }) => authorized && chain.length === 3),
  'tls13-only': fails((probe) => probe.tls(admin, { maxVersion: 'TLSv1.2' }), 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
  'http-closed': fails((probe) => probe.tcp(api, 80), 'ECONNREFUSED'),
  'redirect-names-port-443': leadsTo(`http://${app}/a?b=1`, `https://${app}:443/a?b=1`),
  'hsts-short-on-staging': header(
    'strict-transport-security',
    (value) => value === 'max-age=300',
    `https://staging.${site}/`,
  ),
  'hsts-quoted': header('strict-transport-security', (value) => value?.includes('Max-Age="31536000"') ?? false),

  'canonical-www': async (probe) =>
    (await probe.get(`https://${www}/services`)).status === 200 &&
    (await probe.get(`https://${site}/services?a=1`)).headers.location === `https://${www}/services?a=1`,
  'cname-chain': async (probe) => {
    const [answer] = await probe.dns([www, 'A']);
    return answer?.answers?.map(({ type }) => type).join(' ') === 'CNAME CNAME A';
  },

  'csp-two-headers': sees(
    `https://${app}/`,
    ({ rawHeaders }) => rawHeaders.filter((name) => name.toLowerCase() === 'content-security-policy').length === 2,
  ),
  'csp-nonce-with-fallbacks': header(
    'content-security-policy',
    (value) => value?.includes("'strict-dynamic' 'unsafe-inline' https:") ?? false,
    `https://${site}/`,
  ),
  'frame-options-alone': sees(
    `https://${app}/`,
    ({ headers }) => headers['x-frame-options'] === 'deny' && !policy(headers).includes('frame-ancestors'),
  ),
  'frame-ancestors-self': header(
    'content-security-policy',
    (value) => value?.includes("frame-ancestors 'self'") ?? false,
  ),
  'nosniff-capitals': header('x-content-type-options', (value) => value === 'NoSniff'),
  'referrer-list': header('referrer-policy', (value) => value?.includes(',') ?? false),
  'permissions-self': header('permissions-policy', (value) => value?.startsWith('camera=(self)') ?? false),

  'error-page-words': sees(
    `https://${site}/no-such-page`,
    ({ status, text }) => status === 404 && text.includes('exception'),
  ),
  'docs-stack-trace': says(`https://${site}/developers`, 'TypeError', 'node:internal'),
  'error-echoes-path': says(`https://${site}/no-such-%3Cb%3E`, '/no-such-%3Cb%3E'),

  'catch-all-200': sees(`https://${site}/no-such-page`, ({ status }) => status === 200),
  'panel-with-own-password': panelAnswers(401),
  'honeypot-admin': sees(`https://${site}/wp-admin/`, ({ status }) => status === 200),
  'quiet-operations': async (probe) =>
    (await probe.get(`https://${api}/metrics`)).status === 403 &&
    (await probe.get(`https://${api}/health`)).text.includes('"database":"ok"') &&
    (await probe.get(`https://${api}/admin/queues`)).text.includes('type="password"'),
  'env-is-a-page': sees(`https://${api}/.env`, ({ status, text }) => status === 200 && text.includes('Our API')),
  'git-forbidden': sees(`https://${site}/.git/HEAD`, ({ status }) => status === 403),
  'env-example': says(`https://${site}/.env.example`, 'DATABASE_URL=\n'),
  'empty-200': sees(`https://${site}/.env`, ({ status, text }) => status === 200 && text === ''),
};

export const caseWitnesses: Readonly<Record<NetworkCaseId, Witness>> = {
  ...domainMapCaseWitnesses,
  ...edgeCaseWitnesses,
  ...surfaceCaseWitnesses,
  'tls-reset': fails((probe) => probe.tls(old), 'ECONNRESET'),
  'tls-hangs': (probe) => probe.silent(`https://${old}/`),
  'http-hangs': (probe) => probe.silent(`http://${app}/`),
  'dns-servfail': async (probe) => (await probe.dns([old, 'A']))[0]?.rcode === 'SERVFAIL',
  'dns-silent': async (probe) => (await probe.dns([old, 'A'], [app, 'A'])).length === 1,
  'everything-503': sees(`http://${api}/`, ({ status }) => status === 503),
  'firewall-challenge': sees(`https://${app}/`, ({ status, text }) => status === 403 && text.includes('Just a moment')),
  'app-headers-cut-off': fails((probe) => probe.get(`https://${app}/`), 'ECONNRESET'),
  'not-found-hangs': (probe) => probe.silent(`https://${site}/no-such-page`),
  'panel-limits-tries': panelAnswers(429),
  'guesses-are-limited': sees(`https://${site}/no-such-page`, ({ status }) => status === 429),
};

function policy(headers: Got['headers']): string {
  return headers['content-security-policy']?.toString() ?? '';
}
