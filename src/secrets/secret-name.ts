/** What a name says of its value. */
export type NameKind = 'password' | 'token' | 'key' | 'auth';

export interface NameSense {
  readonly kind: NameKind;
  /** The name alone makes a drawn value a secret: `stripe_secret_key`, not `key`. */
  readonly strong: boolean;
  readonly words: readonly string[];
}

const passwordWords = wordSet(`
  password passwd pwd passphrase passwort pass passcode userpassword contrasena senha motdepasse
  wachtwoord pw mdp psw requirepass masterauth passwrd dbpass dbpassword smtppass rootpass pswd pgpassword psk wpapsk
`);
const secretWords = wordSet(`
  secret secrets appsecret clientsecret secretkey apisecret consumersecret sharedsecret jwtsecret
  authsecret
`);
const tokenWords = wordSet(`
  token authtoken accesstoken apitoken bearertoken bottoken oauthtoken refreshtoken jwt pat
`);
const keyWords = wordSet(`
  apikey secretkey privatekey accesskey authkey masterkey encryptionkey signingkey appkey adminkey apikeys
`);
/** Before `key`: it opens something. */
const opening = wordSet(`
  api access secret private auth encryption encrypt decryption signing sign signature admin master service
  server role account webhook jwt session cookie hmac app application license licence shared subscription
  rest crypto cipher aes storage integration deploy live production prod write ingest client vault ssh rsa
  ec base rails logged nonce host root hash
`);
/** Services whose keys have no beginning of their own, and are for servers alone. */
const issuing = wordSet(`
  assembly assemblyai deepgram datadog dd newrelic mailgun mailjet sparkpost sendgrid openai anthropic mistral cohere gemini
  stability elevenlabs deepl pdfshift ipstack opencage openweather openweathermap alphavantage
`);
/** Anywhere in the name: it is about something else, or public by design. */
const harmless = wordSet(`
  public publishable pub anon site sitekey recaptcha captcha vapid hash hashed sha sha1 sha256 md5
  checksum digest etag fingerprint id ids uid uuid name names path file filename dir folder url uri
  endpoint href link type types kind field fields label placeholder hint length size min max expires
  expiry expiration expire ttl age count limit format pattern regex regexp header headers prefix suffix
  policy strength rule rules error errors message messages msg title text description desc input selector
  class classname icon keyboard keyword keywords hotkey primary foreign cache sort partition index search
  tokenizer tokens tokenize ref arn version algorithm alg algo method mode status state enabled required
  visible provider store manager service helper handler validator reset forgot confirm confirmation help
  column table attr attribute attributes property props param params parameter query schema model event
  action route page view screen button modal dialog form env var variable idempotency i18n translation
  locale example docs comment test color css style width height scope scopes domain issuer audience
  address code integrity sri csrf xsrf contract mint symbol csrftoken last next continuation cursor
  pagination keychain keyring keystore author authors authority authorization authenticated credentials
  pubkey thumbprint kid authenticity timestamp
`);
/** A name may end in these without another meaning. */
const trailing = wordSet(`
  base value val prod production live staging dev string str base64 b64 raw plain plaintext clear new old
  default root admin user db primary secondary current previous hex
`);

const runTogether =
  /^[a-z]{2,24}?(?:(?:auth|secret|private|access|api|signing|encryption|master|session|nonce|loggedin)(key)|(?:access|auth|api|bot|bearer|refresh)(token)|(?:client|app|api|consumer|shared|jwt|webhook)(secret)|(?:auth|loggedin|nonce)(salt))$/;

/** The meaning of a name, from its words; undefined where its value is no secret. */
export function senseOfName(name: string): NameSense | undefined {
  const words = wordsOf(name.replace(/^(?:process\.)?env\./, ''));
  while (words.length > 1 && (trailing.has(words.at(-1) as string) || /^v?\d+$/.test(words.at(-1) as string)))
    words.pop();
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const before = words.slice(0, -1);
  const about = before.some(
    (word, at) =>
      harmless.has(word) &&
      !(word === 'store' && passwordWords.has(last)) &&
      !(word === 'text' && /^(?:clear|plain)$/.test(before[at - 1] ?? '')) &&
      !(word === 'hash' && last === 'salt') &&
      !excused(word, before),
  );
  if (passwordWords.has(last) || /[a-z](?:password|passwd|passphrase)$/.test(last))
    return about && !before.includes('user')
      ? undefined
      : { kind: 'password', strong: last !== 'pass' || before.length > 0, words };
  if (about || namesProject(before, last)) return undefined;
  if (secretWords.has(last)) return { kind: 'key', strong: true, words };
  if (tokenWords.has(last)) return { kind: 'token', strong: before.length > 0 || last !== 'token', words };
  if (keyWords.has(last)) return { kind: 'key', strong: true, words };
  // Pusher's browsers name the application with it; its secret is another.
  if (last === 'key' && before.includes('pusher') && before.at(-1) === 'app') return undefined;
  // Python's social sign-ins call the name of the application its key, and its secret the secret.
  if (last === 'key' && before[0] === 'social' && before[1] === 'auth') return undefined;
  // Written as one word: `mailgunapikey`, `loggedinsalt`.
  const ending = runTogether
    .exec(last)
    ?.slice(1)
    .find((one) => one !== undefined);
  if (ending !== undefined && !/^(?:public|pub|site)/.test(last))
    return { kind: ending === 'token' ? 'token' : 'key', strong: true, words };
  if (last === 'key') {
    const [qualifier] = before.slice(-1);
    if (qualifier === undefined) return { kind: 'key', strong: false, words };
    return { kind: 'key', strong: before.some((word) => opening.has(word) || issuing.has(word)), words };
  }
  // Of a protocol, the same for all: RFC 9001 §5.2.
  if (last === 'salt' && before.includes('initial')) return undefined;
  if (last === 'auth' || last === 'credential' || last === 'salt' || last === 'pepper' || last === 'passwordsalt')
    return { kind: 'auth', strong: before.length > 0 || last === 'auth', words };
  return undefined;
}

/** Made to stand in every browser and application, where it only says whose events come in. */
const eventServices = wordSet('mixpanel amplitude bugsnag appsflyer fullstory heap');

/** `facebook_client_token`, `mixpanelToken`, `SEGMENT_WRITE_KEY`. */
function namesProject(before: readonly string[], last: string): boolean {
  if (last === 'token' && before.at(-1) === 'client')
    return before.length === 1 || before.some((word) => /^(?:facebook|fb|datadog|dd|rum|browser)$/.test(word));
  if (last === 'key' && before.at(-1) === 'write' && before.includes('segment')) return true;
  return /token|key/.test(last) && before.some((word) => eventServices.has(word)) && !before.includes('secret');
}

/** `auth_service_token`: a service is no obstacle when the name goes on to what it opens. */
function excused(word: string, before: readonly string[]): boolean {
  return (
    [
      'service',
      'admin',
      'store',
      'form',
      'state',
      'domain',
      'page',
      'event',
      'test',
      'search',
      'provider',
      'env',
      'index',
      'author',
      'credentials',
    ].includes(word) &&
    before.length > 1 &&
    word !== 'search' &&
    word !== 'test'
  );
}

/** `stripeSecretKey`, `STRIPE_SECRET_KEY`, `stripe.secret-key`: stripe, secret, key. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
