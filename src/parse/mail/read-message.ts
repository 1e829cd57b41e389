import PostalMime, { type Address, addressParser, type Email } from 'postal-mime';
import { readHtml } from '../html.ts';
import { linksInText } from './links-in-text.ts';
import { unwrapLink } from './unwrap-link.ts';

export interface MailAddress {
  readonly name: string;
  /** Lower case. */
  readonly address: string;
}

/** Where a message points. `opens`: a person may click it; `loads`: a mail program fetches it; `header`: List-Unsubscribe and its kin. */
export interface MailLink {
  readonly url: string;
  readonly kind: 'opens' | 'loads' | 'header';
}

/** A message as its bytes say it (RFC 5322, RFC 2045). */
export interface ReadMessage {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly from: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  /** Addresses of To, Cc, Delivered-To, X-Original-To and the like, lower case. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly date?: string;
  readonly messageId?: string;
  readonly text?: string;
  readonly html?: string;
  readonly links: readonly MailLink[];
  /** What could not be read, in one sentence: the rest of the message still counts. */
  readonly trouble?: string;
}

const maxBytes = 4 * 1024 * 1024;
const maxLinks = 300;
const deliveredTo = ['delivered-to', 'x-original-to', 'x-envelope-to', 'envelope-to', 'x-rcpt-to', 'x-forwarded-to'];

/**
 * Reads a message of any shape: broken MIME, unknown charsets and absent headers leave parts empty and say so in
 * `trouble`. Never throws. Only the first 4 MiB count.
 */
export async function readMessage(raw: Uint8Array): Promise<ReadMessage> {
  let email: Email;
  let trouble = raw.length > maxBytes ? 'The message is larger than 4 MiB; only its beginning was read.' : undefined;
  try {
    email = await PostalMime.parse(raw.subarray(0, maxBytes), { maxNestingDepth: 30, maxHeadersSize: 256 * 1024 });
  } catch (error) {
    trouble = `The MIME parts cannot be read (${error instanceof Error ? error.message : String(error)}).`;
    email = { headers: headersByHand(raw), headerLines: [], attachments: [] };
  }
  const headers = email.headers.map(({ key, value }) => ({ name: key, value }));
  const valuesOf = (name: string) => headers.filter((one) => one.name === name).map(({ value }) => value);
  // The parser keeps one author; a From with several is a fault to be seen.
  const authors = flat(valuesOf('from').flatMap((value) => addressParser(value)));
  const from = authors.length > 1 ? authors : flat(email.from === undefined ? undefined : [email.from]);
  const recipients = [
    ...flat(email.to),
    ...flat(email.cc),
    ...flat(email.bcc),
    ...deliveredTo.flatMap((name) => valuesOf(name).flatMap(addressesIn)),
  ].map((one) => (typeof one === 'string' ? one : one.address));
  if (trouble === undefined && email.text === undefined && email.html === undefined && hasBody(raw))
    trouble = 'The message has a body, and no readable text in it.';
  return {
    headers,
    from:
      from.length > 0
        ? from
        : valuesOf('from')
            .flatMap(addressesIn)
            .map((address) => ({ name: '', address })),
    replyTo: flat(email.replyTo),
    recipients: [...new Set(recipients)],
    subject: email.subject ?? valuesOf('subject')[0] ?? '',
    ...(email.date === undefined ? {} : { date: email.date }),
    ...(email.messageId === undefined ? {} : { messageId: email.messageId }),
    ...(email.text === undefined ? {} : { text: email.text }),
    ...(email.html === undefined ? {} : { html: email.html }),
    links: linksOf(email, valuesOf),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

function linksOf(email: Email, valuesOf: (name: string) => readonly string[]): readonly MailLink[] {
  const found: MailLink[] = [];
  for (const { name, attributes } of email.html === undefined ? [] : readHtml(email.html).elements) {
    if ((name === 'a' || name === 'area') && attributes.href)
      found.push({ url: attributes.href.trim(), kind: 'opens' });
    else if (name === 'form' && attributes.action) found.push({ url: attributes.action.trim(), kind: 'opens' });
    else if (attributes.src) found.push({ url: attributes.src.trim(), kind: 'loads' });
    else if (name === 'link' && attributes.href) found.push({ url: attributes.href.trim(), kind: 'loads' });
  }
  for (const url of linksInText(email.text ?? '')) found.push({ url, kind: 'opens' });
  for (const value of [...valuesOf('list-unsubscribe'), ...valuesOf('list-help')])
    for (const [, url = ''] of value.matchAll(/<([^<>]+)>/g)) found.push({ url, kind: 'header' });
  const web = found.filter(({ url }) => /^https?:/i.test(url)).map((link) => ({ ...link, url: unwrapLink(link.url) }));
  const known = new Map(web.toReversed().map((link) => [`${link.kind} ${link.url}`, link]));
  return [...known.values()].reverse().slice(0, maxLinks);
}

function flat(list: readonly Address[] | undefined): MailAddress[] {
  return (list ?? []).flatMap((one) =>
    one.group === undefined
      ? one.address
        ? [{ name: one.name, address: one.address.toLowerCase() }]
        : []
      : one.group.map(({ name, address }) => ({ name, address: address.toLowerCase() })),
  );
}

function addressesIn(value: string): readonly string[] {
  return (value.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? []).map((one) => one.toLowerCase());
}

function headersByHand(raw: Uint8Array): { key: string; originalKey: string; value: string }[] {
  const head = new TextDecoder('latin1').decode(raw.subarray(0, 64 * 1024)).split(/\r?\n\r?\n/)[0] ?? '';
  return head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const at = line.indexOf(':');
      const key = line.slice(0, at).trim();
      return at > 0 ? [{ key: key.toLowerCase(), originalKey: key, value: line.slice(at + 1).trim() }] : [];
    });
}

function hasBody(raw: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(raw.subarray(0, maxBytes));
  const at = text.search(/\r?\n\r?\n/);
  return at >= 0 && text.slice(at).trim() !== '';
}
