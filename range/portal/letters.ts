import type { PortalContext } from './call.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly replyTo?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signedBy?: string | null;
  readonly queuedMs?: number;
}

interface Draft {
  readonly kind: 'reset' | 'invite' | 'verification' | 'notification' | 'test';
  readonly to: string;
  readonly subject: string;
  readonly greeting: string;
  readonly lines: readonly string[];
  /** The button, as a path of the application. */
  readonly action?: { readonly path: string; readonly label: string; readonly host?: string };
}

const strangerSite = 'https://northline-portal.test';
const strangerSigner = 'harbourpages.test';
const lateMs = 2500;

/** Sends a letter in the house style, plain text and HTML, with whatever is wrong with the launch's mail. */
export async function sendLetter(context: PortalContext, draft: Draft): Promise<void> {
  const { flaw, decoy, options } = context;
  if (draft.kind === 'reset' && flaw('mail-reset-never-sent')) return;
  const link = draft.action && linkOf(context, draft.action);
  const footer = ['Northline Building Services', `${options.origins.www}/`];
  const text = [draft.greeting, '', ...draft.lines, ...(link ? ['', link] : []), '', ...footer, ''].join('\n');
  if (decoy('mail-welcome-first') && draft.action !== undefined) {
    const about = `More about your portal: ${options.origins.www}/services?from=portal-letter-2026`;
    await options.sendMail({
      to: draft.to,
      subject: 'What your portal can do',
      text: about,
      html: `<p>${about}</p>`,
      ...queued(draft, 0),
    });
  }
  await options.sendMail({
    to: draft.to,
    subject: draft.subject,
    ...(flaw('mail-html-only') ? {} : { text }),
    html: htmlOf(context, draft, link),
    ...(flaw('mail-reply-to-stranger') ? { replyTo: 'desk@northline-support.test' } : {}),
    ...(decoy('mail-reply-to-desk') ? { replyTo: 'desk@northline.test' } : {}),
    ...(decoy('mail-list-unsubscribe')
      ? {
          headers: {
            'List-Unsubscribe': `<${options.origins.www}/mail/stop?list=portal>, <mailto:stop@northline.test>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
        }
      : {}),
    ...(flaw('mail-unsigned') || (draft.kind === 'test' && flaw('notice-unsigned'))
      ? { signedBy: null }
      : flaw('mail-signed-by-stranger')
        ? { signedBy: strangerSigner }
        : {}),
    ...queued(draft, decoy('mail-welcome-first') ? 60 : 0),
    ...(draft.kind === 'invite' && flaw('mail-invite-late') ? { queuedMs: lateMs } : {}),
  });
}

/** Whoever asks by a form hears nothing of the mail: the answer would take longer where there is one. */
function queued({ kind }: Draft, queuedMs: number): { queuedMs?: number } {
  return kind === 'reset' || kind === 'verification' ? { queuedMs } : {};
}

function linkOf({ flaw, options }: PortalContext, action: NonNullable<Draft['action']>): string {
  const own = action.host ? `https://${action.host}` : options.origins.app;
  const origin = flaw('mail-link-other-host') ? strangerSite : own;
  return `${flaw('mail-link-http') ? origin.replace('https:', 'http:') : origin}${action.path}`;
}

function htmlOf({ decoy, options }: PortalContext, draft: Draft, link: string | undefined): string {
  const site = decoy('mail-footer-by-tracking-host') ? 'https://click.northline.test/f/' : `${options.origins.www}/`;
  return [
    '<!doctype html><html lang="en"><body>',
    `<p>${escaped(draft.greeting)}</p>`,
    ...draft.lines.map((line) => `<p>${escaped(line)}</p>`),
    link && draft.action ? `<p><a href="${escaped(link)}">${escaped(draft.action.label)}</a></p>` : '',
    `<p><a href="${site}">Northline Building Services</a></p>`,
    decoy('mail-pixel-of-own-host') ? `<img src="${options.origins.www}/p.gif" width="1" height="1" alt="">` : '',
    '</body></html>',
  ].join('\n');
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
