import type { Request } from 'playwright-core';
import { GapError, gap } from '../../model/gap.ts';
import type { InboxMark, InboxMessage, InboxWait } from '../../world/inbox/inbox.ts';
import type { CollectContext } from '../collector.ts';
import type { Fields } from './find-way.ts';
import { awaitMail, mailLimitMs, markInboxes, type Window } from './mail-run.ts';
import { journalMail } from './ask-form.ts';
import { fillFields, type Sent, sendForm, type Typed } from './send-form.ts';

export interface Asked {
  readonly sent: Sent;
  readonly request?: Request;
  readonly wait: InboxWait & { readonly main?: InboxMessage };
  readonly at: { readonly mark: InboxMark; readonly names: readonly string[] };
}

/**
 * Fills in a form, marks the inbox, puts the mail into the journal, presses the button and watches the inbox from that moment:
 * what the page still does afterwards is no part of the time that the mail took.
 */
export async function askForMail(
  window: Window,
  fields: Fields,
  of: { readonly typed: Typed; readonly address: string; readonly identity: string; readonly what: string },
  context: CollectContext,
): Promise<Asked> {
  if (fields.captcha)
    throw new GapError(
      gap(
        'refused',
        'A CAPTCHA guards the form.',
        'Switch it off for the test accounts, or walk this journey by hand.',
        10,
      ),
    );
  await fillFields(fields, of.typed);
  const settle = await journalMail(of.what, of.identity, window.page.url(), context);
  const at = await markInboxes(of.address, context);
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const arriving = awaitMail(of.address, at, mailLimitMs(context), { ...context, signal });
  // Whatever becomes of the form, the wait must not be left behind.
  const arrived = arriving.then(
    (wait) => ({ wait }),
    (thrown: unknown) => ({ thrown }),
  );
  try {
    const sent = await sendForm(window.page, window.recorder, fields, context);
    await settle(sent.status);
    if (sent.ok === false) {
      stop.abort();
      throw new GapError(
        gap(
          'refused',
          `The portal did not take the form (${sent.said}).`,
          'Send the form once by hand as it is described here, and look at the answer.',
          10,
        ),
      );
    }
    const result = await arrived;
    if ('thrown' in result) throw result.thrown;
    return { sent, ...(sent.request ? { request: sent.request } : {}), wait: result.wait, at };
  } finally {
    stop.abort();
  }
}
