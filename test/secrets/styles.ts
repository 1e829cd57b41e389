/** How files of many kinds give a value to a name: `{A20}` and the like as in templates.ts. */
// biome-ignore format: a table
export const styles: Readonly<Record<string, readonly string[]>> = {
  'config/app.yml': [
    'db:\n  password: {A9}9{A4}',
    'db:\n  password: "{A5}!k{A6}#9"',
  ],
  'config/application.yml': [
    'spring:\n  datasource:\n    password: \'{A9}9{A4}\'',
  ],
  'config/application.properties': [
    'spring.datasource.password={A9}9{A4}',
    'jwt.secret={H64}',
  ],
  'config/a.properties': [
    'mail.smtp.password = {A9}9{A4}',
  ],
  'pyproject.toml': [
    '[tool.x]\napi_token = "{A40}"',
  ],
  'conf/app.ini': [
    '[db]\npassword={A9}9{A4}',
    '[db]\npasswd : {A9}9{A4}',
  ],
  'Dockerfile': [
    'FROM x\nENV DB_PASSWORD={A9}9{A4}',
    'ENV DB_PASSWORD {A9}9{A4}',
    'ARG NPM_TOKEN={A40}',
    'ENV A=b JWT_SECRET="{H64}" C=d',
  ],
  'docker-compose.yml': [
    'services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: {A9}9{A4}',
    '    environment:\n      - POSTGRES_PASSWORD={A9}9{A4}',
    '    command: redis-server --requirepass {A9}9{A4}',
  ],
  'compose.yaml': [
    '    environment:\n      - "JWT_SECRET={H64}"',
  ],
  'k8s/secret.yaml': [
    'apiVersion: v1\nkind: Secret\ndata:\n  password: {E:Xk9#fLq2pW!z}',
    'kind: Secret\ndata:\n  api-key: {E:9f3kQpZx71LmNsRtYvWcBdGh}',
    'kind: Secret\nstringData:\n  db-password: {A9}9{A4}',
    'kind: Secret\ndata:\n  DB_PASSWORD: {E:Harbor-Lantern42!}',
    'kind: Secret\ndata:\n  DATABASE_URL: {E:postgres://app:Xk9fLq2pWz77@db.internal-portal.net:5432/app}',
  ],
  'k8s/deploy.yaml': [
    'env:\n  - name: DB_PASSWORD\n    value: "{A9}9{A4}"',
  ],
  'main.tf': [
    'resource "aws_db_instance" "x" {\n  password = "{A5}!k{A6}#9"\n}',
  ],
  'variables.tf': [
    'variable "db_password" {\n  default = "{A5}!k{A6}#9"\n}',
  ],
  'terraform.tfvars': [
    'db_password = "{A5}!k{A6}#9"',
  ],
  '.github/workflows/ci.yml': [
    'env:\n  API_TOKEN: {A40}',
    '      - run: curl -H "Authorization: Bearer {A40}" https://api.x-portal.io',
  ],
  '.npmrc': [
    '//npm.portal-x.io/:_authToken=npm_{A36}',
    '_auth={E:deploy:Xk9fLq2pWz}',
    '//npm.portal-x.io/:_authToken={G}',
  ],
  '.netrc': [
    'machine github.com\nlogin bob\npassword {A9}9{A4}',
    'machine api.heroku.com login a@b.io password {G}',
  ],
  '.pypirc': [
    '[pypi]\nusername = bob\npassword = {A9}9{A4}',
    '[pypi]\nusername = __token__\npassword = pypi-AgEIcHlwaS5vcmc{B100}',
  ],
  'wp-config.php': [
    'define( \'DB_PASSWORD\', \'{A5}!k{A6}#9\' );',
    'define(\'AUTH_KEY\', \'{A20}!@ {A30}<>{A10}\');',
  ],
  'config.php': [
    '$db_password = \'{A9}9{A4}\';',
    '\'password\' => \'{A5}!k{A6}#9\',',
  ],
  'config/database.php': [
    '\'password\' => env(\'DB_PASSWORD\', \'{A5}!k{A6}#9\'),',
  ],
  'portal/settings.py': [
    'SECRET_KEY = \'django-insecure-{A50}\'',
    'SECRET_KEY = "{A25}&^%{A22}"',
    'DATABASES = {\'default\': {\'PASSWORD\': \'{A9}9{A4}\'}}',
    'EMAIL_HOST_PASSWORD = "{A9}9{A4}"',
  ],
  'app.py': [
    'app.secret_key = b\'{A16}\\xec]/{A10}\'',
    'app.config["SECRET_KEY"] = "{A40}"',
    'password = os.environ.get("DB_PASSWORD", "{A5}!k{A6}#9")',
    'conn = psycopg2.connect(host="db", user="app", password="{A5}!k{A6}#9")',
  ],
  'appsettings.json': [
    '{"ConnectionStrings":{"Default":"Server=sql.portal-x.io;Database=p;User Id=app;Password={A9}9{A4};"}}',
    '{"Smtp":{"Password":"{A9}9{A4}"}}',
  ],
  'appsettings.Production.json': [
    '{"Jwt":{"Key":"{A40}"}}',
  ],
  'web.config': [
    '<add name="x" connectionString="Data Source=sql.portal-x.io;Initial Catalog=p;User ID=app;Password={A9}9{A4}" />',
    '<add key="ApiKey" value="{A40}" />',
  ],
  'config/secrets.yml': [
    'production:\n  secret_key_base: {H128}',
  ],
  'config/master.key': [
    '{H32}',
  ],
  'config/database.yml': [
    'production:\n  password: {A9}9{A4}',
  ],
  'config/initializers/x.rb': [
    'Stripe.api_key = "sk_live_{A24}"',
  ],
  'config/initializers/devise.rb': [
    'config.secret_key = \'{H128}\'',
  ],
  'a.rb': [
    'password: "{A5}!k{A6}#9",',
  ],
  'src/config.ts': [
    'export const config = { jwtSecret: \'{H64}\' };',
    'const password: string = "{A5}!k{A6}#9";',
    'auth: { user: \'a\', pass: \'{A5}!k{A6}#9\' }',
    'process.env.JWT_SECRET || \'{A40}\'',
    'const secret = process.env.SESSION_SECRET ?? "{A40}"',
  ],
  'src/config.js': [
    'session({ secret: "{A40}" })',
    'jwt.sign(payload, \'{A40}\')',
  ],
  'src/db.ts': [
    'const client = new Client({ user: \'app\', password: `{A5}!k{A6}#9` })',
  ],
  'src/x.ts': [
    'headers: { \'x-api-key\': \'{A40}\' }',
    'headers: { Authorization: \'Bearer {A40}\' }',
    'headers: { "X-Auth-Token": "{A40}" }',
  ],
  'main.go': [
    'const apiKey = "{A40}"',
    'var dbPassword string = "{A5}!k{A6}#9"',
    'password := "{A5}!k{A6}#9"',
    'cfg := Config{Password: "{A5}!k{A6}#9"}',
    'os.Setenv("API_SECRET", "{A40}")',
  ],
  'A.java': [
    'private static final String API_KEY = "{A40}";',
    'String dbPassword = "{A5}!k{A6}#9";',
    'DriverManager.getConnection("jdbc:mysql://db.portal-x.io/p", "app", "{A5}!k{A6}#9");',
    '"jdbc:mysql://db.portal-x.io:3306/p?user=app&password={A9}9{A4}"',
    '"jdbc:postgresql://app:{A9}9{A4}@db.portal-x.io/p"',
  ],
  'A.cs': [
    'private const string ApiKey = "{A40}";',
    'public string Password { get; set; } = "{A5}!k{A6}#9";',
    'new NetworkCredential("a@b.io", "{A5}!k{A6}#9")',
  ],
  'a.kt': [
    'val apiKey = "{A40}"',
  ],
  'a.swift': [
    'let apiSecret = "{A40}"',
  ],
  'a.rs': [
    'const API_KEY: &str = "{A40}";',
  ],
  'a.dart': [
    'const String apiKey = \'{A40}\';',
  ],
  'a.ex': [
    'config :x, secret_key_base: "{A64}"',
  ],
  'build.gradle': [
    'storePassword "{A5}!k{A6}#9"',
  ],
  'gradle.properties': [
    'signing.password={A9}9{A4}',
  ],
  'deploy.sh': [
    'export DB_PASSWORD=\'{A5}!k{A6}#9\'',
    'export API_TOKEN={A40}',
    'PGPASSWORD={A9}9{A4} psql -h x',
    'curl -u deploy:{A9}9{A4} https://x.io/',
    'curl --user "deploy:{A9}9{A4}" https://x.io/',
    'curl https://deploy:{A9}9{A4}@x-portal.io/',
    'mysql -u root -p{A9}9{A4} db',
    'sshpass -p {A9}9{A4} ssh x',
    'heroku config:set JWT_SECRET={A40}',
    'docker login -u a -p {A9}9{A4} r.io',
  ],
  'deploy.ps1': [
    '$env:DB_PASSWORD = "{A5}!k{A6}#9"',
  ],
  'deploy.bat': [
    'set DB_PASSWORD={A9}9{A4}',
  ],
  'x.fish': [
    'set -x API_TOKEN {A40}',
  ],
  '.env': [
    'DB_PASSWORD={A9}9{A4}',
    'DATABASE_URL=mysql://app:{A9}9{A4}@db.portal-x.io/p',
    'APP_KEY=base64:{P43}=',
    'REDIS_URL=redis://:{A9}9{A4}@cache.portal-x.io:6379/0',
    'ADMIN_PASSWORD=Sommer2024!',
    'export SESSION_SECRET={A40}',
    'AWS_SECRET_ACCESS_KEY={P40}',
    'AWS_SESSION_TOKEN=FwoGZXIvYXdz{P200}',
    'OPENAI_API_KEY=sk-proj-{B60}T3BlbkFJ{B60}',
    'ANTHROPIC=sk-ant-api03-{B93}AA',
    'CLOUDFLARE_API_TOKEN={B40}',
    'CF_API_KEY={H37}',
    'TWILIO_AUTH_TOKEN={H32}',
    'MAILGUN_API_KEY={H32}-{H8}-{H8}',
    'POSTMARK_SERVER_TOKEN={G}',
    'DefaultEndpointsProtocol=https;AccountName=p;AccountKey={P86}==;EndpointSuffix=core.windows.net',
    'PAYPAL_CLIENT_SECRET=E{B79}',
    'ALGOLIA_ADMIN_KEY={H32}',
    'DD_API_KEY={H32}',
    'DATADOG_APP_KEY={H40}',
    'NEW_RELIC_LICENSE_KEY={H36}NRAL',
    'PAGERDUTY_TOKEN=u+{B18}',
    'PAGERDUTY_API_KEY={B20}',
    'CLERK_SECRET_KEY=sk_live_{A40}',
    'AUTH0_CLIENT_SECRET={B64}',
    'OKTA_CLIENT_TOKEN=00{B40}',
    'WORKOS_API_KEY=sk_live_{A40}',
    'UPSTASH_REDIS_REST_TOKEN=A{A55}=',
    'SUPABASE_SERVICE_ROLE_KEY={J:iss=supabase,ref=abcdefghij,role=service_role,iat=1700000000,exp=2015000000}',
    'LOOPS_API_KEY={H32}',
    'MAILCHIMP={H32}-us21',
    'INTERCOM_TOKEN=dG9r{P56}=',
    'FLY_API_TOKEN=FlyV1 fm2_{P120}',
    'RENDER_API_KEY=rnd_{A32}',
    'ZENDESK_API_TOKEN={A40}',
    'STRIPE_SECRET_KEY=sk_live_51{A97}',
    'SLACK_SIGNING_SECRET={H32}',
    'trigger=tr_prod_{A24}',
    'inngest=signkey-prod-{H64}',
    'RESEND_API_KEY=re_{A8}_{A24}',
    'TURSO_AUTH_TOKEN={J:a=rw,iat=1700000000}',
    'MUX_TOKEN_SECRET={P75}',
    'PLAID_SECRET={H30}',
    'ABLY_API_KEY={A6}.{A6}:{A43}',
    'PUSHER_SECRET={H20}',
    'LIVEKIT_API_SECRET={A44}',
    'DEEPGRAM_API_KEY={H40}',
    'ELEVENLABS_API_KEY=sk_{H48}',
    'COHERE_API_KEY={A40}',
    'MISTRAL_API_KEY={A32}',
    'TOGETHER_API_KEY={H64}',
    'FIREWORKS=fw_{A24}',
    'SENTRY_AUTH_TOKEN={H64}',
    'LEMONSQUEEZY_API_KEY={J:aud=1,sub=2,iat=1700000000,exp=1999999999}',
    'POLAR=polar_oat_{A43}',
    'DUB=dub_{A24}',
    'CAL=cal_live_{H32}',
  ],
  '.env.production': [
    'NEXTAUTH_SECRET="{P43}="',
  ],
  'ansible/vars.yml': [
    'ansible_ssh_pass: {A9}9{A4}\nansible_become_password: {A9}9{A4}',
  ],
  'nginx.conf': [
    'proxy_set_header Authorization "Basic {E:deploy:Xk9fLq2pWz}";',
  ],
  '.pgpass': [
    'db.portal-x.io:5432:p:app:{A9}9{A4}',
  ],
  '.my.cnf': [
    '[client]\npassword="{A5}!k{A6}#9"',
  ],
  '.git-credentials': [
    'https://bob:{A9}9{A4}@git.portal-x.io',
  ],
  'sa.json': [
    '{"type":"service_account","private_key_id":"{H40}","private_key":"-----BEGIN PRIVATE KEY-----\\nMIIE{P400}\\n-----END PRIVATE KEY-----\\n"}',
  ],
  'settings.xml': [
    '<server><username>a</username><password>{A9}9{A4}</password></server>',
  ],
  'x.plist': [
    '<key>ApiSecret</key>\n<string>{A40}</string>',
  ],
  'x.postman_collection.json': [
    '{"key":"password","value":"{A9}9{A4}","type":"string"}',
  ],
  'notes.md': [
    'The admin password is: {A5}!k{A6}#9',
  ],
  'seed.sql': [
    'CREATE USER \'app\'@\'%\' IDENTIFIED BY \'{A5}!k{A6}#9\';',
    'ALTER ROLE app WITH PASSWORD \'{A5}!k{A6}#9\';',
  ],
  'firebase.json': [
    '{"databaseSecret": "{A40}"}',
  ],
  'serverless.yml': [
    '  environment:\n    STRIPE_KEY: sk_live_{A24}',
  ],
  'fly.toml': [
    '[env]\n  SECRET_KEY_BASE = "{A64}"',
  ],
  'wrangler.toml': [
    '[vars]\nAPI_SECRET = "{A40}"',
  ],
  'vercel.json': [
    '{"env":{"API_TOKEN":"{A40}"}}',
  ],
  'render.yaml': [
    '      - key: JWT_SECRET\n        value: {A40}',
  ],
  'app.json': [
    '{"env":{"SECRET":{"value":"{A40}"}}}',
  ],
  'values.yaml': [
    'postgresql:\n  auth:\n    postgresPassword: {A9}9{A4}',
  ],
  'Jenkinsfile': [
    '  API_TOKEN = \'{A40}\'',
  ],
  '.travis.yml': [
    '  - API_KEY={A40}',
  ],
  'circle.yml': [
    '    DEPLOY_TOKEN: {A40}',
  ],
  'src/crypto.ts': [
    'const ENCRYPTION_KEY = Buffer.from("{P43}=", "base64");',
    'createCipheriv(\'aes-256-cbc\', Buffer.from(\'{H64}\', \'hex\'), iv)',
  ],
  'flask/config.py': [
    '    SECRET_KEY = os.environ.get(\'SECRET_KEY\') or \'{A40}\'',
    '    db_password: SecretStr = SecretStr("{A5}!k{A6}#9")',
    'env.password = \'{A5}!k{A6}#9\'',
    'requests.get(url, auth=(\'portal\', \'{A5}!k{A6}#9\'))',
    'Client("AC{H32}", "{H32}")',
  ],
  'cmd/main.go': [
    'var jwtKey = []byte("{A40}")',
    'const dsn = "portal:{A9}4{A4}@tcp(db.portal-x.net:3306)/portal"',
    'credentials.NewStaticV4("portal", "{A40}9", "")',
    'req.Header.Set("Authorization", "Token {H40}")',
  ],
  'net/Startup.cs': [
    'new SymmetricSecurityKey(Encoding.UTF8.GetBytes("{A40}"))',
  ],
  'hibernate.cfg.xml': [
    '<property name="hibernate.connection.password">{A9}4{A4}</property>',
    '<add key="ClearTextPassword" value="{Z52}" />',
  ],
  'kubeconfig': [
    '    token: {A40}',
  ],
  'config/deploy.rb': [
    'set :db_password, \'{A5}!k{A6}#9\'',
  ],
  'dynamic.yml': [
    '    - "admin:$2y$05$' + '{A53}"',
  ],
  'stack.tfstate': [
    '{"type":"random_password","instances":[{"attributes":{"result":"{A24}","length":24}}]}',
  ],
  'src/x.rs': [
    'let api_key = String::from("{A40}");',
  ],
  'app.R': [
    'api_key <- "{A40}"',
  ],
  'build.sbt': [
    'credentials += Credentials("Nexus", "nexus.x.io", "deploy", "{A5}!k{A6}#9")',
  ],
  'script.pl': [
    'my $dbh = DBI->connect($dsn, \'portal\', \'{A5}!k{A6}#9\');',
  ],
  'Main.vb': [
    'Dim password As String = "{A5}!k{A6}#9"',
  ],
  'Net.swift': [
    'request.setValue("{A40}", forHTTPHeaderField: "X-Api-Key")',
  ],
  'a.cpp': [
    'std::string password{"{A5}!k{A6}#9"};',
  ],
  'wpa_supplicant.conf': [
    'psk="{A9}4{A4}"',
  ],
  'fetch.js': [
    'fetch(url + "?api_key={A40}")',
  ],
  'values.prod.yaml': [
    'api:\n  secretKey: {P12}/{P12}/{P14}',
    'db:\n  password: "!{A5}k{A6}#9"',
  ],
  'run.sh': [
    'redis-cli -a {A9}4{A4} ping',
    'echo "{A9}4{A4}" | sudo -S ls',
    'plink -pw {A9}4{A4} root@x.io',
    'lftp -u portal,{A9}4{A4} ftp.x.io',
  ],
  'etl/keys.py': [
    'API_KEY = (\n    "{A14}"\n    "{A26}"\n)',
    'token = "ghp_{A14}" "{A22}"',
    "SECRET_KEY = '{A20}' \\\n    '{A24}'",
  ],
  'cypress.env.json': ['{ "ADMIN_PASSWORD": "{A12}9{A4}" }'],
  'config/postmark.php': ["'postmark' => ['token' => '{G}'],"],
  'docker/Dockerfile': ["RUN echo 'root:{A13}9' | chpasswd"],
};

