import type { ResentForm } from '../../forgery-evidence.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { plainPath } from '../crawl/page-key.ts';
import { type OfferBench, proveOffer } from '../colleague/prove-offer.ts';
import { tokenNames, withText } from './form-bodies.ts';
import { bodyNow, type KeptForm, textNow, valueNow } from './kept-forms.ts';
import { type ResendBench, type Said, withoutToken } from './same-values.ts';

/** What a change needs besides being asked for and sent. */
export interface KeptBench extends Pick<ResendBench, 'read' | 'sendOwn' | 'sendForged'> {
  readonly identity: IdentityName;
  readonly journal: OfferBench['journal'];
  readonly wait: OfferBench['wait'];
  readonly mark: () => string;
}

/**
 * A form that is answered alike with the values that stand there: the portal's page changes one text of it and puts it back, then a page
 * elsewhere sends a change without a token, and the form is read again. undefined: it holds no text that may be changed and put back.
 */
export async function proveKept(form: KeptForm, bench: KeptBench): Promise<ResentForm['change']> {
  const source = async () => (await bench.read(form.page, form))?.source ?? '';
  const shown = await source();
  const text = textNow(shown, form);
  const body = bodyNow(shown, form);
  if (!text || body === undefined) return undefined;
  const { identity } = bench;
  const write = (now: string) => ({ method: 'POST', url: form.action, body: now, contentType: form.contentType });
  const [control, trial] = [`${text.value} ${bench.mark()}`, `${text.value} ${bench.mark()}`];
  const send = async (value: string): Promise<Said | undefined> => {
    const page = await source();
    const [now, held] = [bodyNow(page, form), valueNow(page, form, text.name)];
    if (now === undefined || held === undefined) return undefined;
    const changed = withText(write(now), held, value).body;
    return value === trial ? bench.sendForged(withoutToken(changed, form), form) : bench.sendOwn(changed, form);
  };
  const tokens = tokenNames(write(body));
  const proof = await proveOffer(
    {
      owner: identity,
      asker: identity,
      method: 'POST',
      url: form.action,
      what: `"${text.name}" of ${plainPath(new URL(form.page).pathname)}`,
      how: ', as a page of another site would have it sent',
      former: text.value,
      others: [control, trial],
    },
    {
      journal: bench.journal,
      wait: bench.wait,
      read: async () => valueNow(await source(), form, text.name),
      async send(_as, value) {
        const answer = await send(value);
        return answer && { status: answer.status, outcome: '' };
      },
      undo: (value) => ({
        method: 'POST',
        url: form.action,
        body: withText(write(body), text.value, value).body,
        contentType: form.contentType,
        as: identity,
        ...(tokens.length > 0 ? { fresh: { url: form.page, fields: tokens } } : {}),
      }),
    },
  );
  return proof && { field: text.name, status: proof.status, changed: proof.changed, restored: proof.restored };
}
