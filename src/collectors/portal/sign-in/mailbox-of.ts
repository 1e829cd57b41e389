import type { World } from '../../../world/world.ts';
import type { InboxMark, InboxMessage } from '../../../world/inbox/inbox.ts';
import type { Mailbox } from './enter-code.ts';
import { signInWords } from '../words.ts';

const waitMs = 60_000;

/** The configured inbox that takes this address's mail, as the sign-in sees it; undefined where none does. */
export function mailboxOf(
  { inbox, vault }: Pick<World, 'inbox' | 'vault'>,
  address: string,
  isListed: (host: string) => boolean,
  signal: AbortSignal,
): Mailbox | undefined {
  const names = (inbox?.list ?? []).filter((one) => one.takes(address)).map((one) => one.name);
  if (!address.includes('@') || names.length === 0) return undefined;
  return {
    mark: async () => ({ at: await inbox.mark(names) }),
    async wait(since, what) {
      const read = (message: InboxMessage) =>
        what === 'code' ? { code: codeIn(message) } : { link: linkIn(message, isListed), code: codeIn(message) };
      const { messages } = await inbox.wait({
        since: since.at as InboxMark,
        inboxes: names,
        matches: (message) =>
          message.recipients.includes(address.toLowerCase()) && Object.values(read(message)).some(Boolean),
        timeoutMs: waitMs,
        signal,
      });
      const newest = messages.at(-1);
      if (!newest) return undefined;
      const found = read(newest);
      for (const secret of Object.values(found)) if (secret !== undefined) vault.add(secret, 'sign-in by mail');
      return found;
    },
  };
}

/** The one-time code in a message: on a line of its own, else behind a word for code, else in the subject. */
export function codeIn({ text = '', html = '', subject }: Pick<InboxMessage, 'text' | 'html' | 'subject'>) {
  const body = text !== '' ? text : html.replace(/<(style|head|script)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]+>/g, '\n');
  const plain = body.replace(/https?:\/\/\S+/g, ' ');
  const joined = (found: string | undefined) => found?.replace(/[\s-]/g, '');
  const alone = /^\s*((?:\d[ -]?){3,7}\d|(?=[A-Z0-9-]*\d)[A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$/m.exec(plain)?.[1];
  const said =
    /(?:code|código|codice|kod|コード|验证码|驗證碼|\bPIN\b|OTP)[^\d\n]{0,40}((?:\d[ -]?){3,7}\d)(?!\d)/iu.exec(
      `${subject}\n${plain}`,
    )?.[1];
  const first = /(?<![\d.,/-])(\d{6}|\d{3}[ -]\d{3})(?![\d.,/-])/.exec(`${subject}\n${plain}`)?.[1];
  return joined(alone) ?? joined(said) ?? joined(first);
}

/** The link that signs in: at a listed host, with something long and random in it; one that says so before any other. */
export function linkIn({ links }: Pick<InboxMessage, 'links'>, isListed: (host: string) => boolean) {
  const carries = (url: URL) => /[A-Za-z0-9_-]{16,}/.test(`${url.pathname}${url.search}${url.hash}`);
  const usable = links
    .filter(({ kind, url }) => kind === 'opens' && URL.canParse(url))
    .map(({ url }) => new URL(url))
    .filter((url) => /^https?:$/.test(url.protocol) && isListed(url.hostname.toLowerCase()) && carries(url))
    .filter((url) => !/unsubscribe|preferences|abmelden|desinscri/i.test(url.href));
  const says = (url: URL) =>
    /magic|token|verify|log-?in|sign-?in|auth|otp|code/i.test(url.href) || signInWords.test(url.href);
  return (usable.find(says) ?? usable[0])?.href;
}
