import { GapError } from '../../model/gap.ts';
import { isMtaSts } from '../../parse/mta-sts.ts';
import { bodyText } from '../../parse/body-text.ts';
import { headerValue } from '../../parse/header-list.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { requestInTurn, shakeInTurn } from '../look/gate.ts';
import type { StsLook } from '../mail-evidence.ts';
import { type Ask, askTwice, isTrouble, textAt } from './ask-dns.ts';
import { hostOfMailDomain, mailDomain, mailSubjects } from './mail-domains.ts';

const largestPolicyBytes = 64 * 1024;
const retryMs = 700;

/** The MTA-STS record of every mail domain and the policy file behind it; redirects are not followed (RFC 8461 §3.3). */
export const mailPolicyCollector = defineCollector({
  id: 'mail-policy',
  produces: ['mail.sts'],
  permit: 'look',
  timeoutMs: 120_000,
  subjects: mailSubjects,
  hostOf: hostOfMailDomain,
  async collect(subject, context) {
    const ask = askTwice(context);
    const host = `mta-sts.${subject}`;
    const [record, mx] = await Promise.all([textAt(ask, `_mta-sts.${subject}`, { aliases: true }), ask(subject, 'MX')]);
    const servers = mx.records.map((one) =>
      one
        .replace(/^\d+ /, '')
        .toLowerCase()
        .replace(/(?<=.)\.$/, ''),
    );
    const domain = mailDomain(subject, context.target);
    const implicit = mx.status === 'nodata' && domain.sends ? await addressesOf(subject, ask) : 'absent';
    const base = {
      ...domain,
      record,
      // Without MX mail goes to the domain's own address (RFC 5321 §5.1).
      servers: implicit === 'exists' ? [subject] : servers,
      serversKnown: !isTrouble(mx) && implicit !== 'unknown',
    };
    const announced = record.records.some(isMtaSts);
    if (!announced) return context.emit('mail.sts', subject, base);
    const seen = await policyAt(host, context);
    const policyHost = seen.policyGap === undefined ? undefined : await addressesOf(host, ask);
    context.emit('mail.sts', subject, { ...base, ...seen, ...(policyHost ? { policyHost } : {}) });
  },
});

async function addressesOf(host: string, ask: Ask): Promise<'exists' | 'absent' | 'unknown'> {
  const both = await Promise.all([ask(host, 'A'), ask(host, 'AAAA')]);
  if (both.some(({ records }) => records.length > 0)) return 'exists';
  return both.some(isTrouble) ? 'unknown' : 'absent';
}

async function policyAt(host: string, context: CollectContext): Promise<Partial<StsLook>> {
  const { world, signal } = context;
  const url = `https://${host}/.well-known/mta-sts.txt`;
  const look = async () => {
    const response = await requestInTurn(world, {
      url,
      permit: 'look',
      maxBodyBytes: largestPolicyBytes,
      timeoutMs: 8_000,
      signal,
    });
    const contentType = headerValue(response.headers, 'content-type') ?? '';
    return {
      policy: {
        url,
        status: response.status,
        contentType,
        text: bodyText(response.body, response.headers).slice(0, 20_000),
      },
    };
  };
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof GapError)) throw error;
    const shaken = await shakeInTurn(world, { host, port: 443 });
    if (shaken.connected && !shaken.authorized)
      return { certificateTrouble: shaken.authorizationError ?? 'not trusted' };
    if (!['unreachable', 'timed-out'].includes(error.gap.reason)) return { policyGap: error.gap };
    await world.clock.wait(retryMs, signal);
    try {
      return await look();
    } catch (again) {
      if (!(again instanceof GapError)) throw again;
      return { policyGap: again.gap };
    }
  }
}
