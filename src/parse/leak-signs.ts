import { maskedSample } from './mask.ts';

export interface Sign {
  readonly kind: string;
  readonly sample: string;
}
interface Pattern {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Only where the answer says that something went wrong: such words stand in ordinary pages too. */
  readonly errorsOnly?: boolean;
}

const root = String.raw`(?:file:\/\/)?(?:\/(?:home|var|usr|opt|srv|root|Users|etc|workspace|mnt|app|code|data|www|tmp|build)\/|[A-Z]:\\)`;
const codeFile = String.raw`[\w.@$()[\]~+-]+\.(?:[cm]?[jt]sx?|py|rb|php|java|kt|go|rs|cs|vue|svelte|ex|exs|scala|twig|phtml|aspx|cshtml|jsp|ini|conf|cnf|ya?ml|env|log|sql|sqlite|db)\b`;

const patterns: readonly Pattern[] = [
  // Frames of a stack trace, one look for each runtime.
  {
    kind: 'stack trace (JavaScript)',
    pattern: /^[ \t]*at (?:async |new )?(?:[^\n()]{1,120} \()?(?:file:\/\/|node:|\/|[A-Z]:\\)[^\s()]+:\d+:\d+\)?\s*$/m,
  },
  {
    kind: 'stack trace (Python)',
    pattern: /Traceback \(most recent call last\)|^[ \t]*File "[^"\n]+\.py", line \d+, in /m,
  },
  {
    kind: 'stack trace (PHP)',
    pattern:
      /(?:(?:Fatal error|Warning|Notice|Parse error|Deprecated)\b[^\n]{0,400} in\s+(?:\/|[A-Z]:\\)\S+\s+on line\s+\d+)|^#\d+ (?:\/|[A-Z]:\\)\S+\.php\(\d+\): /ms,
  },
  {
    kind: 'stack trace (Java)',
    pattern:
      /^[ \t]*at [\w$]+(?:\.[\w$<>]+)+\((?:[\w$]+\.(?:java|kt|scala|groovy):\d+|Native Method|Unknown Source)\)/m,
  },
  {
    kind: 'stack trace (.NET)',
    pattern: /^[ \t]*at [\w.<>`[\]+]+\([^\n)]*\)(?: in (?:[A-Z]:\\|\/)[^\n]+:line \d+)?\s*\n\s*at [\w.<>`[\]+]+\(/m,
  },
  { kind: 'stack trace (Ruby)', pattern: /(?:^|[\s"'])[\w./-]+\.rb:\d+:in [`'][^'\n]+'/m },
  { kind: 'stack trace (Go)', pattern: /^goroutine \d+ \[[\w ,]+\]:|^[ \t]+\S+\.go:\d+ \+0x[0-9a-f]+/m },
  { kind: 'stack trace (Rust)', pattern: /thread '[^'\n]+' (?:\(\d+\) )?panicked at / },
  { kind: 'stack trace (Elixir)', pattern: /^[ \t]*\(\w+ \d+\.\d+\.\d+\) lib\/\S+\.ex:\d+: /m },
  // Pages that frameworks show developers.
  {
    kind: 'debug page (Django)',
    pattern: /You(?:'|’)re seeing this error because you have\s+DEBUG\s*=\s*True|Using the URLconf defined in\s/,
  },
  {
    kind: 'debug page (Werkzeug)',
    pattern: /The debugger caught an exception in your WSGI application|Werkzeug Debugger/,
  },
  { kind: 'debug page (Rails)', pattern: /Action Controller: Exception caught|^Rails\.root: /m },
  {
    kind: 'debug page (ASP.NET)',
    pattern: /Server Error in '[^'\n]*' Application[\s\S]{0,3000}(?:Stack Trace:|Source File:|Physical Path:)/,
  },
  {
    kind: 'debug page (Laravel)',
    pattern: /(?:exception|class): (?:Symfony|Illuminate|Spatie)\\[\w\\]+|Illuminate\\[\w\\]+(?:->|::)\w+\(/,
  },
  { kind: 'debug page (Symfony)', pattern: /Symfony Exception|(?:^|\n)[ \t]*in vendor\/symfony\/\S+\.php/ },
  { kind: 'debug page (Phoenix)', pattern: /\w+\.NoRouteError at (?:GET|POST) / },
  { kind: 'debug page (Play)', pattern: /Action Not Found[\s\S]{0,400}These routes have been tried/ },
  // Databases.
  {
    kind: 'SQL error',
    errorsOnly: true,
    pattern:
      /You have an error in your SQL syntax|SQLSTATE\[\w+\]|\bORA-\d{5}\b|\bPG::\w+|SQLITE_(?:ERROR|CONSTRAINT|CANTOPEN|BUSY)|(?:syntax error at or near|relation|column|table) "[\w.]+"(?: of relation "\w+")? does not exist|invalid input syntax for (?:type )?\w+|Unclosed quotation mark after the character string|no such (?:table|column): \w+|Unknown column '[^'\n]+' in|Table '[\w.]+' doesn't exist|psycopg2?\.\w+|PSQLException|SqlException|(?:Mongo(?:Server|Network)?|Sequelize\w*|QueryFailed|PrismaClient\w+|Knex\w*)Error\b|CastError: Cast to ObjectId/,
  },
  {
    kind: 'SQL statement',
    errorsOnly: true,
    pattern:
      /\bSELECT\s[^\n]{1,400}\sFROM\s+[\w."`[]|\bselect\s+(?:\*|[^\n]{0,300}["`]\w+["`][^\n]{0,100})\s+from\s+["`\w]|\bINSERT\s+INTO\s+[\w."`]+|\binsert\s+into\s+[\w."`]+\s*\(|\b(?:update|UPDATE)\s+[\w."`]+\s+(?:set|SET)\s+[\w."`]+\s*=|\b(?:delete\s+from|DELETE\s+FROM)\s+[\w."`]+\s+(?:where|WHERE)\b/,
  },
  {
    kind: 'connection string',
    errorsOnly: true,
    pattern:
      /\b(?:jdbc:\w+|postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|ldaps?|smb):\/\/[^\s"'<>]+/i,
  },
  // Names and addresses behind the portal.
  {
    kind: 'internal address',
    errorsOnly: true,
    pattern:
      /\b(?:ECONN\w+|ETIMEDOUT|EHOSTUNREACH|dial tcp)\b[^\n]{0,60}?\b\d{1,3}(?:\.\d{1,3}){3}:\d{2,5}\b|\b(?:connect(?:ing|ion|ed)?|upstream|backend|database|db|host|node|pod|refused)\b[^\n]{0,80}?\b(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?::\d{2,5})?\b/i,
  },
  {
    kind: 'internal host name',
    errorsOnly: true,
    pattern:
      /\b(?:[a-z0-9-]+\.)+(?:internal|intranet|corp|lan|cluster\.local|svc|localdomain)\b(?!\.[a-z])|\b(?:ENOTFOUND|EAI_AGAIN|dial tcp: lookup)\s+[a-z0-9][\w.-]+/i,
  },
  // Files on the server.
  {
    kind: 'file path',
    errorsOnly: true,
    pattern: new RegExp(String.raw`(?:^|[\s"'(=:>,])${root}(?:[\w.@ $()[\]~+-]+[\/\\]){0,12}${codeFile}`, 'm'),
  },
  {
    kind: 'file path',
    errorsOnly: true,
    pattern: /(?:^|[\s"'(=])\/?(?:[\w.@-]+\/)*node_modules\/[\w.@-]+\/[\w./@-]+/m,
  },
  // Settings.
  {
    kind: 'server setting',
    errorsOnly: true,
    pattern:
      /\b(?:DB|DATABASE|MYSQL|POSTGRES|REDIS|SMTP|AWS|STRIPE|APP|SECRET|JWT|SESSION)_(?:PASS(?:WORD)?|SECRET(?:_\w+)?|KEY|URL|ACCESS_KEY(?:_ID)?)["']?\s*[=:]\s*["']?[^\s"',;]{4,}/,
  },
];

/**
 * Signs of the inside in an answer's readable text (ASVS v5.0.0-16.5.1). `sent` holds whatever we put into the request:
 * an answer that only repeats it shows nothing. Sign words alone ("Error", "at", ids) are no sign.
 */
export function leakSigns(text: string, status: number, sent: readonly string[]): Sign[] {
  let shown = withShortLines(text.slice(0, maxText));
  for (const each of sent.filter((one) => one.length > 2)) shown = shown.replaceAll(each, '…');
  const isError = status >= 400;
  const found = new Map<string, Sign>();
  for (const { kind, pattern, errorsOnly } of patterns) {
    if (found.has(kind) || (errorsOnly && !isError)) continue;
    const match = pattern.exec(shown);
    if (match) found.set(kind, { kind, sample: maskedSample(match[0]) });
  }
  return [...found.values()];
}

const maxText = 120_000;
const maxLine = 2_000;

/** Some patterns take quadratic time on one endless line; no sign needs a longer one. */
function withShortLines(text: string): string {
  const long = new RegExp(`[^\\n]{${maxLine}}`, 'g');
  return text.replace(long, (line) => `${line}\n`);
}
