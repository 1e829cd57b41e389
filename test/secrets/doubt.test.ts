import { describe, expect, test } from 'vitest';
import { searchText } from '../../src/secrets/search-text.ts';
import { drawn } from './planted.ts';

const found = (text: string, path: string, live = false) =>
  searchText(Buffer.from(text), path, { live }).hits.map(({ rule, weight, doubt, exposure }) => ({
    rule,
    weight,
    doubt,
    exposure,
  }));
const pem = () => drawn('-----BEGIN RSA PRIVATE KEY-----\n{K600}\n-----END RSA PRIVATE KEY-----\n');

describe('what anybody can make up, in a test, an example or a document, is a warning', () => {
  test.each([
    'test/fixtures/key.pem',
    'packages/sso/src/saml.test.ts',
    'testdata/server.key',
    'docs/setup.md',
    'examples/tls/key.pem',
    'spec/support/private.pem',
    'certs/localhost-key.pem',
    'src/__mocks__/key.ts',
    'pkg/tls_test.go',
    'app/src/integrationTest/resources/key.pem',
    'pkg/httptest/key.go',
    'charts/proxy/ci/tls-values.yaml',
  ])('a private key in %s', (path) => {
    expect(found(pem(), path)).toMatchObject([{ rule: 'private-key', weight: 'low', doubt: 'rehearsal' }]);
  });
  test.each([
    'certs/server.key',
    'deploy/id_rsa',
    'src/attestation/key.ts',
    'config/latest.pem',
    'pkg/latest/key.go',
    'charts/proxy/ci/prod-values.yaml',
    'ci/tls-values.yaml',
  ])('a private key in %s is in earnest', (path) => {
    expect(found(pem(), path)).toMatchObject([{ rule: 'private-key', weight: 'critical', doubt: undefined }]);
  });
  test('what is deployed, served or logged is in earnest wherever it stands', () => {
    expect(found(pem(), 'docs/key.pem', true)).toMatchObject([{ weight: 'critical', doubt: undefined }]);
  });
});

test('what a provider issued opens something in a test too', () => {
  expect(found(`const key = '${drawn('sk_live_51{A97}')}';`, 'test/pay.test.ts')).toMatchObject([
    { rule: 'stripe-secret-key', weight: 'critical', doubt: undefined },
  ]);
  const address = drawn('postgresql://app:{A18}@db.{L12}.supabase.co:5432/postgres');
  expect(found(`DATABASE_URL=${address}\n`, 'README.md')).toMatchObject([{ weight: 'critical', doubt: undefined }]);
});

test('a chosen password for a server on this machine is a warning, for another one it is not', () => {
  expect(found('url = "postgres://app:Winter!Coat77@localhost:5432/app"', 'src/db.ts')).toMatchObject([
    { weight: 'low', doubt: 'here' },
  ]);
  expect(found('url = "postgres://app:Winter!Coat77@db.portal-x.com:5432/app"', 'src/db.ts')).toMatchObject([
    { weight: 'critical', doubt: undefined },
  ]);
});

test('a search key beside its index is made for browsers, the one for writing is not', () => {
  const beside = (name: string) => `{ appId: "${drawn('{U10}')}", ${name}: "${drawn('{H32}')}", indexName: "docs" }`;
  expect(found(beside('apiKey'), 'src/search.ts')).toMatchObject([{ exposure: 'publishable' }]);
  expect(found(beside('adminApiKey'), 'src/search.ts')).toMatchObject([{ exposure: 'secret', weight: 'high' }]);
});

test('a value in a block of documentation is a warning', () => {
  const line = ` * client({ password: "${drawn('{A9}')}#mK2!x" })\n`;
  expect(found(`/**\n${line} */\n`, 'src/client.ts')).toMatchObject([{ weight: 'low', doubt: 'rehearsal' }]);
});