/** Values whose shape alone tells what they open. */
// biome-ignore format: a table
export const shapes: readonly string[] = [
  'sk-ant-oat01-{B86}-{B8}AA',
  'rk_live_{A24}',
  'whsec_{A32}',
  'github_pat_{A22}_{A59}',
  'ghs_{A36}',
  'glpat-{B20}',
  'glpat-{B27}.01.{Z9}',
  'xapp-1-A{U10}-{D13}-{H64}',
  'xoxb-{D12}-{D13}-{A24}',
  'xoxp-{D12}-{D12}-{D13}-{H32}',
  'sb_secret_{B22}_{B8}',
  'vcp_{A56}',
  'nfp_{A36}',
  'cfut_{A40}{H8}',
  'sntrys_eyJpYXQiOjE3{P80}_{P43}',
  'sntryu_{H64}',
  'SG.{B22}.{B43}',
  'key-{H32}',
  're_{A8}_{A24}',
  'pscale_pw_{B43}',
  'pscale_tkn_{B43}',
  'postgresql://neondb_owner:npg_{A12}@ep-{L6}-{L6}-{H8}.eu-central-1.aws.neon.tech/neondb',
  'mongodb+srv://app:{A16}@cluster0.{Z5}.mongodb.net/p',
  'dop_v1_{H64}',
  'hf_{C34}',
  'ntn_{D11}{A35}',
  'secret_{A43}',
  'lin_api_{A40}',
  'shpat_{H32}',
  'EAAAl{B59}',
  'sq0csp-{B43}',
  'sk.eyJ{A70}.{B22}',
  'NRAK-{U27}',
  '{E10}:AA{B33}',
  'https://discord.com/api/webhooks/{E18}/{B68}',
  'npm_{A36}',
  'pypi-AgEIcHlwaS5vcmc{B120}',
  'rubygems_{H48}',
  'dckr_pat_{B27}',
  'dckr_oat_{B32}',
  'AIza{B35}',
  'GOCSPX-{B28}',
  'ya29.{B150}',
  'AKIA{S16}',
  'xai-{A80}',
  'gsk_{A52}',
  'r8_{A37}',
  'pplx-{A48}',
  'phx_{A43}',
  'rediss://default:A{A40}@eu1-x-{D5}.upstash.io:6379',
  'figd_{B40}',
  'PMAK-{H24}-{H34}',
  'tskey-auth-{A12}CNTRL-{A32}',
  'hvs.{B92}',
  'ATATT3{B186}',
  'pat-na1-{G}',
  'sk-or-v1-{H64}',
  'lsv2_pt_{H32}_{H10}',
  'tvly-dev-{A32}',
  'pcsk_{A6}_{A63}',
  'glsa_{A32}_{H8}',
  'xkeysib-{H64}-{A16}',
  'rnd_{A28}',
  'sk_org_live_{A40}',
  'https://hooks.slack.com/services/T{U10}/B{U10}/{A24}',
  'https://{L6}.webhook.office.com/webhookb2/{G}@{G}/IncomingWebhook/{H32}/{G}',
  'nvapi-{B64}',
  'ABSK{P110}',
  'bkua_{Z40}',
  'sgp_{H40}',
  'ory_pat_{A32}',
  'cio{A32}',
  'apify_api_{A36}',
  'sbp_{H40}',
  'vercel_blob_rw_{A16}_{A30}',
  'pdl_live_apikey_{Z26}_{A22}_{A3}',
];
