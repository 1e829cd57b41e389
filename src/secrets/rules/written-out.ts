import { looksInvented } from '../invented.ts';
import { looksDrawn } from '../random-look.ts';
import { type Found, patternRule, type Rule, type Verdict } from '../rule.ts';

const standIn =
  /^(?:pass(?:word|wd|wort)?\d*|secret\d*|test\w*|your\w*|my\w*pass\w*|new_?pass\w*|change\w*|admin\w*|root\w*|example\w*|x+|\*+|-.*|<.*|%.*|\w*(?:password|passwd|secret|token)\d{0,4})$/i;

/** Chosen or drawn, but not what documents write in its place. */
function typedIn({ value }: Found): Verdict | undefined {
  if (standIn.test(value) || looksInvented(value)) return undefined;
  return /[\d!-/:-@]/.test(value) && /[A-Za-z]/.test(value) ? {} : undefined;
}
const drawn = ({ value }: Found): Verdict | undefined => (looksDrawn(value) ? {} : undefined);

/** Secrets that no name announces: arguments of calls, of commands and of states. */
// biome-ignore format: a table, one rule a line or block
export const writtenOutRules: readonly Rule[] = [
  patternRule({
    id: 'password-argument', provider: 'the server it is for', grants: 'sign in as the user it names', weight: 'high',
    anchors: ['networkcredential(', 'getconnection(', 'passwordauthentication(', 'plainauth(', 'basicauth(', 'pdo(', 'pdo->__construct(', 'mysqli_connect(', 'mysqli(', 'staticv4(', 'credentials(', 'dbi->connect(', 'keycredential('],
    pattern: /\b(?:NetworkCredential|getConnection|PasswordAuthentication|PlainAuth|(?:HTTP|Set)?BasicAuth|PDO(?:->__construct)?|mysqli(?:_connect)?|NewStaticV4|\w{0,24}Credentials|DBI->connect|\w{0,20}KeyCredential)\((?:\s{0,8}(?:"[^"\n]{0,160}"|'[^'\n]{0,160}'|[\w.$]{1,60}),){1,3}\s{0,8}(?<quote>["'])(?<v>[^"'\s]{8,120})\k<quote>/gi, before: 24, reach: 500,
    accept: (found) => (/^\$|^[<{[]|:\/\//.test(found.value) || !/\d/.test(found.value) ? undefined : typedIn(found)),
    yes: ['DriverManager.getConnection("jdbc:mysql://db.portal.io/p", "app", "{A13}9")', 'new NetworkCredential("a@b.io", "{A13}9")', "new PDO($dsn, 'portal', '{A12}!9')", "PDO->__construct('mysql:host=db....', 'portal', '{A13}9', Array)", 'req.SetBasicAuth("portal", "{A12}!9")'],
    no: ['getConnection("jdbc:h2:mem:x", "sa", "password")', "new PDO('mysql:host=db', 'root', 'root')", 'new NetworkCredential(user, "your-password1")'],
  }),
  patternRule({
    id: 'sign-in-call', provider: 'the server it is for', grants: 'sign in as the user it names', weight: 'high', anchors: ['.login(', 'auth=(', 'auth = (', 'oracle.connect(', 'oracledb.connect('],
    pattern: /(?:\.login|\bauth\s?=\s?|(?:cx_oracle|oracledb)\.connect)\(\s{0,8}["'][^"'\n]{1,80}["'],\s{0,8}(?<quote>["'])(?<v>[^"'\s]{8,120})\k<quote>/gi, before: 24, reach: 300,
    accept: (found) => (looksDrawn(found.value) || (found.value.length >= 12 && /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[^A-Za-z0-9])/.test(found.value)) ? typedIn(found) : undefined),
    yes: ['requests.get(url, auth=("portal", "{A13}9{A4}"))', 'server.login("portal@x.io", "{A13}9{A4}")'], no: ['login("user", "admin")', "auth=('user', 'pass')", ".login('a@b.io', 'Passw0rd!')"],
  }),
  patternRule({
    id: 'go-database-address', provider: 'the database it names', grants: 'sign in to the database', anchors: ['@tcp(', '@unix('],
    pattern: /(?<![\w.-])[\w.-]{1,64}:(?<v>[^\s"'`@/{}]{6,120})@(?:tcp|unix)\((?!localhost|127\.)[^)\s%]{1,120}\)/g, before: 190, reach: 130, accept: typedIn,
    yes: ['const dsn = "portal:{A14}9@tcp(db.portal.io:3306)/portal"'], no: ['user:password@tcp(127.0.0.1:3306)/db', '%s:%s@tcp(%s)/%s'],
  }),
  patternRule({
    id: 'key-in-call', provider: 'the portal itself', grants: 'forge or read what the key protects', anchors: ['symmetricsecuritykey(', 'signwith(', 'hmacshakeyfor(', 'jwt.encode(', 'jwt.decode(', 'createcipheriv(', 'createdecipheriv(', 'fernet(', 'secretkeyspec(', 'setcipherkey('],
    pattern: /\b(?:SymmetricSecurityKey|signWith|hmacShaKeyFor|jwt\.(?:encode|decode)|create(?:C|Dec)ipheriv|Fernet|SecretKeySpec|setCipherKey)\(\s{0,8}(?:["'][\w-]{3,24}["'],|[^;\n"'`]{0,80}?)\s{0,8}(?:[\w.]{1,40}\(\s{0,4})?b?["'`](?<v>[A-Za-z0-9+/=_.!@#$%^&*-]{16,160})["'`]/gi, before: 24, reach: 320, accept: drawn,
    yes: ['new SymmetricSecurityKey(Encoding.UTF8.GetBytes("{A40}"))', 'signWith(SignatureAlgorithm.HS256, "{P64}")', "createCipheriv('aes-256-cbc', Buffer.from('{H64}', 'hex'), iv)"],
    no: ['jwt.decode(token, "your-secret-key-goes-here")', "createCipheriv('aes-256-cbc', key, iv)", 'signWith(key, "algorithm-of-choice-here")'],
  }),
  patternRule({
    id: 'twilio-pair', provider: 'Twilio', grants: 'send messages and read those that were sent', issued: true, anchors: ['"ac', "'ac"],
    glance: (bytes, to) => bytes[to + 32] === bytes[to - 3],
    pattern: /["']AC[0-9a-f]{32}["'],\s{0,12}["'](?<v>[0-9a-f]{32})["']/g, before: 4, reach: 90, accept: drawn, yes: ['Client("AC{H32}", "{H32}")'], no: ['Client("AC{H32}", token)'],
  }),
  patternRule({
    id: 'omniauth-provider', provider: 'the sign-in it names', grants: 'pose as the portal to that sign-in', anchors: ['provider :'],
    pattern: /\bprovider :\w{2,40},\s{0,20}['"][^'"\n]{6,120}['"],\s{0,20}['"](?<v>[\w~.-]{16,120})['"]/g, before: 12, reach: 320, accept: drawn,
    yes: ["provider :github, 'Iv1.{H16}', '{H40}'"], no: ["provider :github, ENV['ID'], ENV['SECRET']"],
  }),
  patternRule({
    id: 'terraform-random-password', provider: 'what it was made for', grants: 'sign in where it is set', issued: true, anchors: ['"random_password"'], overLines: true,
    pattern: /"random_password"[^[]{0,400}\[[\s\S]{0,1200}?"result"\s*:\s*"(?<v>[^"\n]{8,160})"/g, before: 20, reach: 1800, accept: typedIn,
    yes: ['{"type":"random_password","instances":[{"attributes":{"length":24,"result":"{A24}"}}]}'], no: ['"random_password" is a resource'],
  }),
  patternRule({
    id: 'password-on-command-line', provider: 'the server it is for', grants: 'sign in as the user it names', weight: 'high',
    anchors: [' -pw ', 'redis-cli', 'mongo', 'openssl', 'lftp', 'securestring', 'password-stdin', 'sudo -s', 'net use '],
    pattern: /(?:\b(?:plink|pscp|psftp)\b[^\n]{0,120}?\s-pw\s|\bredis-cli\b[^\n]{0,120}?\s-a\s|\bmongo(?:sh|dump|restore|export|import)?\s[^\n]{0,160}?\s(?:-p|--password)[ =]|\bopenssl\s[^\n]{0,160}?\s(?:-k\s|-pass(?:in|out)?\spass:)|\blftp\b[^\n]{0,80}?\s-u\s[^\s,]{1,60},|ConvertTo-SecureString[ \t](?:-String[ \t])?|\bnet use\s[^\n]{0,120}\/user:\S{1,60}\s|\becho\s(?:-n\s)?(?=\S{6,120}\s{0,4}\|\s{0,4}(?:sudo\s-S|[^\n|]{0,160}--password-stdin)))["']?(?<v>[^\s'"$<>{}`;|&]{6,120})/gi, before: 240, reach: 300, accept: typedIn,
    yes: ['redis-cli -h x -a {A13}9 ping', 'echo "{A13}9" | docker login -u x --password-stdin', '$c = ConvertTo-SecureString "{A13}9" -AsPlainText -Force', 'openssl enc -aes-256-cbc -k {A13}9 -in x'],
    no: ['redis-cli -a $REDIS_PASSWORD ping', 'echo "$TOKEN" | docker login --password-stdin', 'ConvertTo-SecureString $env:PASS -AsPlainText', 'openssl rand -base64 32', 'mongo -u root -p password123'],
  }),
  patternRule({
    id: 'password-of-account', provider: 'the server it is for', grants: 'sign in as the user it names', weight: 'high', anchors: ['chpasswd'], overLines: true,
    pattern: /(?:(?<![\w$])[a-z_][\w-]{0,31}:(?<v>[^\s:"'$<>{}`;|&]{6,120})["']?\s{0,4}\|\s{0,4}(?:sudo\s)?(?:\/usr\/sbin\/)?chpasswd\b|\bchpasswd:\s{1,8}list:\s{0,4}\|?\s{1,12}[a-z_][\w-]{0,31}:(?<w>[^\s:"'$<>{}`;|&]{6,120})(?=\s))/g, before: 160, reach: 220, accept: typedIn,
    yes: ["RUN echo 'root:{A13}9' | chpasswd", 'chpasswd:\n  list: |\n    root:{A13}9\n'], no: ['echo "root:$ROOT_PASSWORD" | chpasswd', "echo 'root:password' | chpasswd"],
  }),
  patternRule({
    id: 'token-on-command-line', provider: 'the server it is for', grants: 'do what the command does', weight: 'high', anchors: ['--token', '--api-key', '--apikey', '--auth-token', '--access-token', '--api-token'],
    pattern: /\s--(?:token|api-?key|(?:auth|access|api)-token)[ =]["']?(?<v>[A-Za-z0-9_.-]{20,200})(?=["'\s;&|,\\)]|$)/gi, before: 16, reach: 240, accept: drawn,
    yes: ['"cover": "codacy-coverage --token {H32} --language ts"', 'run: deploy --api-key={A40}'], no: ['deploy --token $TOKEN', 'npx x --token your-token-goes-in-here', 'deploy --api-key <key>'],
  }),
  patternRule({
    id: 'told-secret', provider: 'what the words beside it say', grants: 'do what the words beside it say', weight: 'high',
    anchors: ['token for ', 'password for ', 'key for ', 'secret for ', 'token of ', 'password of ', 'passwort f', 'passwort von '],
    pattern: /(?:\b(?:password|passwd|token|secret|(?:api|access|secret|private|signing)[ -]key|passwort)\s(?:for|of|f\u00c3\u00bcr|von)\s[^\n:="'`<>{}();]{2,60}:[ \t]{1,3}["'`]?(?<v>[A-Za-z0-9_.!@#$%&*+/=-]{12,160})["'`]?(?=[\s,.;]|$)|(?<![\w./-])(?<w>[A-Za-z0-9_.!@#$%&*+-]{12,80})["'`]?\sis\s(?:the|our|my|their)\s(?:[\w-]{1,20}\s){0,3}(?:password|token|secret|key)\s(?:of|for)\s)/gi, before: 160, reach: 260, accept: drawn,
    yes: ['Hetzner token for the DNS move: {A64}', '// {A13}9 is the smtp password of the portal', 'the password for staging: {A13}9!x'], no: ['token for the DNS move: in the vault', 'a key for each user: {tenant}', 'token for users: see docs/authentication.md', 'customer_identifier is the primary key of the table'],
  }),
  patternRule({
    id: 'header-field', provider: 'the server it is for', grants: 'do what the header opens', weight: 'high', anchors: ['forhttpheaderfield'],
    pattern: /"(?<v>[^"\s]{20,200})",\s{0,12}forHTTPHeaderField:\s{0,4}"[\w-]{0,30}(?:key|token|secret|auth)[\w-]{0,20}"/gi, before: 240, reach: 80, accept: drawn,
    yes: ['request.setValue("{A40}", forHTTPHeaderField: "X-Api-Key")'], no: ['request.setValue("application/json; charset=utf-8", forHTTPHeaderField: "X-Auth-Type")'],
  }),
  patternRule({
    id: 'nats-seed', provider: 'NATS', grants: 'sign in as the account or user, or sign others', weight: 'high', anchors: ['nkey', 'seed'],
    pattern: /(?<![A-Za-z0-9])(?<v>S[UAOCNX][A-Z2-7]{56})(?![A-Za-z0-9])/g, before: 12, reach: 230, yes: ['-----BEGIN USER NKEY SEED-----\nSU{S56}\n', 'nkey_seed = "SA{S56}"'], no: ['nkey: U{S55}'],
  }),
  patternRule({
    id: 'kubeadm-token', provider: 'the cluster it joins', grants: 'join the cluster as a node', weight: 'high', anchors: ['kubeadm join'],
    pattern: /\bkubeadm join\s[^\n]{0,200}?--token[ =](?<v>[a-z0-9]{6}\.[a-z0-9]{16})\b/g, before: 16, reach: 260, yes: ['kubeadm join 10.0.0.1:6443 --token {Z6}.{Z16} --x'], no: ['kubeadm join --token <token>'],
  }),
];
