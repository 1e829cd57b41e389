import type { AccountName } from '../../model/identity.ts';
import { actionLink, tokenOf } from '../../parse/mail/action-link.ts';
import type { CollectContext } from '../collector.ts';
import type { LinkUse } from '../delivery-evidence.ts';
import { within } from '../portal/crawl/within.ts';
import { entryUrl } from '../portal/entry.ts';
import { journalMail, walkToForm } from './ask-form.ts';
import { openWindow } from './mail-run.ts';
import { forgotGuesses, forgotPaths, forgotWords, samePasswordWords } from './mail-words.ts';
import { useFirst } from './reset-steps.ts';
import { fillFields, sendForm } from './send-form.ts';
import { type Told, toldTo } from './told-in-answer.ts';
import { madeUp, mayOpen, useAgain, useOnce } from './use-link.ts';

const loaded = /\.(js|mjs|css|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|json|webmanifest)$/i;

/**
 * Where no mailbox can be read: asks for a reset of a test account, and looks whether the answer itself holds the link that belongs into
 * the mail alone. It counts where the link sets the password that the account has, and a made-up one does not. undefined: it holds none.
 */
export async function resetInAnswer(
  identity: AccountName,
  context: CollectContext,
): Promise<Omit<LinkUse, 'flow'> | undefined> {
  const { world, target } = context;
  const credentials = world.credentials(identity);
  const entry = entryUrl(target, identity);
  if (!credentials?.user.includes('@') || credentials.password === '' || entry === undefined) return undefined;
  const typed = { email: credentials.user, name: 'Launch Ready', company: 'Launch Ready' };
  const told = await askAndListen(identity, entry, typed, context);
  const link = told && linkIn(told, entry);
  if (link === undefined || !mayOpen(link, context)) return undefined;
  const withPassword = { ...typed, password: credentials.password };
  const { first, signedIn } = await useFirst(link, withPassword, entry, credentials.user.toLowerCase(), context);
  if (!first) return undefined;
  const found = { opensSignedIn: signedIn, inAnswer: true, ...unseen } as const;
  if (first.ok === true) {
    const second = await useAgain(link, withPassword, first, context);
    if (second.state === 'unclear') return undefined;
    return { ...found, secondUse: second.state, secondUseDetail: second.detail };
  }
  // Whoever is told that this is the present password has come as far as the account: a made-up link must not.
  const wrong = samePasswordWords.test(first.said) ? madeUp(link) : undefined;
  const control = wrong === undefined ? undefined : await useOnce(wrong, withPassword, context);
  if (control?.ok !== false || samePasswordWords.test(control.said)) return undefined;
  return { ...found, secondUse: 'not-tried', secondUseDetail: 'the portal does not take the present password again' };
}

const unseen = {
  hostFollowed: 'not-tried',
  hostDetail: 'no inbox was given, so the mail was not seen',
  expiry: { state: 'not-waited', waitedMinutes: 0, detail: 'the end of such a link was not waited for' },
} as const;

async function askAndListen(
  identity: AccountName,
  entry: string,
  typed: { readonly email: string; readonly name: string; readonly company: string },
  context: CollectContext,
): Promise<Told | undefined> {
  const window = await openWindow(context);
  try {
    const way = { words: forgotWords, paths: forgotPaths, guesses: forgotGuesses, needs: 'email-alone' as const };
    const fields = await walkToForm(window, entry, { ...way, name: typed.email }, context);
    if (!fields || fields.captcha) return undefined;
    await fillFields(fields, typed);
    const what = `a password reset was asked for (account ${identity}), to see what the answer holds`;
    const settle = await journalMail(what, identity, window.page.url(), context);
    const sent = await sendForm(window.page, window.recorder, fields, context);
    await settle(sent.status);
    return await within(context.world.clock, 5000, toldTo(sent.request), undefined);
  } finally {
    await window.close();
  }
}

/** The address in an answer, absolute or of a path alone, that holds something nobody can guess and that the form had not sent. */
export function linkIn({ sent, answer }: Told, base: string): string | undefined {
  const text = answer.replace(/\\\//g, '/').replace(/&amp;|\\u0026/g, '&');
  const found = text.match(/https?:\/\/[^\s"'<>\\]+|(?<=["'\s>(=]|^)\/(?!\/)[\w%~.+/#?&=-]+/gm) ?? [];
  const urls = found.flatMap((one) => URL.parse(one, base) ?? []).filter(({ pathname }) => !loaded.test(pathname));
  const links = [...new Set(urls.map(({ href }) => href))].filter((url) => {
    const token = tokenOf(url);
    return token !== undefined && !sent.includes(token);
  });
  return actionLink({ links: links.map((url) => ({ url, kind: 'opens' })) })?.url;
}
