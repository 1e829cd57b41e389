import { looksInvented, readAloud, writtenAsStandIn } from './invented.ts';
import { isPublished } from './published.ts';
import { entropyOf, isHex, looksDrawn, uuid } from './random-look.ts';
import type { NameSense } from './secret-name.ts';
import type { TextKind } from './text-kind.ts';

export interface ValueQuestion {
  readonly value: string;
  readonly quote: string;
  readonly separator: string;
  readonly name: string;
  readonly sense: NameSense;
  readonly kind: TextKind;
  /** Behind `?` or `&`: no quote ends it. */
  readonly inQuery?: boolean;
}

/** References, templates and calls: the secret itself is elsewhere. */
const reference =
  /^['"]?\$[A-Za-z_({]|^\$\$[A-Za-z_]\w*\[|^@\w+\(|\$\{|\{\{|^\{[\w.]+\}$|<%|^%(?:[A-Za-z_]\w*%|\(\w|[sdvqw](?:\W|$)|[%(<])|#\{|^@Microsoft\.|\$\(|^(?:process\.)?env\b|environ|getenv|^(?:vault|ssm|secretsmanager|op|keyvault|sm|gcp|aws-sm|awssm|sops|kms|ref\+\w+|doppler|infisical|akeyless|keeper):|^arn:|^AQICA|^vault:v\d|^ENC[[(]|^\{cipher\}|^projects\/|^sealed:|^encrypted:[A-Za-z0-9+/]|^\{AQAAAB|^\\|^\$(?:argon2|2[abxy]?\$|[1567y]\$|pbkdf2|scrypt|apr1\$)|^pbkdf2_|^\{(?:SSHA|SHA|CRYPT|ARGON2|BCRYPT|noop)|^scrypt:\d|^A[gQ][A-Z][A-Za-z0-9+/]{120,}={0,2}$/i;
/** Of the storage emulator of Azure, the same on every machine (Microsoft Learn, Azurite). */
const emulatorKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq';
const pair = /^[A-Za-z]{2,16}[/:]([^/:]{6,})$/;
/** Without quotes: tags and aliases of YAML, addresses of people, homes. */
const bareReference = /^@[A-Za-z]|^!\w|^\*\w+$|^~/;
const dotted = /^[A-Za-z_$][\w$]*(?:(?:\?)?\.[A-Za-z_$][\w$]*)+(?:\(.*)?$/;
const call = /^[\w.$]+\(.*$|^\[|^function\b|^new\s|=>|^[\w.]+\[/;
const pathLike = /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)|^[\w.-]+(?:\/[\w.-]+)+\.\w{2,5}$|^[\w-]+(?:\/[\w-]+){2,}$/;
const address = /^[a-z][a-z0-9+.-]*:\/\/|^(?:www\.|mailto:)|^[\w.-]+@[\w-]+\.\w+$|^[\w-]+(?:\.[\w-]+)+:\d+$/i;
const plainWord =
  /^(?:true|false|null|nil|none|undefined|string|str|number|boolean|object|any|unknown|void|required|optional|default|empty|auto|generate[d]?|random|never|always|yes|no|on|off|enabled|disabled|text|hidden|bytes|char|varchar|integer|const|let|var|this|self|return|await|typeof|input|output|user|username|admin|root|guest|basic|bearer|token|key|secret|secrets|pass(?:word|wd)?|pwd|passphrase|apikey|api[_-]key|auth|oauth2?|login|value|name|email|test(?:ing|s|ed)?\d{0,10}|demo|foo|bar|baz|foobar|abc\d{1,6}|dummy|temp|tmp|postgres|mysql|mongo|redis|rabbitmq|minio|sa|xxx+|\*+|-+|\.+|_+|#+|todo|tbd|n\/?a|unset|missing|none?|secret[-_]?(?:key|token|value|password)?|(?:super|top|my|very|some|the|a|your|our|test|new|old|wrong|bad|good|valid|invalid|correct|incorrect|strong|weak|user|db|admin|root|default|dev|local|fake|initial|temporary|long|shared|another|other|different|hashed|plain)[-_ ]?(?:super)?[-_ ]?(?:secret|password|pass|passwd|pwd|token|key|api[-_]?key|phrase)\w{0,6}|p[a@4][s5$]{2}w[o0]rd?[!@#$_-]?\d{0,6}[!@#$.*]{0,3}|changeit|change\d{1,6}|letmein)$/i;

/** `required|confirmed|min:8`, `trim|min_length[8]|md5`, `between:8,16`: what a form's field has to be (Laravel, CodeIgniter). */
const fieldRules =
  /^[a-z][a-z_]{1,30}(?:[:[][^|]{0,60})?(?:\|(?:[a-zA-Z][a-zA-Z_]{1,30}\d?(?:[:[][^|]{0,60})?|\d{1,4})){1,12}$|^(?:[a-z][a-z_]{1,30}(?:[:[][^|]{0,60})?\|){1,8}$|^(?:required|confirmed|nullable|sometimes|between|min|max|size|same|different|required_\w{2,20}|exists|unique|in|regex)(?::[\w,.]{1,60})$|^(?:required|nullable|sometimes|bail|string|confirmed)[,|](?:min|max|string|regex|confirmed|between|size)\b/;

/** Names an application of Okta; whom age encrypts to: the other half is the secret. */
const publicIdentifier = /^0oa[A-Za-z0-9]{17}$|^age1[02-9ac-hj-np-z]{58}$/;
/** Of one payment, made for the customer's own browser (Stripe, PaymentIntents and SetupIntents). */
const onePayment = /^(?:pi|seti|cs|src|cuss)_\w{10,}_secret_\w+$/;
/** Code between two texts, where the quote before it ended one: `),a=b,title:`, `'.config(`. */
const betweenTexts = /^['"]?[)\]},;.+](?=.*[a-z]{3}).*[=([{:,;.+?&|!]$/s;
/** Words of a language, its own letters escaped: `Has\u0142o`, `L\xF6senord`. */
const escapedWords = /^(?:[A-Za-z .,:!?-]|\\u(?!00[0-7])[0-9a-f]{4}|\\x[89a-f][0-9a-f])+$/i;
/** `trans('auth.password.current')`: a call that stands in quotes, as templates bind them. */
const boundCall = /^[\w$.:>-]{2,60}\((["'`])[\w.:/ -]*\1(?:,[^()]*)?\)$/;
/** Who signed an address that ends by itself, and for what (AWS and Google, version 4): no secret, as the address is handed out. */
const signerOfAddress = /\/(?:aws|goog)4_request$|%2F(?:aws|goog)4_request$/i;
/** `#db4437`: the colour of a mark for this kind of sign-in. */
const colour = /^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/i;
/** One of a list of constants, as the one before it: `'WPA2_PSK', 'WPA2_ENTERPRISE'`. */
const constantName = /^[A-Z]+\d{0,3}(?:_[A-Z]+\d{0,3})+$/;
/** `shop/registry:password`: which part of a stored secret (AWS Secrets Manager); numbers of advisories; what Maven encrypted. */
const pointer =
  /^\{[A-Za-z0-9+/]{16,}={0,2}\}?$|^[\w./-]+:(?:password|passwd|username|user|token|secret|key)$|^\(?(?:GHSA(?:-[a-z\d]{4}){3}|CVE-\d{4}-\d{4,7})\)?$/i;
/** `injectNpm2FaToken`: the name of something else. */
const nameInCode = /^[a-z]{2,}(?:[A-Z][a-z]+|\d[A-Z]?[a-z]*){1,6}(?:Token|Password|Secret|Key)$/;

/** Google shows passwords for one application in four groups. */
const appPassword = /^[a-z]{4}(?: [a-z]{4}){3}$/;

/** Whether a value under such a name, written like this in such a file, is a secret; undefined where it is none. */
export function judgeValue(question: ValueQuestion): 'drawn' | 'chosen' | undefined {
  const { value, quote, sense, kind, separator, name } = question;
  if (separator === '!' && !looksDrawn(value)) return undefined;
  if (kind.lockFile || value.length < 6 || value.length > 400) return undefined;
  if (sense.kind === 'password' && quote !== '' && appPassword.test(value) && looksDrawn(value.replaceAll(' ', '')))
    return 'drawn';
  // Without its gaps, as it is mostly pasted for mail: sixteen small letters that are no words.
  if (/mail|smtp|imap/i.test(name) && /^[a-z]{16}$/.test(value) && !writtenAsStandIn(value) && !repeatsName(question))
    return kind.rehearsal || sense.kind !== 'password' ? undefined : 'drawn';
  if (/[\s\u0080-\u00ff]/.test(value)) return undefined;
  if (value.startsWith(emulatorKey) || isPublished(value) || publicIdentifier.test(value)) return undefined;
  if (/&(?:lt|gt|quot|nbsp|#\d+)/.test(value)) return undefined;
  // The address of a contract on a chain.
  if (/^0x[0-9a-f]{40}$/i.test(value) && !/secret|private|signing/i.test(name)) return undefined;
  if (fieldRules.test(value) || onePayment.test(value) || nameInCode.test(value)) return undefined;
  if (boundCall.test(value) || signerOfAddress.test(value) || colour.test(value)) return undefined;
  if (separator === ',' && constantName.test(value) && /^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
  if (quote !== '' && (betweenTexts.test(value) || (value.includes('\\') && escapedWords.test(value))))
    return undefined;
  if (
    reference.test(value) ||
    pointer.test(value) ||
    plainWord.test(value) ||
    (/passw[o0]rd/i.test(value) && plainWord.test(readAloud(value))) ||
    address.test(value) ||
    isPath(value)
  )
    return undefined;
  // `(leave empty)`: words in brackets.
  if (quote === '' && (bareReference.test(value) || /^\([A-Za-z]+$/.test(value))) return undefined;
  // `"&password="+entered()`: the quote ends the address.
  if (quote !== '' && question.inQuery) return undefined;
  // `login/password: admin/…`, `default:…`: what stands behind the user's name.
  const [, second] = pair.exec(value) ?? [];
  if (sense.kind === 'password' && second !== undefined && !/^[A-Za-z0-9+/]{24,}={0,2}$/.test(value))
    return judgeValue({ ...question, value: second });
  // In a file of settings nothing can be called: `SMTP_PASS=Zk3.qplHJ` is what was typed.
  const settled = kind.form === 'settings' && /^[A-Z][A-Z\d_]*$/.test(name) && mixed(value) >= 4 && !/\(/.test(value);
  if (!settled && dotted.test(value) && !/\d/.test(value.replace(/^.*\./, '')) && !(quote !== '' && looksDrawn(value)))
    return undefined;
  if (quote === '' && (call.test(value) || (dotted.test(value) && !settled))) return undefined;
  const inElement = separator === '<>' && looksDrawn(value);
  if (quote === '' && kind.form === 'code' && !question.inQuery && !inElement) return undefined;
  if (separator === ' ' && quote === '' && kind.form !== 'settings' && kind.form !== 'unknown') return undefined;
  if (sense.kind === 'password' ? writtenAsStandIn(value) : looksInvented(value)) return undefined;
  if (repeatsName(question)) return undefined;
  return sense.kind === 'password' ? judgePassword(question) : judgeDrawn(question);
}

/** Of forty letters of base64 two are slashes in one key of eight. */
function isPath(value: string): boolean {
  return pathLike.test(value) && !(/^[A-Za-z0-9+/]{32,}={0,2}$/.test(value) && looksDrawn(value.replaceAll('/', '')));
}

/** Passwords are chosen by people, so chance alone does not tell; where everything is made up, only chance counts. */
function judgePassword(question: ValueQuestion): 'drawn' | 'chosen' | undefined {
  const { value, kind, quote, separator, sense, name } = question;
  const drawn = looksDrawn(value) || (value.length >= 8 && mixed(value) >= 3 && entropyOf(value) >= 2.7);
  if (/^[\d.,-]+$/.test(value)) return typedDigits(question) ? 'chosen' : undefined;
  const words = /^[A-Za-z]+(?:[-_.: ][A-Za-z]+)*[?!.:]?$/.test(value) && !looksDrawn(value);
  if (kind.translations) return undefined;
  // Constants of PHP and arguments of calls: `define('DB_PASSWORD', '…')`.
  const constant = /^[A-Z][A-Z0-9_]*$/.test(name);
  const settled = kind.form === 'settings' || kind.form === 'json';
  // `storePassword "…"` of Gradle and its kin.
  const stated =
    separator === ' ' && quote !== '' && kind.form === 'code' && sense.words.length > 1 && mixed(value) >= 3;
  if (kind.rehearsal && kind.form === 'prose' && quote !== '' && typedInProse(value)) return 'chosen';
  if (
    kind.rehearsal ||
    (separator === ' ' && !stated) ||
    separator === '(' ||
    (separator === ',' && !constant) ||
    (!sense.strong && !settled)
  )
    return looksDrawn(value) && !words && !(kind.rehearsal && saysPassword(value)) ? 'drawn' : undefined;
  if (kind.form === 'prose') return drawn && !words ? 'drawn' : undefined;
  if (drawn && !words) return 'drawn';
  if (words) return settled && sense.strong && unwordly(value) ? 'chosen' : undefined;
  if (kind.form === 'settings' || kind.form === 'json') return /\d|[^\w-]/.test(value) ? 'chosen' : undefined;
  return quote !== '' && mixed(value) >= 2 && /\d|[^\w\s-]/.test(value) ? 'chosen' : undefined;
}

/** What nobody would make up for a document: long, with letters of both sizes, digits and signs, and no word for a password. */
function typedInProse(value: string): boolean {
  return value.length >= 14 && mixed(value) === 4 && /^[A-Za-z\d!@#$%^&*_.+-]+$/.test(value) && !saysPassword(value);
}

/** `Sup3rS3cret!`, `P@ssw0rd-1234`: what people write where any password will do. */
function saysPassword(value: string): boolean {
  return /passw|passph|secret|strong|secur|exampl|welcome|letmein|qwert|admin|correcthorse|hunter/.test(
    readAloud(value),
  );
}

/** Letters that change between small and capital where no word begins: `twMclSeHtO`. */
function unwordly(value: string): boolean {
  const parts = value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return value.length >= 8 && parts.length >= 4 && value.length / parts.length < 2.9 && !/[-_.: ]/.test(value);
}

/** People do choose digits alone; elsewhere than in settings a number under such a name is a limit or a length. */
function typedDigits({ value, kind, sense, separator, name }: ValueQuestion): boolean {
  if (kind.form !== 'settings' || kind.rehearsal || !sense.strong || !/^\d{6,20}$/.test(value)) return false;
  return (
    /^[:=]$/.test(separator) && /(?:password|passwd|pwd)$/i.test(name) && !/0{4}$/.test(value) && !looksInvented(value)
  );
}

/** Public keys as X.509 writes them (RFC 5280, SubjectPublicKeyInfo of RSA, EC and Ed25519), in base64. */
const publicKey =
  /^(?:MIIB[IC]jANBgkqhkiG9w0B|MII[CD][IJ]jANBgkqhkiG9w0B|MIGfMA0GCSqGSIb3DQEB|MFkwEwYHKoZIzj0CAQ|MHYwEAYHKoZIzj0CAQ|MCowBQYDK2Vw)/;

/** Keys and tokens are drawn by machines. */
function judgeDrawn(question: ValueQuestion): 'drawn' | undefined {
  const { value, kind, sense, quote, name } = question;
  if (!/^[\x21-\x7e]+$/.test(value) || /["'`<>{};]/.test(value)) return undefined;
  // What is typed into settings as a secret may be shorter than what is issued.
  const typed = kind.form === 'settings' && !kind.rehearsal && /secret$/i.test(name) && !isHex(value);
  const least = sense.strong ? (typed ? 12 : 16) : sense.words.length === 1 && sense.kind === 'key' ? 32 : 24;
  if (value.length < least) return undefined;
  const body = value.replace(/^(?:Bearer|Basic|token|sha\d+[-:])/i, '');
  if (uuid.test(value)) return sense.strong && !kind.rehearsal && kind.form !== 'prose' ? 'drawn' : undefined;
  if (/^sha\d{3}-/.test(value) || publicKey.test(value)) return undefined;
  if (!looksDrawn(body)) return undefined;
  if (kind.translations) return undefined;
  if (kind.rehearsal || kind.form === 'prose') {
    if (!(sense.strong || sense.kind === 'token') || (isHex(value) && kind.form === 'prose')) return undefined;
    // Twenty drawn letters show less of the alphabet than forty.
    return entropyOf(body) >= (isHex(body) ? 3.3 : body.length < 24 ? 3.5 : 3.9) ? 'drawn' : undefined;
  }
  if (!sense.strong && isHex(value)) return undefined;
  if (quote === '' && kind.form === 'unknown' && !sense.strong) return undefined;
  return 'drawn';
}

/** `password: 'userPassword'`, `STRIPE_KEY=stripe_key`: the value only says the name again. */
function repeatsName({ value, name }: ValueQuestion): boolean {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const [mine, its] = [letters(value), letters(name)];
  return (
    mine.length > 3 && mine.length >= value.length - 3 && (its.includes(mine) || (its.length > 3 && mine.includes(its)))
  );
}

/** How many of lower case, upper case, digits and signs occur. */
function mixed(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((pattern) => pattern.test(value)).length;
}