test('sealed values are encrypted to a cluster and no secrets', () => {
  const text = `kind: SealedSecret\nspec:\n  encryptedData:\n    password: Ag${drawn('B{P300}')}==\n`;
  expect(found(text, 'deploy/sealed.yaml')).toEqual([]);
});

test('what stands in for a field that is missing is no secret, for a variable of the environment it is', () => {
  expect(found(`const a = invoice?.password ?? "${drawn('{A20}')}";`, 'src/a.ts')).toEqual([]);
  expect(found(`const a = process.env.JWT_SECRET ?? "${drawn('{A40}')}";`, 'src/a.ts')).toHaveLength(1);
});

test('a token says when it ends', () => {
  const { hits } = searchText(Buffer.from(drawn('const token = "{J:sub=8c2f,exp=1700000000}"')), 'src/a.ts');
  expect(hits).toMatchObject([{ rule: 'json-web-token', until: '2023-11-14T22:13:20.000Z' }]);
});

test('defaults of a shell, contracts, emulators, pictures and counted letters are no secrets', () => {
  const none: readonly (readonly [string, string])[] = [
    ['docker-compose.yml', 'POSTGRES_PASSWORD: $' + '{DB_PASSWORD:?is required1}\n'],
    ['src/chain.ts', "const USDC_TOKEN = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';\n"],
    [
      'azurite.yml',
      'AccountKey: Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==\n',
    ],
    ['docker-compose.yml', 'MSSQL_SA_PASSWORD: "Password123!"\n'],
    ['src/page.html', `<img src="data:image/png;base64,${drawn('{P40}/EAAA{A60}/{P40}')}">\n`],
    ['src/key.ts', `const k = 'gsk_${drawn('{A44}')}76543210';\n`],
    ['Info.plist', `<key>API_KEY</key>\n<string>${drawn('AIza{B35}')}</string>\n<key>GOOGLE_APP_ID</key>\n`],
  ];
  const secrets = none.flatMap(([path, text]) =>
    found(text, path)
      .filter((hit) => hit.exposure !== 'publishable')
      .map((hit) => [path, hit.rule]),
  );
  expect(secrets).toEqual([]);
});

test('values for a function, references in other dress and generators are no secrets', () => {
  const none: readonly (readonly [string, string])[] = [
    ['src/hash.go', `hash, err := HashPassword("password", "${drawn('{A8}9{A8}')}", 50000)\n`],
    ['src/user.ts', "export const row = { name: '@cname', password: '@word(6)' };\n"],
    ['ci/login.go', `curl -d '{"username": "'$DOCKER_USER'", "password": "'$DOCKER_PASSWORD'"}' https://hub\n`],
    ['src/sonar.env', `SONAR_TOKEN=sqp_abcdef123455678908359f980be71580cd3da370\n`],
    ['src/age.env', `# ${drawn('AGE-SECRET-KEY-1{Y58}')}\n`],
    ['api.json', '"raw": "localhost/token?grant_type=password&username=kim&password=123456&scope=all"\n'],
    ['src/limits.yml', 'max_password: 100000\npassword_length: 1234567\n'],
  ];
  expect(none.flatMap(([path, text]) => found(text, path).map((hit) => [path, hit.rule]))).toEqual([]);
});

test('digits alone, a pair with the name of a user and a recorded session are', () => {
  const some: readonly (readonly [string, string])[] = [
    ['src/main/resources/application.yml', 'spring:\n  datasource:\n    password: 6742530\n'],
    ['ops/hosts.yml', 'password: admin/iPp2@GRq\n'],
    ['recording.har.txt', drawn('Cookie: connect.sid=s%3A{B32}.{A43}\n')],
  ];
  expect(some.map(([path, text]) => found(text, path).length)).toEqual([1, 1, 1]);
});

