import type { MailJourney } from '../../collectors/delivery-evidence.ts';
import type { Answer } from '../../model/check.ts';
import { gap } from '../../model/gap.ts';

export type MailJourneyCode = 'works' | 'broken' | 'not-settled' | 'not-offered';

/** A journey through the mailbox is as good as its first step that does not work. */
export function judgeMailJourney(
  { steps, as, notOffered }: MailJourney,
  by: { readonly reproduce: string; readonly offered: string },
): Answer<MailJourneyCode> {
  const evidence = steps.map(({ step, ok, detail }) => ({
    label: step,
    value: `${ok === null ? 'not settled' : ok ? 'works' : 'breaks'}: ${detail}`,
  }));
  const common = { evidence, reproduce: by.reproduce, identities: [as] };
  const broken = steps.find(({ ok }) => ok === false);
  if (broken) return { code: 'broken', data: { step: broken.step, detail: broken.detail }, ...common };
  if (notOffered) return { code: 'not-offered', data: { detail: steps[0]?.detail ?? by.offered }, ...common };
  const open = steps.find(({ ok }) => ok === null);
  if (open)
    return {
      code: 'not-settled',
      data: { step: open.step, detail: open.detail },
      ...common,
      gap: gap(
        'inconclusive',
        `At "${open.step}": ${open.detail}.`,
        open.closeBy ?? 'Walk the journey by hand once.',
        10,
      ),
    };
  return { code: 'works', ...common, confidence: 'certain' };
}
