import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Step, writeHistory } from './git-history.ts';
import { drawn, hexadecimal, invented } from './invented-keys.ts';

interface On {
  readonly flaws: ReadonlySet<string>;
  readonly decoys: ReadonlySet<string>;
  readonly cases: ReadonlySet<string>;
}

export interface Supplies {
  readonly repo?: string;
  readonly logs?: string[];
}

/** The portal's repository with its history, its build folder and some log lines. */
export async function writeSupplies(folder: string, on: On): Promise<Supplies> {
  if (on.cases.has('no-files-given')) return {};
  const repo = join(folder, 'portal-source');
  const logs = join(folder, 'logs');
  await mkdir(repo, { recursive: true });
  await writeHistory(repo, stepsFor(on), on.flaws.has('secret-in-lost-commit') ? ['spike'] : []);
  if (on.cases.has('shallow-clone')) await writeFile(join(repo, '.git', 'shallow'), '');
  for (const [path, text] of Object.entries(loose(on))) await put(join(repo, path), text);
  await put(join(logs, 'app.log'), logLines(on));
  return { repo, logs: [logs] };
}

/** The configuration with these files named in its target. */
export function withSupplies(supplies: Supplies, config: object): object {
  const target = 'target' in config && typeof config.target === 'object' ? config.target : {};
  return { ...config, target: { ...target, ...supplies } };
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const ignored = 'node_modules/\ndist/\n.env\n';
const code = (line: string) => `import { settings } from './settings.ts';\n\n${line}\nexport const retries = 3;\n`;
const quiet = code("export const payments = connect(settings.required('STRIPE_SECRET_KEY'));");

function stepsFor({ flaws, decoys }: On): readonly Step[] {
  const steps: Step[] = [
    {
      message: 'Start',
      files: {
        '.gitignore': ignored,
        'package.json': '{ "name": "portal", "private": true }\n',
        'src/payments.ts': quiet,
      },
    },
    { message: 'Invoices as CSV', files: { 'src/export.ts': code('export const separator = ";";') } },
  ];
  const add = (message: string, files: Step['files'], more: Partial<Step> = {}) =>
    steps.push({ message, files, ...more });
  if (flaws.has('secret-in-history'))
    add('Payments', { 'src/payments.ts': code(`export const payments = connect('${invented.payment()}');`) });
  if (flaws.has('secret-in-deleted-file')) {
    add('Deploy by hand', {
      'deploy/prod.env': `AWS_ACCESS_KEY_ID=${invented.cloudId()}\nAWS_SECRET_ACCESS_KEY=${invented.cloudSecret()}\n`,
    });
    add('Not by hand', { 'deploy/prod.env': null });
  }
  if (flaws.has('secret-in-message'))
    add(`Token changed, the old one was ${invented.code()}`, {
      'src/export.ts': code('export const separator = ",";'),
    });
  if (flaws.has('secret-in-lost-commit'))
    add('Try', { 'src/try.ts': code(`export const model = '${invented.model()}';`) }, { branch: 'spike', from: 0 });
  if (flaws.has('secret-on-other-branch'))
    add('Chat', { 'src/chat.ts': code(`export const bot = '${invented.chat()}';`) }, { branch: 'chat', from: 0 });
  if (flaws.has('secret-in-merge')) {
    add('Shop', { 'src/shop.ts': code('export const shop = "main";') }, { branch: 'shop', from: 0 });
    const shop = steps.length - 1;
    add('Merge shop', { 'src/shop.ts': code(`export const shop = '${invented.shop()}';`) }, { from: 1, merges: shop });
    add('Shop by settings', { 'src/shop.ts': code('export const shop = settings.shop;') });
  }
  if (flaws.has('env-file-committed'))
    add('Settings', {
      '.env.production': `SMTP_PASSWORD=${invented.password()}\nDATABASE_URL=${invented.database()}\n`,
    });
  if (flaws.has('secret-in-base64'))
    add('Cluster', {
      'k8s/secret.yaml': `kind: Secret\ndata:\n  SENDGRID_API_KEY: ${Buffer.from(invented.mail()).toString('base64')}\n`,
    });
  if (flaws.has('secret-joined')) {
    const key = invented.payment();
    add('Payments', {
      'src/pay.ts': code(`export const key = '${key.slice(0, 5)}' + '${key.slice(5, 8)}' +\n  '${key.slice(8)}';`),
    });
  }
  if (flaws.has('secret-in-codes')) {
    const codes = [...invented.payment()].map((letter) => letter.charCodeAt(0)).join(', ');
    add('Charges', { 'src/charge.ts': code(`export const key = String.fromCharCode(${codes});`) });
  }
  if (flaws.has('secret-in-dump')) {
    const table =
      'CREATE TABLE `oauth_clients` (\n  `id` int NOT NULL,\n  `secret` varchar(100),\n  PRIMARY KEY (`id`)\n);\n';
    add('Backup', { 'backup/portal.sql': `${table}INSERT INTO \`oauth_clients\` VALUES (1,'${drawn(40)}');\n` });
  }
  if (decoys.has('example-keys')) add('Examples', exampleFiles());
  // Every history ends with the code as it should be.
  add('Payments by settings', { 'src/payments.ts': quiet, 'README.md': '# Portal\n' });
  return steps;
}

/** What stands in many repositories and opens nothing. */
function exampleFiles(): Step['files'] {
  return {
    '.env.example': `STRIPE_SECRET_KEY=sk_${'live'}_${'x'.repeat(24)}\nAWS_ACCESS_KEY_ID=AKIA${'IOSFODNN7'}EXAMPLE\nDATABASE_URL=postgresql://postgres:postgres@localhost:5432/postgres\nJWT_SECRET=change-me-to-a-long-random-string\n`,
    'src/hashes.ts': Array.from({ length: 20 }, (_, at) => `export const etag${at} = '${hexadecimal(40)}';`).join('\n'),
    'package-lock.json': `{"packages":{"node_modules/x":{"integrity":"sha512-${drawn(86)}=="}}}\n`,
    'src/vectors.ts':
      "export const AES_KEY = '2b7e151628aed2a6abf7158809cf4f3c';\nexport const hook = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';\n",
    'src/keys.ts': `export const payments = '${invented.publishable()}';\nexport const backend = '${invented.anonymous()}';\n`,
    'locales/de.json': '{ "password": "Passwort", "secret": "Geheimnis", "token": "Ihr Zugangsschluessel" }\n',
  };
}

/** Files that git does not hold. */
function loose({ flaws, decoys }: On): Readonly<Record<string, string>> {
  const bundle = `(()=>{const e="${hexadecimal(8)}";console.log(e)})();\n`;
  const files: Record<string, string> = { 'dist/app.js': bundle };
  if (flaws.has('secret-in-build')) files['dist/app.js'] = `${bundle}const k={JWT_SECRET:"${invented.signing()}"};\n`;
  if (flaws.has('env-not-ignored')) files['.env.local'] = `OPENAI_KEY=none\nWEBHOOK_SECRET=${invented.signing()}\n`;
  if (decoys.has('publishable-in-build'))
    files['dist/app.js'] = `${bundle}pay("${invented.publishable()}");db("${invented.anonymous()}");\n`;
  return files;
}

function logLines({ flaws, decoys }: On): string {
  const lines = Array.from(
    { length: 60 },
    (_, at) =>
      `2026-11-20T10:${String(at).padStart(2, '0')}:00Z info req=${hexadecimal(16)} GET /api/v1/invoices 200 ${12 + at}ms`,
  );
  if (flaws.has('password-in-log'))
    lines.push(`2026-11-20T11:00:00Z error connect ECONNREFUSED ${invented.database()}`);
  if (flaws.has('token-in-log'))
    lines.push(`2026-11-20T11:00:01Z debug {"authorization":"Bearer ${invented.session()}"}`);
  if (decoys.has('probe-in-log'))
    lines.push(
      `9.9.9.9 - - [20/Nov/2026:11:00:03 +0000] "GET /wp-login.php?log=admin&password=${invented.password()} HTTP/1.1" 404 60 "-" "curl/8"`,
    );
  if (decoys.has('masked-in-log'))
    lines.push('2026-11-20T11:00:02Z debug {"authorization":"[redacted]","password":"********"}');
  return `${lines.join('\n')}\n`;
}