test('names in identifiers of others, keys of maps and of Pusher’s browsers are no secrets', () => {
  const none: readonly (readonly [string, string])[] = [
    ['main.tf', `data "x" "db" { arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:portal/db-4XnTg2" }\n`],
    ['.env', `PUSHER_APP_KEY=${drawn('{H20}')}\nMIX_PUSHER_APP_KEY=${drawn('{H20}')}\n`],
    ['Config.swift', `static let mapsKey = "${drawn('AIza{B35}')}"\n`],
    ['app/google-services.json', `{"client":[{"api_key":[{"current_key":"${drawn('AIza{B35}')}"}]}]}`],
  ];
  const secrets = none.flatMap(([path, text]) => found(text, path).filter((hit) => hit.exposure !== 'publishable'));
  expect(secrets).toEqual([]);
});

test('letters, digits and signs as frameworks draw them, letters alone, and statements of a build file are', () => {
  const some: readonly (readonly [string, string])[] = [
    ['settings.py', "SECRET_KEY = 'django-insecure-rx7@-_z^wm)m83s#-#ie&8)7vy!5po&9tmc@3+r@n#jc8#7t-f'\n"],
    ['.env', `PUSHER_APP_SECRET=${drawn('{H20}')}\n`],
    ['src/main/resources/application.properties', 'server.ssl.key-store-password=twMclSeHtO\n'],
    ['app/build.gradle', 'release { storePassword "tMmLL4JVpF" }\n'],
    ['infra/main.tfstate', `{"ses_smtp_password_v4": "${drawn('B{P43}')}"}`],
    ['src/load.py', 'conn = connect(user="ro", password="olvQpEaHNMlenWp")\n'],
  ];
  expect(some.filter(([path, text]) => found(text, path).length !== 1)).toEqual([]);
});

test('described, nested and default values of settings are read, public keys and texts of people are not', () => {
  const some: readonly (readonly [string, string])[] = [
    ['app.json', `{"env": {"SECRET_TOKEN": {"description": "for sessions", "value": "${drawn('{A40}')}"}}}`],
    ['stack.yml', `  DbPassword:\n    Type: String\n    NoEcho: true\n    Default: ${drawn('{A13}7')}\n`],
    ['Pulumi.prod.yaml', `config:\n  portal:dbPassword: ${drawn('{A15}7')}\n`],
    ['app/src/main/res/values/strings.xml', `<string name="api_secret">${drawn('{A32}')}</string>`],
    ['src/A.java', `@Value("\${jwt.secret:${drawn('{A40}')}}") String secret;\n`],
    ['app/build.gradle.kts', `buildConfigField("String", "API_SECRET", "\\"${drawn('{A32}')}\\"")\n`],
  ];
  expect(some.filter(([path, text]) => found(text, path).length !== 1)).toEqual([]);
  const none: readonly (readonly [string, string])[] = [
    ['manifest.json', `{"key": "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA${drawn('{P348}')}=="}`],
    ['src/A.java', '@Value("$' + '{jwt.secret:change-me}") String secret;\n'],
    ['run.sh', 'echo "$' + '{TOKEN:0:12} $' + '{TOKEN:+token-is-set-12}"\n'],
  ];
  expect(none.flatMap(([path, text]) => found(text, path).map((hit) => [path, hit.rule]))).toEqual([]);
});

test('names that are run together are read; resources of XAML and addresses that go on in code are none', () => {
  expect(found(`mailgunapikey: ${drawn('{A40}')}\n`, 'config/mail.yml')).toHaveLength(1);
  expect(found("const secret = 'djfhsejhfgsehgfhsegfsgfzwyfwfgygf9843hffh';\n", 'src/crypto.ts')).toHaveLength(1);
  expect(found('<SolidColorBrush x:Key="GHBlueLinkBtnDisabledTxtBrush9" />\n', 'src/Styles.xaml')).toEqual([]);
  expect(found('data += "&password="+entered1("password");\n', 'src/page.jsp')).toEqual([]);
});

