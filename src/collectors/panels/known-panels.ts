/** What was answered, as far as a product can be told by it. Header names in lower case. */
export interface PanelAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
export interface Pair {
  readonly user: string;
  readonly password: string;
}
export interface TryRequest {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}
/** A console with a pair of name and password that its maker publishes. */
export interface KnownPanel {
  readonly product: string;
  /** Path to look at, below each of the bases. */
  readonly look: string;
  readonly bases: readonly string[];
  /** What in the answer is this product's alone; undefined where it is something else. */
  readonly knownBy: (answer: PanelAnswer) => string | undefined;
  /** At most two. */
  readonly pairs: readonly Pair[];
  readonly attempt: (base: string, pair: Pair) => TryRequest;
  readonly accepted: (answer: PanelAnswer) => boolean;
  readonly refused: (answer: PanelAnswer) => boolean;
}

const json = (base: string, path: string, body: object): TryRequest => ({
  path: base + path,
  method: 'POST',
  headers: [['content-type', 'application/json']],
  body: JSON.stringify(body),
});
const form = (base: string, path: string, fields: Readonly<Record<string, string>>): TryRequest => ({
  path: base + path,
  method: 'POST',
  headers: [['content-type', 'application/x-www-form-urlencoded']],
  body: new URLSearchParams(fields).toString(),
});
const basic = (path: string, { user, password }: Pair): TryRequest => ({
  path,
  method: 'GET',
  headers: [['authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`]],
});
const says = (sign: RegExp, what: string) => (answer: PanelAnswer) =>
  answer.status === 200 && sign.test(answer.text) ? what : undefined;
const realm = (sign: RegExp) => (answer: PanelAnswer) =>
  answer.status === 401 && sign.test(answer.headers['www-authenticate'] ?? '')
    ? `WWW-Authenticate: ${answer.headers['www-authenticate']?.slice(0, 60)}`
    : undefined;
const holds = (text: string, key: string): boolean => {
  try {
    const value = (JSON.parse(text) as Record<string, unknown> | null)?.[key];
    return value !== undefined && value !== null && value !== false && value !== '';
  } catch {
    return false;
  }
};
const unauthorized = ({ status }: PanelAnswer) => status === 401 || status === 403;
const admin: readonly Pair[] = [{ user: 'admin', password: 'admin' }];

/** Pairs as the makers' own documents name them for a fresh installation. */
export const knownPanels: readonly KnownPanel[] = [
  {
    product: 'Grafana',
    look: '/login',
    bases: ['', '/grafana'],
    knownBy: says(/grafanaBootData|<title>Grafana<\/title>/, 'the page of Grafana'),
    pairs: admin,
    attempt: (base, { user, password }) => json(base, '/login', { user, password }),
    accepted: ({ status, text }) => status === 200 && holds(text, 'message') && /logged in/i.test(text),
    refused: unauthorized,
  },
  {
    product: 'Keycloak',
    look: '/realms/master',
    bases: ['', '/auth'],
    knownBy: says(/"realm"\s*:\s*"master"[\s\S]*"public_key"/, 'the master realm'),
    pairs: admin,
    attempt: (base, { user, password }) =>
      form(base, '/realms/master/protocol/openid-connect/token', {
        grant_type: 'password',
        client_id: 'admin-cli',
        username: user,
        password,
      }),
    accepted: ({ status, text }) => status === 200 && holds(text, 'access_token'),
    refused: ({ status, text }) => status === 401 || (status === 400 && /invalid_grant/.test(text)),
  },
  {
    product: 'SonarQube',
    look: '/api/system/status',
    bases: ['', '/sonar', '/sonarqube'],
    knownBy: says(/"id"\s*:[\s\S]*"version"\s*:[\s\S]*"status"\s*:\s*"UP"/, 'its system status'),
    pairs: admin,
    attempt: (base, { user, password }) => form(base, '/api/authentication/login', { login: user, password }),
    accepted: ({ status, headers }) => status === 200 && /JWT-SESSION/i.test(headers['set-cookie'] ?? ''),
    refused: unauthorized,
  },
  {
    product: 'RabbitMQ Management',
    look: '/',
    bases: ['', '/rabbitmq'],
    knownBy: says(/<title>RabbitMQ Management<\/title>/, 'the page of RabbitMQ Management'),
    pairs: [{ user: 'guest', password: 'guest' }],
    attempt: (base, pair) => basic(`${base}/api/whoami`, pair),
    accepted: ({ status, text }) => status === 200 && holds(text, 'name'),
    refused: unauthorized,
  },
  {
    product: 'Tomcat Manager',
    look: '/manager/html',
    bases: [''],
    knownBy: realm(/Tomcat Manager Application/),
    pairs: [
      { user: 'tomcat', password: 's3cret' },
      { user: 'tomcat', password: 'tomcat' },
    ],
    attempt: (base, pair) => basic(`${base}/manager/html`, pair),
    accepted: ({ status, text }) => status === 200 && /Tomcat Web Application Manager/.test(text),
    refused: unauthorized,
  },
  {
    product: 'ActiveMQ',
    look: '/admin/',
    bases: [''],
    knownBy: realm(/ActiveMQRealm/),
    pairs: admin,
    attempt: (base, pair) => basic(`${base}/admin/`, pair),
    accepted: ({ status, text }) => status === 200 && /ActiveMQ/.test(text),
    refused: unauthorized,
  },
  {
    product: 'MinIO',
    look: '/login',
    bases: ['', '/minio'],
    knownBy: says(/<title>MinIO (Console|Browser)<\/title>/i, 'the page of the MinIO console'),
    pairs: [{ user: 'minioadmin', password: 'minioadmin' }],
    attempt: (base, { user, password }) => json(base, '/api/v1/login', { accessKey: user, secretKey: password }),
    accepted: ({ status, headers }) => status < 300 && /token=/.test(headers['set-cookie'] ?? ''),
    refused: ({ status }) => status === 401 || status === 403,
  },
  {
    product: 'Apache Superset',
    look: '/login/',
    bases: ['', '/superset'],
    knownBy: says(
      /<title>\s*(Sign In - )?Superset\s*<\/title>|superset-(login|logo)|appbuilder[\s\S]*Superset/i,
      'the page of Superset',
    ),
    pairs: admin,
    attempt: (base, { user, password }) =>
      json(base, '/api/v1/security/login', { username: user, password, provider: 'db', refresh: false }),
    accepted: ({ status, text }) => status === 200 && holds(text, 'access_token'),
    refused: unauthorized,
  },
  {
    product: 'Zabbix',
    look: '/',
    bases: ['', '/zabbix'],
    knownBy: says(/Zabbix SIA/, 'the page of Zabbix'),
    pairs: [{ user: 'Admin', password: 'zabbix' }],
    attempt: (base, { user, password }) =>
      json(base, '/api_jsonrpc.php', {
        jsonrpc: '2.0',
        method: 'user.login',
        params: { username: user, password },
        id: 1,
      }),
    accepted: ({ status, text }) => status === 200 && holds(text, 'result'),
    refused: ({ status, text }) => status === 200 && holds(text, 'error') && /incorrect|invalid|denied/i.test(text),
  },
  {
    product: 'Apache Guacamole',
    look: '/',
    bases: ['', '/guacamole'],
    knownBy: says(/ng-app="index"[\s\S]*guac-|guacamole-/i, 'the page of Guacamole'),
    pairs: [{ user: 'guacadmin', password: 'guacadmin' }],
    attempt: (base, { user, password }) => form(base, '/api/tokens', { username: user, password }),
    accepted: ({ status, text }) => status === 200 && holds(text, 'authToken'),
    refused: unauthorized,
  },
  {
    product: 'Harbor',
    look: '/api/v2.0/systeminfo',
    bases: [''],
    knownBy: says(
      /"(harbor_version|auth_mode)"[\s\S]*"(registry_url|self_registration|primary_auth_mode)"/,
      'its system information',
    ),
    pairs: [{ user: 'admin', password: 'Harbor12345' }],
    attempt: (base, pair) => basic(`${base}/api/v2.0/users/current`, pair),
    accepted: ({ status, text }) => status === 200 && holds(text, 'user_id'),
    refused: unauthorized,
  },
  {
    product: 'Nexus Repository',
    look: '/service/rest/v1/status',
    bases: ['', '/nexus'],
    knownBy: ({ status, headers }) =>
      status === 200 && /^Nexus\//.test(headers.server ?? '') ? `Server: ${headers.server?.slice(0, 30)}` : undefined,
    pairs: [{ user: 'admin', password: 'admin123' }],
    attempt: (base, pair) => basic(`${base}/service/rest/v1/security/users`, pair),
    accepted: ({ status, text }) => status === 200 && /"userId"\s*:/.test(text),
    refused: unauthorized,
  },
  {
    product: 'Directus',
    look: '/server/info',
    bases: [''],
    knownBy: says(/"data"\s*:\s*\{\s*"project"\s*:\s*\{[\s\S]*"project_name"/, 'its server information'),
    pairs: [
      { user: 'admin@example.com', password: 'd1r3ctu5' },
      { user: 'admin@example.com', password: 'password' },
    ],
    attempt: (base, { user, password }) => json(base, '/auth/login', { email: user, password }),
    accepted: ({ status, text }) => status === 200 && /"access_token"/.test(text),
    refused: unauthorized,
  },
];
