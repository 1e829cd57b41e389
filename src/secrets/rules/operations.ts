import { writtenAsStandIn } from '../invented.ts';
import { looksDrawn } from '../random-look.ts';
import { type Found, patternRule, type Rule, tokenRule, type Verdict } from '../rule.ts';

/** Words joined by underscores look like such a token; what is drawn has capitals, small letters and digits. */
const drawnBody = ({ value }: Found): Verdict | undefined =>
  /\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value.slice(4)) ? {} : undefined;

/** `CREATE USER 'portal'@'localhost' IDENTIFIED BY '…'`: what was chosen, or the name once more, for a server on this machine. */
function localUser(value: string, before: string): Verdict | undefined {
  const [, user] =
    /['"`]?([\w-]{1,64})['"`]?@['"`]?(?:localhost|127\.\d+\.\d+\.\d+)['"`]?\s+IDENTIFIED\s[^;]{0,60}$/i.exec(before) ??
    [];
  if (user === undefined) return {};
  if (user.toLowerCase() === value.toLowerCase()) return undefined;
  return looksDrawn(value) ? {} : { doubt: 'here' };
}

const read = 'read monitoring data and change alerts';
/** Monitoring, analytics, search and the rest. */
// biome-ignore format: a table, one rule a line or block
export const operationsRules: readonly Rule[] = [
  tokenRule('sentry-auth-token', 'Sentry', 'read errors with their data, and change releases', 'sntry[su]_(?:eyJ[A-Za-z0-9+/=_-]{40,400}|[a-f0-9]{64})', ['sntrys_eyJ{P80}_{P43}', 'sntryu_{H64}'], { anchor: 'sntry', reach: 600, weight: 'high', no: ['sntrys_x'] }),
  tokenRule('sentry-dsn', 'Sentry', 'send errors, as meant', 'https?://[a-f0-9]{32}@[a-z0-9.-]{0,80}sentry[a-z0-9.-]*/\\d{1,20}', ['https://{H32}@o12345.ingest.sentry.io/1234567'], { anchor: 'sentry', before: 130, exposure: 'publishable', weight: 'low', mayLookInvented: true, no: ['https://sentry.io/1'] }),
  tokenRule('grafana-token', 'Grafana', read, 'gl(?:sa_[A-Za-z0-9]{32}_[a-f0-9]{8}|c_[A-Za-z0-9+/]{32,400}={0,2})', ['glsa_{A32}_{H8}', 'glc_eyJ{P100}'], { anchor: 'glsa_', anchors: ['glsa_', 'glc_'], reach: 500, weight: 'high', no: ['glsa_x'] }),
  tokenRule('newrelic-key', 'New Relic', read, '(?:NRAK-[A-Z0-9]{27}|NRII-[A-Za-z0-9_-]{32}|NRRA-[a-f0-9]{42}|[a-f0-9]{36}NRAL)', ['NRAK-{U27}', '{H36}NRAL'], { anchor: 'nrak-', anchors: ['nrak-', 'nrii-', 'nrra-', 'nral'], before: 44, weight: 'high', no: ['NRAK-x'] }),
  tokenRule('newrelic-browser-key', 'New Relic', 'send browser data, as meant', 'NRJS-[a-f0-9]{19}', ['NRJS-{H19}'], { anchor: 'nrjs-', exposure: 'publishable', weight: 'low', no: ['NRJS-x'] }),
  tokenRule('dynatrace-token', 'Dynatrace', read, 'dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}', ['dt0c01.{U24}.{U64}'], { anchor: 'dt0', weight: 'high', no: ['dt0c01.x'] }),
  tokenRule('posthog-personal-key', 'PostHog', 'read analytics of customers', 'phx_[A-Za-z0-9]{40,60}', ['phx_{A43}'], { anchor: 'phx_', weight: 'high', no: ['phx_x'] }),
  tokenRule('posthog-project-key', 'PostHog', 'send events, as meant', 'phc_[A-Za-z0-9]{40,60}', ['phc_{A43}'], { anchor: 'phc_', exposure: 'publishable', weight: 'low', no: ['phc_x'] }),
  tokenRule('mapbox-secret-token', 'Mapbox', 'change maps on this account', 'sk\\.eyJ[A-Za-z0-9_-]{40,200}\\.[A-Za-z0-9_-]{20,30}', ['sk.eyJ{A70}.{B22}'], { anchor: 'sk.eyj', weight: 'high', no: ['sk.eyJx'] }),
  tokenRule('mapbox-public-token', 'Mapbox', 'load maps in a browser, as meant', 'pk\\.eyJ[A-Za-z0-9_-]{40,200}\\.[A-Za-z0-9_-]{20,30}', ['pk.eyJ{A70}.{B22}'], { anchor: 'pk.eyj', exposure: 'publishable', weight: 'low', no: ['pk.eyJx'] }),
  tokenRule('hubspot-token', 'HubSpot', 'read and change customers', 'pat-(?:na|eu)\\d-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', ['pat-eu1-{G}'], { anchor: 'pat-', no: ['pat-eu1-x'] }),
  tokenRule('launchdarkly-key', 'LaunchDarkly', 'read the flags', '(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}', ['sdk-{G}'], { anchor: 'sdk-', anchors: ['sdk-', 'api-'], weight: 'high', no: ['sdk-x'] }),
  tokenRule('prefect-or-dagster-key', 'Prefect', 'start and read flows', 'pn[ub]_[A-Za-z0-9]{36}', ['pnu_{A36}'], { anchor: 'pnu_', anchors: ['pnu_', 'pnb_'], weight: 'high', no: ['pnu_x'] }),
  tokenRule('easypost-key', 'EasyPost', 'buy labels on this account', 'EZAK[A-Za-z0-9]{54}', ['EZAK{A54}'], { anchor: 'ezak', weight: 'high', no: ['EZAKx'] }),
  tokenRule('duffel-key', 'Duffel', 'book travel on this account', 'duffel_live_[A-Za-z0-9_=-]{43}', ['duffel_live_{B43}'], { anchor: 'duffel_live_', no: ['duffel_test_x'] }),
  tokenRule('frameio-token', 'Frame.io', 'read and change media', 'fio-u-[A-Za-z0-9_=-]{64}', ['fio-u-{B64}'], { anchor: 'fio-u-', weight: 'high', no: ['fio-u-x'] }),
  tokenRule('tailscale-key', 'Tailscale', 'join the network', 'tskey-(?:api|auth|client|scim|webhook)-[A-Za-z0-9]{10,20}(?:CNTRL)?-[A-Za-z0-9]{20,50}', ['tskey-auth-{A12}CNTRL-{A32}'], { anchor: 'tskey-', no: ['tskey-x'] }),
  tokenRule('ngrok-key', 'ngrok', 'open tunnels on this account', '(?:ak_)?[12][A-Za-z0-9]{26}_[A-Za-z0-9]{21}', ['ngrok: 2{A26}_{A21}'], { anchor: 'ngrok', before: 10, weight: 'medium', no: ['ngrok x'] }),
  tokenRule('wundergraph-or-akamai', 'Akamai', 'change the edge', 'akab-[a-z0-9]{16}-[a-z0-9]{16}(?!\\.)', ['akab-{Z16}-{Z16}'], { anchor: 'akab-', weight: 'high', no: ['akab-x'] }),
  tokenRule('render-key', 'Render', 'change and deploy the services', 'rnd_[A-Za-z0-9]{20,40}', ['rnd_{A32}'], { anchor: 'rnd_', no: ['rnd_x', 'rnd_seed_of_the_generator_here'], accept: drawnBody }),
  tokenRule('cloudflare-token', 'Cloudflare', 'change the zones that the token names', 'cf(?:ut|at|k)_[A-Za-z0-9]{40}[a-f0-9]{8}', ['cfut_{A40}{H8}'], { anchor: 'cfut_', anchors: ['cfut_', 'cfat_', 'cfk_'], no: ['cfut_x'] }),
  tokenRule('sourcegraph-token', 'Sourcegraph', 'read the source code', 'sgp_(?:(?:[a-f0-9]{16}|local)_)?[a-f0-9]{40}', ['sgp_{H40}', 'sgp_{H16}_{H40}'], { anchor: 'sgp_', weight: 'high', no: ['sgp_x'] }),
  tokenRule('ory-token', 'Ory', 'manage users and sign-ins', 'ory_(?:pat|apikey)_[A-Za-z0-9_-]{30,60}', ['ory_pat_{A32}'], { anchor: 'ory_', no: ['ory_pat_x', 'factory_pat_{A32}'] }),
  tokenRule('apify-token', 'Apify', 'run what the account runs', 'apify_(?:api|proxy)_[A-Za-z0-9]{30,40}', ['apify_api_{A36}'], { anchor: 'apify_', weight: 'high', no: ['apify_api_x'] }),
  tokenRule('trigger-key', 'Trigger.dev', 'start background jobs', 'tr_(?:prod|stg|preview|pat)_[A-Za-z0-9]{20,44}', ['tr_prod_{A24}'], { anchor: 'tr_', anchors: ['tr_prod_', 'tr_stg_', 'tr_preview_', 'tr_pat_'], weight: 'high', no: ['tr_prod_x', 'str_prod_{A24}'] }),
  tokenRule('inngest-signing-key', 'Inngest', 'start background functions as Inngest', 'signkey-(?:prod|branch)-[a-f0-9]{32,64}', ['signkey-prod-{H64}'], { anchor: 'signkey-', weight: 'high', no: ['signkey-prod-x'] }),
  tokenRule('polar-token', 'Polar', 'read and change orders and customers', 'polar_(?:oat|pat|at_o)_[A-Za-z0-9]{40,60}', ['polar_oat_{A43}'], { anchor: 'polar_', no: ['polar_oat_x'] }),
  tokenRule('dub-key', 'Dub', 'change the short links', 'dub_[A-Za-z0-9]{24}', ['dub_{A24}'], { anchor: 'dub_', weight: 'high', no: ['dub_x', 'dub_all_the_voices_in_here'], accept: drawnBody }),
  tokenRule('cal-key', 'Cal.com', 'read and change bookings', 'cal_live_[a-f0-9]{32}', ['cal_live_{H32}'], { anchor: 'cal_live_', weight: 'high', no: ['cal_live_x'] }),
  tokenRule('nvidia-key', 'NVIDIA', 'use the models on this account’s bill', 'nvapi-[A-Za-z0-9_-]{60,70}', ['nvapi-{B64}'], { anchor: 'nvapi-', weight: 'high', no: ['nvapi-x'] }),
  patternRule({
    id: 'password-hash', provider: 'the server whose accounts these are', grants: 'sign in once the password is guessed offline', weight: 'high',
    anchors: ['$6$', '$5$', '$2y$', '$2b$', '$2a$', '$1$', '$y$', '$apr1$', '$argon2'], pattern: /(?:^|["'`=,])[\w.@-]{1,64}:(?<v>\$(?:6|5|1|y|apr1|2[aby]|argon2\w{1,2})\$[^:\s"'`,]{20,200})(?:[:"'`,\s]|$)/gm, before: 120, reach: 240, mayLookInvented: true,
    yes: ['\nroot:$6$' + '{A8}$' + '{A86}:17000:0:99999:7:::\n'], no: ['const cost = "$2b$10$";'],
  }),
  patternRule({
    id: 'registry-auth', provider: 'the registry it names', grants: 'pull and push images or packages', anchors: ['"auth"', '_auth', '_password'],
    pattern: /(?:"auth"\s*:\s*"|_auth(?:Token)?\s*=\s*"?|:_password\s*=\s*"?)(?<v>[A-Za-z0-9+/_-]{12,400}={0,2})/g, before: 60, reach: 420, mayLookInvented: true,
    accept: ({ value }) => (/^[\x20-\x7e]{2,80}:[\x21-\x7e]{3,200}$/.test(Buffer.from(value, 'base64').toString('latin1')) || (/\d/.test(value) && new Set(value).size > 11) ? {} : undefined),
    yes: ['"auth": "{E:deploy:Xk3pQ9vLw2}"', '//r.portal.io/:_authToken={A36}'], no: ['//registry/:_authToken=$' + '{NPM_TOKEN}', '"auth": "required_authentication"'],
  }),
  patternRule({
    id: 'ably-key', provider: 'Ably', grants: 'read and send every message of the portal', issued: true, anchors: ['ably'],
    glance: (bytes, to) => !/[a-z]/i.test(String.fromCharCode(bytes[to - 5] ?? 0)),
    pattern: /ably[\w.]{0,24}["'`\]]?\s{0,4}(?:[:=,(]|=>)\s{0,4}(?:\{\s{0,8}key:\s{0,4})?["'`]?(?<v>[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{16,60})(?![A-Za-z0-9_-])/gi, before: 10, reach: 140,
    yes: ['"ably":"{A6}.{A6}:{A43}"', "new Ably.Realtime({ key: '{A6}.{A6}:{A43}' })", 'ABLY_API_KEY={A6}.{A6}:{A22}'], no: ['ably: "{A6}.{A6}"', 'ABLY_API_KEY=xVLyHw.xxxxxx:xxxxxxxxxxxxxxxxxxxxxx'],
  }),
  patternRule({
    id: 'blockchain-node-address', provider: 'the node it names', grants: 'ask the node on this account’s bill', issued: true, weight: 'low', anchors: ['.alchemy.com/v2/', '.infura.io/', '.quiknode.pro/'],
    pattern: /(?:\.alchemy\.com\/v2\/(?<v>[A-Za-z0-9_-]{32})|\.(?:infura\.io\/(?:ws\/)?v3\/|quiknode\.pro\/)(?<w>[0-9a-f]{32}(?:[0-9a-f]{8})?))(?![A-Za-z0-9_-])/gi, before: 24, reach: 80,
    yes: ['https://polygon-mainnet.g.alchemy.com/v2/{A32}', 'https://mainnet.infura.io/v3/{H32}', 'https://a-b.quiknode.pro/{H40}/'], no: ['https://eth-mainnet.g.alchemy.com/v2/demo', 'https://mainnet.infura.io/v3/84842078b09946638c03157f83405213x'],
  }),
  patternRule({
    id: 'wallet-key', provider: 'the wallet it opens', grants: 'spend all that the wallet holds', anchors: ['accounts'],
    glance: (bytes, to) => /["':= ]/.test(String.fromCharCode(bytes[to] ?? 0)),
    pattern: /\baccounts["']?\s{0,4}[:=]\s{0,4}\[\s{0,40}["'`](?:0x)?(?<v>[0-9a-fA-F]{64})["'`]/g, before: 12, reach: 140,
    yes: ["polygon: { accounts: ['0x{H64}'] }"], no: ['accounts: [deployerKey]', "accounts: ['0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80']", "accounts: ['0x{H40}']"],
  }),
  patternRule({
    id: 'machine-key', provider: 'the portal itself', grants: 'forge view states and sign-in tickets', anchors: ['<machinekey'],
    pattern: /<machineKey\b[^<>]{0,200}?\bvalidationKey="(?<v>[0-9A-Fa-f]{40,128})(?:,IsolateApps)?"/gi, before: 14, reach: 380,
    yes: ['<machineKey validationKey="{H128}" decryptionKey="{H48}" />'], no: ['<machineKey validationKey="AutoGenerate,IsolateApps" />'],
  }),
  tokenRule('ebay-cert-id', 'eBay', 'pose as the portal towards eBay', 'PRD-[0-9a-f]{12}(?:-[0-9a-f]{4}){4}', ['PRD-{H12}-{H4}-{H4}-{H4}-{H4}'], { anchor: 'prd-', no: ['SBX-{H12}-{H4}-{H4}-{H4}-{H4}', 'Portal-App-PRD-{H9}-{H8}'] }),
  patternRule({
    id: 'netrc', provider: 'the server it names', grants: 'sign in as the user it names', weight: 'high', anchors: ['machine '],
    pattern: /^\s*machine\s+\S{1,120}\s+login\s+\S{1,80}\s+password\s+(?<v>[^\s<>{}$]{4,120})/gim, before: 20, reach: 360, mayLookInvented: true,
    accept: ({ value }) => (writtenAsStandIn(value) || /^(?:pass(?:word)?|secret|your\w*|my\w*|x+|token|\*+)$/i.test(value) ? undefined : {}),
    yes: ['\nmachine api.portal.io login deploy password {A10}9'], no: ['machine api.portal.io login you password yourpassword'],
  }),
  patternRule({
    id: 'wordpress-salt', provider: 'the portal itself', grants: 'forge sessions', weight: 'high', anchors: ['auth_key', 'logged_in_key', 'nonce_key', 'auth_salt', 'logged_in_salt', 'nonce_salt'],
    pattern: /define\(\s*['"](?:(?:SECURE_)?AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)['"],\s*(?:'(?<v>[^'\n]{32,120})'|"(?<w>[^"\n]{32,120})")/g, before: 30, reach: 160, mayLookInvented: true,
    accept: ({ value }) => (/put your unique phrase/i.test(value) || new Set(value).size < 16 ? undefined : {}),
    yes: ["define('AUTH_KEY', '{A64}');"], no: ["define('AUTH_KEY', 'put your unique phrase here and more of it');"],
  }),
  patternRule({
    id: 'netrc-or-pgpass', provider: 'the server it names', grants: 'sign in as the user it names', weight: 'high', anchors: ['identified by', ' -p', 'sshpass', '--password'],
    pattern: /(?:\bIDENTIFIED\s+(?:WITH\s+\S{1,40}\s+)?BY\s+['"]|\bsshpass\s+-p\s*['"]?|\b(?:docker|podman|helm registry|az acr|oras|crane)\s+login\b[^\n]{0,160}?\s(?:-p|--password)[ =]['"]?|\b(?:mysql|mysqldump|mysqladmin)\b[^\n]{0,160}?\s-p['"]?)(?<v>[^\s'"$<>{}`;|&]{6,120})/gi, before: 200, reach: 420,
    accept: ({ value, window, at }) => (/[\d!-/:-@]/.test(value) && /[A-Za-z]/.test(value) && !/^(?:pass(?:word|wd)?\d*|secret\d*|test\w*|your\w*|my\w*pass\w*|mypassword\d*|-.*|<.*|new_?pass\w*|%\(.*)$/i.test(value) ? localUser(value, window.slice(0, at)) : undefined),
    yes: ["CREATE USER x IDENTIFIED BY '{A10}9x'", "sshpass -p '{A10}9' ssh deploy@host"], no: ["IDENTIFIED BY 'password'", 'IDENTIFIED BY "%(password)s"', 'mysql -p$PASS'],
  }),
];