test('examples of an API description and letters in turns with digits are made up', () => {
  const api = `# The API\nopenapi: 3.0.0\ninfo: {}\nexample:\n  password: s3curE-Passw9${drawn('{A4}')}\n`;
  expect(found(api, 'api/portal.yml').filter(({ weight }) => weight !== 'low')).toEqual([]);
  expect(found('api_key: 1a2b3c4d5e6f7g8h9i0j\n', 'config/a.yml')).toEqual([]);
  expect(found(`password: s3curE-Passw9${drawn('{A4}')}\n`, 'config/portal.yml')).toHaveLength(1);
});

test.each([
  [
    'a key of Devise’s generator, in its comment',
    'config/initializers/devise.rb',
    "Devise.setup do |config|\n  # config.pepper = '{H128}'\n",
  ],
  ['what was encrypted by dotenvx', '.env.production', 'STRIPE_SECRET="encrypted:{P140}=="\n'],
  ['what was encrypted by Jenkins', 'jenkins/credentials.xml', '<password>{AQAAABAAAAA{P60}=}</password>\n'],
  [
    'what Next draws at each build',
    '.next/server/server-reference-manifest.json',
    '{"node":{},"encryptionKey":"{P43}="}',
  ],
  [
    'a token that names an application to Meta',
    'res/values/strings.xml',
    '<string name="facebook_client_token">{H32}</string>',
  ],
  ['a token that names a project to Mixpanel', 'Config.swift', 'static let mixpanelToken = "{H32}"\n'],
  [
    'a password that says password, in a test',
    'src/.storybook/preview.ts',
    "export const args = { password: 'Sup3rSecret!' };\n",
  ],
  [
    'what a field has to be',
    'app/Http/Controllers/SignUp.php',
    "'password' => 'required|confirmed|secure_password|min:8',\n",
  ],
  ['what a field has to be, in CodeIgniter', 'app/Login.php', "'password' => 'trim|required|min_length[8]|md5',\n"],
  ['a stock password in base64', 'k8s/sql.yaml', 'kind: Secret\ndata:\n  password: cGFzc3dvcmQ=\n'],
  ['a stand-in that says how long it has to be', 'docker-compose.yml', 'APP_KEY=S0m3R@nd0mStr1ngOf32Ch4rs\n'],
  [
    'the name of a key in a signed link',
    'src/a.ts',
    'x?X-Amz-Credential=AKIA{S16}%2F20240109%2Fus-east-1%2Fs3%2Faws4_request',
  ],
  ['a colour', 'public/handler.js', 'colours={"facebook.com":"#3b5998",password:"#db4437",phone:"#02bd7e"}\n'],
  [
    'what a field has to be, with the name of a rule of its own behind',
    'app/Requests/UpdatePassword.php',
    "'current_password' => 'sometimes|required|'.PasscheckRule::NAME,\n",
  ],
  ['texts in a call of their own', 'src/a.py', 'names = " ".join(["label", "{A20}"])\n'],
])('%s is no secret', (_what, path, template) => {
  expect(found(drawn(template), path)).toEqual([]);
});

test.each([
  ['config/secrets.yml', 'development:\n  secret_key_base: {H128}\n', 'rehearsal'],
  ['config/database.yml', 'production:\n  host: db\ntest: &test\n  adapter: x\n  password: {A12}9{A4}\n', 'rehearsal'],
  ['conf/app.ini', '[test]\npassword={A12}9{A4}\n', 'rehearsal'],
  ['config/database.yml', 'development:\n  host: db\nproduction:\n  password: {A12}9{A4}\n', undefined],
  ['config/app.yml', 'test: true\nmail:\n  password: {A12}9{A4}\n', undefined],
  ['conf/app.ini', '[test]\nhost=x\n[mail]\npassword={A12}9{A4}\n', undefined],
  ['.github/workflows/ci.yml', 'env:\n  APP_KEY: {A32}\n  APP_ENV: testing\n', 'rehearsal'],
  ['phpunit.xml', '<env name="APP_KEY" value="base64:{P43}="/>', 'rehearsal'],
])('a section of %s for development or tests is a rehearsal: %#', (path, template, doubt) => {
  expect(found(drawn(template), path)).toMatchObject([{ doubt }]);
});

