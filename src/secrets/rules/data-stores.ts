import { looksInvented } from '../invented.ts';
import { looksDrawn } from '../random-look.ts';
import { type Found, patternRule, type Rule, tokenRule, type Verdict } from '../rule.ts';

const stand =
  /^(?:pass(?:word|wd|wort)?|pwd|pw|secret|user(?:name)?|root|admin|guest|test(?:ing|er)?\d*|postgres(?:ql)?|mysql|mongo(?:db)?|redis|rabbit(?:mq)?|minio|sa|docker|dev|local|demo|example|changeme|change-?me|x+|\*+|\.+|-+|_+|\d{1,6}|abc\d*|foo(?:bar)?|bar|baz|hunter2|token|key|p[a@]ss(?:w[o0]rd)?\d*|my[-_]?pass(?:word|wd)?|your[-_]?\w+|db[-_]?pass(?:word)?|some\w+|credentials?|auth|api[-_]?key|access[-_]?token|prisma|supabase|directus|strapi|wordpress|drupal|laravel|django|symfony|sail|homestead|host|port|name|pgpassword|mysecretpassword|supersecret\w*|s3cr3t|mypassword\d*|secretpassword|passphrase)$/i;
const thisMachine =
  /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|(?:db|database|postgres(?:ql)?|pg|mysql|maria(?:db)?|mongo(?:db)?|redis|rabbitmq|mq|cache|queue|broker|server|host|hostname|proxy|app|web|api|example|test|foo|bar|a|b|h|x|y)(?:[-_]?(?:db|host|server|master|\d))?)(?::|$)|(?:^|\.)(?:example|test|invalid|localhost|local|foo|bar)(?:\.(?:com|org|net|io|dev|co))?(?::|$)|^(?:host(?:name)?|your|my|some|server|domain|site|website|url|ip)\b|acme\.(?:com|org)/i;

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal)(?::|$)/i;
/** A name of the public internet. */
const publicName = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::|$)/i;

