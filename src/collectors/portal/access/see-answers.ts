import { GapError, gap } from '../../../model/gap.ts';
import type { Window } from '../../delivery/mail-run.ts';
import type { Exchange } from '../recorder.ts';
import { findSignInForm } from '../sign-in/find-form.ts';
import { shownText } from '../sign-in/sign-in-failure.ts';
import { captchaWords, lockedWords } from '../sign-in/sign-in-words.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { linesOf, maskText, type Seen } from './compare-answers.ts';

/** What was typed, and what the page showed before it was sent. */
export interface Typing {
  readonly typed: readonly string[];
  readonly before: string;
  /** How many exchanges the recorder held. */
  readonly mark: number;
}

/** Exchanges that carried what was typed, in the order they were answered. */
export function carriersOf({ recorder }: Window, { typed, mark }: Pick<Typing, 'typed' | 'mark'>): readonly Exchange[] {
  const spellings = typed.flatMap((one) => [
    one,
    encodeURIComponent(one),
    // As forms send it: more is encoded than in addresses.
    new URLSearchParams({ '': one }).toString().slice(1),
    JSON.stringify(one).slice(1, -1),
  ]);
  return recorder.exchanges.slice(mark).filter((one) => {
    const asked = `${one.url}\n${one.requestBody ?? ''}`.toLowerCase();
    return spellings.some((spelling) => spelling.length >= 3 && asked.includes(spelling.toLowerCase()));
  });
}

/**
 * What came of a form. Throws GapError `refused` where the portal counts, locks or asks for a person: from there on its
 * answers are about us; `inconclusive` where nothing was sent.
 */
export async function seeAnswers(window: Window, typing: Typing): Promise<Seen> {
  const { page, recorder } = window;
  const { typed, before } = typing;
  await recorder.settled();
  const carriers = carriersOf(window, typing);
  const text = await shownText(page);
  const was = linesOf(before, typed);
  const lines = [...linesOf(text, typed)].filter((line) => !was.has(line));
  const form = await findSignInForm(page).catch(() => undefined);
  const added = lines.join('\n');
  const limited = carriers.find(({ status }) => status === 429 || status === 423);
  if (limited || lockedWords.test(added) || captchaWords.test(added) || form?.captcha)
    throw new GapError(
      gap(
        'refused',
        limited
          ? `The portal limits tries (HTTP ${limited.status}).`
          : `The portal locks, counts or asks for a person (“${added.slice(0, 100)}”).`,
        'Run again when the limit is over, with the limits raised for this test account, or compare by hand.',
        15,
      ),
    );
  if (carriers.some(({ status }) => status >= 500))
    throw new GapError(
      gap('inconclusive', 'The portal failed on the form (HTTP 5xx).', 'Run again when the portal is at rest.'),
    );
  if (carriers.length === 0)
    throw new GapError(
      gap('inconclusive', 'The form sent nothing that could be compared.', 'Compare the two answers by hand.', 10),
    );
  if (carriers.some(({ unread }) => unread === true))
    throw new GapError(
      gap(
        'inconclusive',
        'The browser did not give an answer to the form away.',
        'Run again on a machine at rest, or compare by hand.',
        10,
      ),
    );
  const cookies = carriers.flatMap(({ responseHeaders }) => namesSet(responseHeaders['set-cookie'] ?? ''));
  return {
    status: carriers.map(({ status }) => status).join(', '),
    address: maskText(pathOf(page.url()), typed),
    step: form?.password ? 'password' : form?.code ? 'code' : 'none',
    text: new Set(lines),
    answer: new Set(carriers.flatMap((one) => said(one, typed))),
    cookies: new Set(cookies),
  };
}

function said(exchange: Exchange, typed: readonly string[]): readonly string[] {
  const place = maskText(exchange.responseHeaders.location ?? '', typed);
  const content = exchangeContent(exchange);
  const leaves =
    content.kind === 'json'
      ? content.leaves.slice(0, 200).map(({ path, value }) => `${bare(path)}=${maskText(value, typed).slice(0, 120)}`)
      : content.kind === 'text'
        ? [maskText(content.text, typed).slice(0, 120)]
        : [];
  return [...leaves, ...(place === '' ? [] : [`location=${place.slice(0, 120)}`])];
}

const bare = (path: string) => path.replace(/^\$\.?/, '').replace(/\[\d+\]/g, '[]');
const pathOf = (url: string) => (URL.canParse(url) ? `${new URL(url).pathname}${new URL(url).search}` : '');
/** Several Set-Cookie headers come joined by line breaks; their names with numbers masked. */
const namesSet = (header: string) =>
  header
    .split('\n')
    .map((line) => line.split('=')[0]?.trim() ?? '')
    .filter((name) => name !== '')
    .map((name) => maskText(name, []));