test('the key that Android is given by Google’s plugin is made for applications, in an env file it is not', () => {
  const key = drawn('AIza{B35}');
  expect(found(`<string name="google_api_key">${key}</string>`, 'res/values/strings.xml')).toMatchObject([
    { exposure: 'publishable' },
  ]);
  expect(found(`GOOGLE_API_KEY=${key}\n`, '.env')).toMatchObject([{ exposure: 'secret' }]);
  expect(found(`x={proxy:"/a",developerKey:"${key}",auth:{}}`, 'public/api.js')).toMatchObject([
    { exposure: 'publishable' },
  ]);
});

test('a drawn key may begin with a sign that begins a reference elsewhere', () => {
  const key = '%l^)4k0q9z2wrm&*(7h5tx1v8c3ny6b$p!d2f9j4s7g1@7';
  expect(found(`SECRET_KEY = '${key}'\n`, 'backend/settings.py')).toHaveLength(1);
  for (const reference of ['%DB_PASSWORD%', '%s', '%(password)s', '%%secret%%'])
    expect(found(`db_password = '${reference}'\n`, 'backend/settings.py')).toEqual([]);
});

test('words in escaped letters, code between texts, sentences and names as values are no secrets', () => {
  const none: readonly (readonly [string, string])[] = [
    ['public/build/main.js', String.raw`x={action:"Akcja",password:"Has\u0142a",name:"Nazwa"}`],
    ['public/build/main.js', String.raw`x={password:"L\xF6senord",dropbox_secret:"Dropbox\u30B7\u30FC\u30AF"}`],
    [
      '.yarn/releases/yarn.cjs',
      'ask("New password: "),C=n.message;!v;)n.limit=h,n.text=C,I=Y.question(t,n),n.limit=[I,""]',
    ],
    ['public/js/app.js', 'x={reset:"Click to reset your password:",register_title_welcome:"Welcome to"}'],
    ['app/Settings.php', `'DB_PASSWORD="'.$request->database_password."\\"\\n";`],
    ['app/Settings.php', `'MAIL_PASSWORD='.config('mail.password')."\\n".`],
    ['config/rating.php', `'This is a top-10 common password' => 'common_top_10',`],
    ['lib/settings.js', 'new Set(["npmUser","injectNpmPassword","injectNpm2FaToken","zipData"])'],
    ['docker-compose.yaml', '        $$password = $$_ENV["ADMINER_DEFAULT_PASSWORD"];'],
    ['app/Payment.php', drawn('  "client_secret": "pi_{A24}_secret_{A25}",')],
    ['public/fonts.js', drawn('vfs["a.ttf"] = "{P300}//{P300}/EAA{A120}/{P200}";')],
    ['db/creation.py', 'IDENTIFIED BY "%(password)s"'],
  ];
  for (const [path, text] of none) expect(found(text, path), text).toEqual([]);
  // What only looks a little like it is one.
  for (const [path, text] of [
    ['src/a.js', "const password = ')kT7,wQ2+xP9z';"],
    ['.env', 'META=EAA{A120}'],
    ['config/app.php', `'Database password' => '{A6}!k{A6}#9',`],
  ] as const)
    expect(found(drawn(text), path).length, text).toBe(1);
});

test('a chosen password in a connection string for this machine is a warning, for another one it is not', () => {
  const text = (host: string) => `{"Main": "Host=${host};Port=5432;Username=app;Password=winter7coat"}`;
  expect(found(text('localhost'), 'src/appsettings.json')).toMatchObject([{ weight: 'low', doubt: 'here' }]);
  expect(found(text('(localdb)\\\\main'), 'src/appsettings.json')).toMatchObject([{ weight: 'low', doubt: 'here' }]);
  expect(found(text('db.portal-x.net'), 'src/appsettings.json')).toMatchObject([{ doubt: undefined }]);
});

