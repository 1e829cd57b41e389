import type { ArrivedMail } from '../../../collectors/delivery-evidence.ts';
import { gap } from '../../../model/gap.ts';
import type { Found } from './check.ts';

/** DKIM in the sender's own name, and a server that may send (RFC 6376, 7208; alignment by RFC 9989 §4.4). */
export function authenticationOf(mail: ArrivedMail): readonly Found[] {
  const { dkim, spf, dmarc, fromDomain, transient, receiverSays } = mail;
  const found: Found[] = [];
  const altered = alteredByReceiver(mail);
  const signed = altered || dkim.some(({ result, aligned }) => result === 'pass' && aligned);
  if (fromDomain === '')
    return [{ code: 'not-authenticated', data: { domain: 'nobody', detail: 'it has no From address' } }];
  if ((mail.authors ?? 1) > 1)
    return [
      {
        code: 'not-authenticated',
        data: {
          domain: fromDomain,
          detail:
            'it names more than one sender in From, for which DMARC gives no result and large receivers refuse it',
        },
      },
    ];
  if (!signed) {
    const unclear = transient && dkim.some(({ result }) => result !== 'pass');
    if (unclear)
      return [
        {
          code: 'not-settled',
          data: { detail: 'DNS gave no answer about the key of its signature' },
          gap: gap(
            'timed-out',
            `DNS about ${fromDomain} gave no answer.`,
            'Run again when the name servers answer.',
            2,
          ),
        },
      ];
    found.push({ code: 'not-authenticated', data: { domain: fromDomain, detail: whyUnsigned(mail) } });
  } else if (!altered && dmarc.found && dmarc.result === 'fail') {
    found.push({
      code: 'not-authenticated',
      data: { domain: fromDomain, detail: 'its own DMARC record asks for stricter alignment than the signature has' },
    });
  }
  if (!spf) {
    const said = receiverSays.spf;
    if (said === 'fail' || said === 'softfail')
      found.push({ code: 'spf-fails', data: { domain: fromDomain, result: said } });
    return found;
  }
  const certain = spf.by !== 'received';
  if (spf.result === 'fail' || spf.result === 'permerror' || spf.result === 'softfail')
    found.push(
      certain
        ? { code: 'spf-fails', data: { domain: spf.domain, result: spf.result } }
        : {
            code: 'spf-doubtful',
            data: { detail: `${spf.result} for ${spf.domain}, by the address that the trace headers name` },
          },
    );
  else if (spf.result === 'none' || spf.result === 'neutral')
    found.push({ code: 'spf-doubtful', data: { detail: `${spf.domain} says ${spf.result}` } });
  return found;
}

/**
 * Filters of receivers put banners into messages and addresses of their own before links, after they have verified the
 * signature: the text as it lies in the inbox is not what was signed, and the receiver's own result is what there is.
 */
function alteredByReceiver({ dkim, receiverSays }: ArrivedMail): boolean {
  const only = dkim.some(({ aligned, result, why }) => aligned && result !== 'pass' && /body hash/i.test(why ?? ''));
  return only && receiverSays.dkim === 'pass' && receiverSays.dmarc === 'pass';
}

function whyUnsigned({ dkim }: ArrivedMail): string {
  const stranger = dkim.find(({ result }) => result === 'pass');
  if (stranger) return `it is signed by ${stranger.domain} alone, which is not its From domain`;
  const [broken] = dkim;
  if (broken) return `its signature by ${broken.domain} does not hold (${broken.why ?? broken.result})`;
  return 'it has no DKIM signature';
}
