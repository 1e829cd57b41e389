import type { CollectContext } from '../collector.ts';
import type { MailStep } from '../delivery-evidence.ts';
import { samePasswordWords } from './mail-words.ts';
import type { Sent, Typed } from './send-form.ts';
import { completeLink, openLink, opensSignedIn } from './use-link.ts';

/** Opens the link of a reset and sets the password that the account has. */
export async function useFirst(
  url: string,
  typed: Typed,
  entry: string,
  address: string,
  context: CollectContext,
): Promise<{ opened: MailStep; signedIn: boolean | null; first?: Sent }> {
  const link = await openLink(url, context);
  try {
    if (link.refused || link.offers !== 'password') {
      const detail = link.refused
        ? `its link is refused${link.status ? ` (HTTP ${link.status})` : ''}`
        : 'its page asks for no new password';
      return {
        opened: {
          step: 'opened',
          ok: link.refused ? false : null,
          detail,
          closeBy: 'Open the link of a reset mail by hand.',
        },
        signedIn: null,
      };
    }
    const signedIn = await opensSignedIn(link, entry, [address]);
    const first = await completeLink(link, typed, context);
    return {
      opened: { step: 'opened', ok: true, detail: 'its link opens a page that asks for a new password' },
      signedIn,
      first,
    };
  } finally {
    await link.window.close();
  }
}

/** What the first use of the link says of the journey. */
export function completed(first: Sent): MailStep {
  if (first.ok === false && samePasswordWords.test(first.said) && (first.status ?? 400) < 500)
    return {
      step: 'completed',
      ok: null,
      detail: `the portal does not take the present password again (${first.said})`,
      closeBy:
        'Name a burner account (LR_BURNER_USER, LR_BURNER_PASSWORD) that may lose its password, or attest this step.',
    };
  const limited = first.status === 429 || first.status === 503;
  return {
    step: 'completed',
    ok: limited ? null : first.ok,
    detail:
      first.ok === true
        ? `the new password was taken (${first.said})`
        : `the new password was not taken (${first.said})`,
    closeBy: 'Choose a new password by hand with the link of a reset mail.',
  };
}