test('what an editor sends as a request is tried out, and what a provider issued is in earnest there too', () => {
  expect(found('@Password=Administrator1!\n', 'src/Web/api.http')).toEqual([]);
  expect(found(`Authorization: Bearer ${drawn('sk_live_51{A97}')}\n`, 'src/Web/api.http')).toMatchObject([
    { weight: 'critical', doubt: undefined },
  ]);
});

test('settings of a package of others are no settings of the portal', () => {
  const text = 'services:\n  dav:\n    environment:\n      DAV_PASSWORD: winter7coat!\n';
  expect(found(text, 'vendor/someone/storage/compose.yml')).toMatchObject([{ weight: 'low', doubt: 'rehearsal' }]);
  expect(found(text, 'vendor/compose.yml')).toMatchObject([{ doubt: undefined }]);
});

test.each([
  ['views/edit.blade.php', `<x-password name="current_password" :label="trans('auth.password.current')" />`],
  ['views/edit.vue', `<field name="password" :label="$t('account.password.new2')" />`],
  ['src/api.php', `'enum' => ['OPEN', 'WPA_PSK', 'WPA2_PSK', 'WPA2_ENTERPRISE']`],
  ['src/plugins.php', `['MYSQL_NATIVE_PASSWORD', 'MYSQL_CACHING_SHA2_PASSWORD']`],
  ['site/a.js', `{"X-Amz-Credential": "${drawn('{U20}')}/20260401/eu-west-1/s3/aws4_request"}`],
])('no secret in %s: %s', (path, text) => {
  expect(found(text, path)).toEqual([]);
});

test('an identifier whose secret does not stand beside it opens nothing: a warning; with it, it stays what it is', () => {
  const alone = drawn('AWS_ACCESS_KEY_ID=AKIA{S16}\nAWS_REGION=eu-central-1\nGIT_SHA={H40}\n');
  expect(found(alone, '.env.production')).toEqual([
    { rule: 'aws-access-key', weight: 'low', doubt: 'half', exposure: 'secret' },
  ]);
  expect(found(drawn('aws_access_key_id = AKIA{S16}\naws_secret_access_key = {P40}\n'), 'credentials')).toMatchObject([
    { rule: 'aws-access-key', weight: 'high', doubt: undefined },
    { rule: 'aws-secret-key', weight: 'critical' },
  ]);
  expect(found(drawn('access_key = SCW{U8}7{U8}\n'), 'main.tf')).toMatchObject([{ doubt: 'half' }]);
  expect(found(drawn("s3 = client('{P40}', 'AKIA{S16}')\n"), 'src/store.py')).toMatchObject([
    { rule: 'aws-access-key', weight: 'high', doubt: undefined },
  ]);
});

test('a key that says it is for tests, and words for people in base64, are warnings', () => {
  expect(found(drawn('{ "ApiSecret": "test:secret:{H32}" }\n'), 'src/appsettings.json')).toMatchObject([
    { weight: 'low', exposure: 'test' },
  ]);
  const words = Buffer.from('This is a super secret dev secret!').toString('base64');
  expect(found(`{ "SALT_TOKEN": "${words}" }\n`, 'src/appsettings.json')).toMatchObject([
    { weight: 'low', doubt: 'rehearsal' },
  ]);
  expect(found(drawn('{ "SALT_TOKEN": "{P43}=" }\n'), 'src/appsettings.json')).toMatchObject([
    { weight: 'high', doubt: undefined },
  ]);
});

test('a drawn key of twenty letters or a token in a test or a document is a warning; under a weak name, and words, are none', () => {
  const told = [{ weight: 'low', doubt: 'rehearsal' }];
  // Some signs come twice and three times, as they do in so short a draw.
  const short = 'rKtPrwkt77d9hbvrvwP4';
  expect(found(`const apiKey = '${short}';\n`, 'test/connect.test.ts')).toMatchObject(told);
  expect(found(`connect({ token: '${drawn('{A40}')}' });\n`, 'test/connect.test.ts')).toMatchObject(told);
  expect(found(`{"token": "${drawn('{A40}')}"}\n`, 'docs/api.md')).toMatchObject(told);
  expect(found(`const key = '${drawn('{A40}')}';\n`, 'test/connect.test.ts')).toEqual([]);
  expect(found(`const apiKey = 'second-token-value-two';\n`, 'test/connect.test.ts')).toEqual([]);
});

