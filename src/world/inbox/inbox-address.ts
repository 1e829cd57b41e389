import type { InboxConfig } from '../../model/inbox-config.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** `LR_INBOX_SALES_MAIL` for the inbox `sales-mail`; `_USER` and `_PASSWORD` follow. */
export function inboxVariable(name: string): string {
  return `LR_INBOX_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

const providers: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)(gmail|googlemail|google)\.com$/, 'gmail'],
  [/(^|\.)(outlook|office365|hotmail|live|msn)\.(com|de|fr|co\.uk)$/, 'outlook'],
  [/(^|\.)(icloud|me|mac|mail\.me)\.com$/, 'icloud'],
  [/(^|\.)(fastmail|messagingengine)\.com$/, 'fastmail'],
  [/(^|\.)(proton|protonmail|pm)\.(me|com|ch)$/, 'proton'],
  [/(^|\.)yahoo\.[a-z.]+$/, 'yahoo'],
  [/(^|\.)(gmx|web)\.(de|net|at|ch)$/, 'gmx'],
];
/** Sub-addressing by `+` (RFC 5233) works there without any setting. */
const taggers: readonly string[] = ['gmail', 'outlook', 'icloud', 'fastmail', 'proton'];

export function providerOf(config: InboxConfig): string {
  if (config.provider) return config.provider.toLowerCase();
  const names = [
    ...(config.kind === 'imap' ? [config.host.toLowerCase()] : []),
    ...config.receives.map((one) => one.slice(one.lastIndexOf('@') + 1).toLowerCase()),
  ];
  return providers.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? config.kind;
}

/** What arrives in the inbox, by its `receives`; an IMAP user that is an address counts as one. */
export function takesAddress(config: InboxConfig, env: Env): (address: string) => boolean {
  const own = addressesOf(config, env);
  const tags = takesTags(config);
  return (address) => {
    const wanted = address.trim().toLowerCase();
    const domain = wanted.slice(wanted.lastIndexOf('@'));
    if (own.includes(domain) || own.includes(wanted)) return true;
    return tags && own.includes(wanted.replace(/\+[^@]*@/, '@'));
  };
}

/** An address below the inbox that carries the tag, or undefined where it takes none. */
export function freshAddress(config: InboxConfig, tag: string, env: Env): string | undefined {
  const own = addressesOf(config, env);
  const domain = own.find((one) => one.startsWith('@'));
  if (domain) return `${tag}${domain}`;
  const [address] = own;
  if (!address || !takesTags(config)) return undefined;
  return address.replace(/(\+[^@]*)?@/, `+${tag}@`);
}

function takesTags(config: InboxConfig): boolean {
  return config.tags ?? (config.kind === 'capture' || taggers.includes(providerOf(config)));
}

function addressesOf(config: InboxConfig, env: Env): readonly string[] {
  const user = config.kind === 'imap' ? env[`${inboxVariable(config.name)}_USER`] : undefined;
  const all = [...config.receives, ...(user?.includes('@') && config.receives.length === 0 ? [user] : [])];
  return all.map((one) => one.trim().toLowerCase());
}