/** A password inside an address: neither a stand-in nor one for this machine only. */
export function credentialsInAddress({ groups }: Found): Verdict | undefined {
  const password = groups.v ?? '';
  const host = groups.host ?? '';
  const scheme = (groups.scheme ?? '').toLowerCase();
  if (
    password.length < 3 ||
    stand.test(password) ||
    /^[<[{$%(*#]|[>\]})]$|^:|\$\{|\{\{|%s|%\(|#\{|^\\|"\s*\+|'\s*\+/.test(password)
  )
    return undefined;
  if (looksInvented(password) || /^\w*(?:password|passwd|secret|token|_pass|_pwd)$/i.test(password)) return undefined;
  if (password.toLowerCase() === (groups.user ?? '').toLowerCase()) return undefined;
  if (/^[<[{$%(*]|[>\]})]$|\$\{|\{\{/.test(host) || !/[a-z0-9]/i.test(host)) return undefined;
  // `placeholder:for@build`, `…/gets_overwritten_at_runtime`: for a build that asks for any.
  if (/^(?:placeholder|dummy|fake)$/i.test(groups.user ?? '')) return undefined;
  const web = /^(?:https?|wss?|git|ssh|ftp|sftp)$/.test(scheme);
  if (thisMachine.test(host)) {
    if (strength(password) < 3) return undefined;
    return loopback.test(host) && !looksDrawn(password) ? { doubt: 'here' } : { weight: 'medium' };
  }
  // A drawn password for a server of the internet opens something, in a runbook too.
  const issued = publicName.test(host) && looksDrawn(password);
  if (web && strength(password) < 2) return undefined;
  return scheme.startsWith('http') ? { weight: 'high', issued } : { issued };
}

function strength(text: string): number {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((pattern) => pattern.test(text)).length;
  return text.length >= 12 ? kinds + 1 : text.length < 8 ? kinds - 1 : kinds;
}

function libpqPassword({ value, window }: Found): Verdict | undefined {
  if (
    /(?:Server|Data Source|Host|Addr(?:ess)?)\s?=\s?(?:localhost|127\.|\(local|\.\\|host\.docker|db(?![\w.-])|test(?![\w-]*\.)|\$|\{|<)/i.test(
      window,
    )
  )
    return undefined;
  const bare = value.replace(/[,)\]]+$/, '');
  if (/^(?:undefined|null|none|nil|true|false|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+\(?)$/i.test(bare))
    return undefined;
  if (strength(bare) < 2 || /^[a-z]+(?:-[a-z]+)+$/.test(bare) || /^\w*(?:password|passwd)$/i.test(value))
    return undefined;
  return stand.test(value) || looksInvented(value) || /^[<[{$%(*&@]/.test(value) ? undefined : {};
}

const ends = new Set([...' \t\r\n"\'`<>\\|'].map((char) => char.charCodeAt(0)));

/** Most addresses name no user: a colon and then an at sign must follow before the address ends. */
function namesUser(bytes: Uint8Array, from: number): boolean {
  let colon = false;
  const most = Math.min(bytes.length, from + 330);
  for (let at = from; at < most; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 64) return colon;
    if (byte === 58) colon = true;
    else if (ends.has(byte) || (byte === 47 && !colon)) return false;
  }
  return false;
}

/** Databases, caches, queues and everything else that is reached by an address with a password in it. */
// biome-ignore format: a table, one rule a line or block
export const dataStoreRules: readonly Rule[] = [
  patternRule({
    id: 'address-with-password', provider: 'the server it names', grants: 'sign in to the server that the address names',
    anchors: ['://'], glance: namesUser,
    pattern: /(?<![A-Za-z0-9+.-])(?<scheme>[A-Za-z][A-Za-z0-9+.-]{1,24}):\/\/(?<user>[^\s:/?#"'`<>\\|()[\]{}]{0,80}):(?<v>[^\s:@/"'`<>\\|]{3,160}(?:[:/][^\s:@/"'`<>\\|]{1,80}){0,2})@(?<host>[^\s/"'`<>\\|@?#)]{1,120})/g,
    before: 40, reach: 360, accept: credentialsInAddress, mayLookInvented: true,
    yes: ['postgresql://portal_app:{A14}@db.{L12}.supabase.co:5432/postgres', 'mongodb+srv://portal:{A14}@cluster0.{L7}.mongodb.net/x', 'rediss://default:{A32}@eu2-{L6}.upstash.io:6379', 'amqps://u:{A20}@kiwi.rmq.cloudamqp.com/u', 'https://deploy:{A20}@git.portal.io/x.git'],
    no: ['postgresql://postgres:postgres@localhost:5432/postgres', 'mongodb+srv://<username>:<password>@cluster0.mongodb.net/test', 'https://user:pass@example.com/', 'postgres://$' + '{USER}:$' + '{PASS}@db.portal.io/x', 'redis://:password@redis:6379'],
  }),
  patternRule({
    id: 'redis-password-only', provider: 'Redis', grants: 'read and change the cache', anchors: ['redis'],
    pattern: /rediss?:\/\/(?<v>[A-Za-z0-9_-]{24,120})@(?<host>[\w.-]{4,120})/g, before: 8, reach: 260, accept: credentialsInAddress,
    yes: ['redis://{A32}@cache.portal.io:6379'], no: ['redis://user@cache.portal.io'],
  }),
  patternRule({
    id: 'connection-string-password', provider: 'the database it names', grants: 'sign in to the database',
    anchors: ['password=', 'pwd=', 'password =', 'passwd='],
    pattern: /(?:(?:Server|Data Source|Host|Addr(?:ess)?|User ?Id|Uid|Username|User|Initial Catalog|Database|dbname|port)\s?=\s?[^;\s"'=]{0,99}[^;\s"'=,][;\s]\s?){1,8}(?:Password|Pwd|passwd)\s?=\s?(?<v>[^;\s"'`<>&]{4,120})/gi,
    before: 400, reach: 160, accept: libpqPassword,
    yes: ['Server=tcp:sql.portal.io,1433;User Id=sa;Password={A16};', 'host=db.portal.io user=portal password={A16}'], no: ['Server=x;Password=<password>;', 'host=x user=y password=postgres', 'def connect(host, port=None, username=None, password=None, auth=None):', 'async (host, port = undefined, username = undefined, password = undefined, topic) =>', 'user = row.user password = row.password,'],
  }),
  patternRule({
    id: 'jdbc-password', provider: 'the database it names', grants: 'sign in to the database', anchors: ['jdbc:'],
    pattern: /jdbc:[a-z0-9:]{3,40}(?:\/\/|thin:@)(?<host>[^\s"'`;?/]{1,120})[^\s"'`]{0,200}?[?&;](?:password|pwd)=(?<v>[^\s"'`;&<>]{4,120})/gi, before: 4, reach: 480, accept: credentialsInAddress, mayLookInvented: true,
    yes: ['jdbc:mysql://db.portal.io:3306/p?user=app&password={A14}', 'jdbc:sqlserver://db.portal.io;user=app;password={A14};'], no: ['jdbc:mysql://localhost/p?user=root&password=root', 'jdbc:h2:mem:x;password='],
  }),
  tokenRule('supabase-secret-key', 'Supabase', 'read and change every row, past row-level security', 'sb_secret_[A-Za-z0-9_-]{20,24}_[A-Za-z0-9_-]{6,12}', ['sb_secret_{B22}_{A8}'], { anchor: 'sb_secret_', no: ['sb_secret_x'] }),
  tokenRule('supabase-publishable-key', 'Supabase', 'reach what row-level security allows, as meant', 'sb_publishable_[A-Za-z0-9_-]{20,24}_[A-Za-z0-9_-]{6,12}', ['sb_publishable_{B22}_{A8}'], { anchor: 'sb_publishable_', exposure: 'publishable', weight: 'low', no: ['sb_publishable_x'] }),
  tokenRule('supabase-access-token', 'Supabase', 'manage the projects', 'sbp_(?:v0_)?[a-f0-9]{40}', ['sbp_{H40}'], { anchor: 'sbp_', no: ['sbp_x'] }),
  tokenRule('planetscale-token', 'PlanetScale', 'sign in to the database', 'pscale_(?:pw|tkn|oauth)_[A-Za-z0-9_=./+-]{32,64}', ['pscale_pw_{B43}', 'pscale_tkn_{B43}'], { anchor: 'pscale_', no: ['pscale_pw_x'] }),
  tokenRule('databricks-token', 'Databricks', 'read and change the data', 'dapi[a-f0-9]{32}(?:-\\d)?', ['dapi{H32}'], { anchor: 'dapi', no: ['dapix'] }),
  tokenRule('neon-key', 'Neon', 'manage the databases', 'napi_[a-z0-9]{64}', ['napi_{Z64}'], { anchor: 'napi_', no: ['napi_create_function_with_a_long_name'] }),
  tokenRule('redis-cloud-or-upstash', 'Upstash', 'read and change the cache', 'A[A-Z][A-Za-z0-9]{2}AA(?:Inc|AI)[A-Za-z0-9]{40,80}', ['AXyzAAInc{A56}'], { anchor: 'aainc', before: 10, no: ['AXyzAAIncx'] }),
  tokenRule('mongodb-atlas-key', 'MongoDB Atlas', 'manage the clusters', 'mdb_sa_sk_[A-Za-z0-9_-]{40}', ['mdb_sa_sk_{B40}'], { anchor: 'mdb_sa_sk_', no: ['mdb_sa_sk_x'] }),
  // Google shut the interface that took these keys off in July 2024.
  tokenRule('firebase-cloud-messaging', 'Firebase', 'send messages to every device, where something still takes it', 'AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{130,140}', ['AAAA{B7}:APA91b{B134}'], { anchor: ':apa91b', before: 20, weight: 'low', no: ['x:APA91b'] }),
];