test.each([
  [
    'value of a form that a server draws anew for each page',
    'public/page.html',
    '<input type="hidden" name="authenticity_token" value="{A86}==">\n',
  ],
  [
    'pointer to a part of a stored secret',
    'lib/stack.ts',
    "const x = { DOCKER_PASSWORD: { type: 'S', value: 'shop/RegistryCredentials:password' } };\n",
  ],
  ['number of an advisory', 'CHANGES.txt', 'hijacking in better-auth (GHSA-qq9h-g4jm-xgf3).\n'],
  [
    'password taken out by sed',
    'entrypoint.sh',
    'sed -i s/DB_PASSWORD=database_user_password1/DB_PASSWORD=$PASS/ .env\n',
  ],
  [
    'name that a local test user has for a password',
    '.travis.yml',
    `- mysql -e "CREATE USER 'shop-test1'@'localhost' IDENTIFIED BY 'shop-test1';"\n`,
  ],
  ['stand-in with digits for letters', 'cache.env', 'REDIS_PASSWORD=str0ng_passw0rd\n'],
  ['stand-in that says change', 'config/database.php', "'password' => env('DB_PASSWORD', 'Change123'),\n"],
  ['words in brackets', 'HowToRun.txt', '- Password: (leave empty)\n'],
  ['name of a service as its password', 'supervisord.conf', 'username=admin\npassword=shop-supervisor\n'],
  [
    'address that a build asks for',
    'Dockerfile',
    'ENV DATABASE_URL="postgresql://placeholder:for2@build:5432/replaced_at_runtime"\n',
  ],
  ['list of commands', 'powershell.html', 'ConvertTo-Json ConvertTo-SecureString\nConvertTo-Xml Copy-Item\n'],
])('no secret: a %s', (_, path, template) => {
  expect(found(drawn(template), path)).toEqual([]);
});

test('what describes an API to people, and what is for containers of a developer or a run of tests, is a warning', () => {
  const told = [{ weight: 'low', doubt: 'rehearsal' }];
  const body = '    "  \\"provisionSecret\\":\\"{A20}7{A12}\\"\\n" +\n';
  const note = '  @Operation(summary = "Provision",\n    description = "Send this: " +\n    "{\\n" +\n';
  expect(found(drawn(note + body), 'src/main/java/Api.java')).toMatchObject(told);
  expect(
    found(drawn(`  static final String PROVISION_EXAMPLE = "{\\n" +\n${body}`), 'src/main/java/Api.java'),
  ).toMatchObject(told);
  const long = `  static final String LWM2M_DESCRIPTION =\n${'    "x\\n" +\n'.repeat(200)}`;
  expect(found(drawn(long + body), 'src/main/java/Api.java')).toMatchObject(told);
  const minified = `var x=1;${'x=_EXAMPLE=1,'.repeat(200)}`;
  expect(found(`${minified}apiSecret="${drawn('{A40}')}"`, 'src/app.js')).toMatchObject([{ doubt: undefined }]);
  const listed = `const summary = '',\n  apiSecret = '${drawn('{A40}')}';\n`;
  expect(found(listed, 'src/app.js')).toMatchObject([{ doubt: undefined }]);
  const ended = '  @Operation(summary = "Provision")\n  void provision() {\n    send("{\\n" +\n';
  expect(found(drawn(ended + body), 'src/main/java/Api.java')).toMatchObject([{ weight: 'high', doubt: undefined }]);
  const setting = 'services:\n  store:\n    environment:\n      STORE_ADMIN_PASSWORD: devstore9x123\n';
  for (const path of ['docker-compose.dev.yml', 'compose.local.yaml', 'deploy/docker-compose.ci.yml'])
    expect(
      found(drawn('services:\n  store:\n    environment:\n      STORE_ADMIN_PASSWORD: {A14}9\n'), path),
    ).toMatchObject(told);
  expect(found(setting, 'docker-compose.dev.yml')).toMatchObject(told);
  expect(found(setting, 'docker-compose.yml')).toMatchObject([{ doubt: undefined }]);
  expect(found(drawn('PASSPORT_CLIENT_SECRET={A40}\n'), '.env.ci')).toMatchObject(told);
  const user = `CREATE USER 'shop'@'localhost' IDENTIFIED BY 'Winter!Coat77';`;
  expect(found(user, 'deploy/setup.sql')).toMatchObject([{ doubt: 'here' }]);
  expect(found(user.replace('localhost', '%'), 'deploy/setup.sql')).toMatchObject([{ doubt: undefined }]);
});

test('what standards, documents and development servers show is known to everybody', () => {
  const none: readonly (readonly [string, string])[] = [
    ['src/pay.ts', "const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';\n"],
    ['src/crypto.ts', "const AES_KEY = '2b7e151628aed2a6abf7158809cf4f3c';\n"],
    ['hardhat.config.ts', "accounts: ['0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80']\n"],
    ['docker/local.env', drawn('SERVICE_ROLE_KEY={J:iss=supabase-demo,role=service_role,exp=1983812996}\n')],
    ['settings.py', drawn("SOCIAL_AUTH_OKTA_OAUTH2_KEY = '0oa{A17}'\nOKTA_CLIENT_SECRET = '0oa{A17}'\n")],
    ['keys.txt', '# public key: age140hqrk5zzn6f4fqp0200s8e8e2hrg37m5kdcfahlvsdcrkgsflgs23jjrl\n'],
    ['app/Request.php', "'password' => 'required,min:12,regex:/^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d).+$/',\n"],
    ['src/form.ts', "if (field !== 'password') return; if (name['token'] !== 'confirmation') return;\n"],
  ];
  expect(none.flatMap(([path, text]) => found(text, path).map((hit) => [path, hit.rule]))).toEqual([]);
});

test('what strangers asked for and did not get is no secret of the portal; what it answered is', () => {
  const line = (key: string, status: number) =>
    `9.9.9.9 - - [12/Oct/2026:03:45:56 +0000] "GET /x?api_key=${key} HTTP/1.1" ${status} 60 "-" "Mozilla/5.0"\n`;
  const key = drawn('{A40}');
  expect(found(line(key, 404), 'logs/access.log', true)).toEqual([]);
  expect(found(line(key, 200), 'logs/access.log', true)).toHaveLength(1);
});

test('a secret of webhooks in a test is a warning, as whoever writes the test makes one up', () => {
  expect(found(drawn("const secret = 'whsec_{A32}';"), 'test/hooks.test.ts')).toMatchObject([{ weight: 'low' }]);
  expect(found(drawn("const secret = 'whsec_{A32}';"), 'src/hooks.ts')).toMatchObject([{ weight: 'high' }]);
});

test('names that only sound like examples: what AWS SAM deploys, packages, hosts', () => {
  const value = drawn('{A9}9{A10}');
  const earnest: readonly (readonly [string, string])[] = [
    [
      'backend/template.yaml',
      `Parameters:\n  DbPassword:\n    Type: String\n    NoEcho: true\n    Default: ${value}\n`,
    ],
    ['app/src/main/java/com/example/portal/Api.kt', `const val CLIENT_SECRET = "${value}"\n`],
    ['hosts.ini', `web1.portal.example ansible_become_password=${value}\n`],
  ];
  for (const [path, text] of earnest)
    expect(found(text, path), path).toMatchObject([{ weight: 'high', doubt: undefined }]);
  expect(found(`key: "AIza${drawn('{B35}')}" // gemini\n`, 'functions/a.js')).toMatchObject([{ exposure: 'secret' }]);
});
