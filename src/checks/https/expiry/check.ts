import type { Outcome } from '../../../model/check.ts';
import { opensslChain } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code = 'enough' | 'soon' | 'imminent' | 'expired' | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  enough: { is: 'pass', says: 'The certificate of {host} has {days} days left (until {until}).' },
  soon: { is: 'warn', says: 'The certificate of {host} has {days} days left (until {until}).' },
  imminent: { is: 'fail', says: 'The certificate of {host} has only {days} days left (until {until}).' },
  expired: { is: 'fail', says: 'The certificate of {host} ran out on {until}.' },
  'off-production': offProduction,
};

const dayMs = 86_400_000;
/**
 * Certificates of six or of 45 days are renewed when a third of their time is left, so days alone would call each of them
 * late. Those made for less than this are judged by shares; limits that an owner tightens for longer ones stay as they are.
 */
const shortLivedDays = 63;

export const expiry = defineCheck<'net.certificate', Code>({
  id: 'https.expiry',
  question: 'Is there enough time before the certificate runs out?',
  why: 'From one second to the next an expired certificate turns every visitor away.',
  breaks: 'The portal is down for everybody on a date that is known today.',
  proof:
    'The end dates of the certificate and of the one that signed it, as sent in the handshake, against the clock of the run. One that was made for less than 63 days has a third of its time left when it is renewed in the usual way: it is late below that.',
  permit: 'look',
  cites: ['RFC 5280 §4.1.2.5'],
  needs: ['net.certificate'],
  outcomes,
  fix: {
    summary: 'Renew the certificate and make renewal automatic.',
    effort: '30 min',
    owner: 'hosting',
    steps: [
      'Renew it now (for example: certbot renew --force-renewal).',
      'Find out why automatic renewal has not done it yet: timer, DNS or port 80 for the challenge.',
      'Reload the server after renewal, and watch the date with a monitor.',
      'nginx: certbot renew --deploy-hook "nginx -s reload"; systemctl list-timers certbot.timer shows whether it runs. Caddy renews and reloads by itself: journalctl -u caddy says why it did not (port 80 or 443 closed, CAA, DNS).',
      'Express, Next.js on Node: let a proxy in front hold the certificate, or call server.setSecureContext with the new files after each renewal; a running process keeps the old ones.',
      'Cloudflare: the edge renews its own (SSL/TLS → Edge Certificates says why not); the certificate of the origin behind it runs out by itself.',
    ],
  },
  judge({ 'net.certificate': look }, context) {
    const counted = [look, ...(look.elsewhere ?? [])].flatMap(({ chain, authorized }) => {
      const [leaf] = chain;
      const issuer = chain[leaf?.signedByNext ? 1 : (leaf?.signedBy ?? -1)];
      // A cross-signed root further up may run out without harm; whatever signed the leaf may not. Where the chain verifies
      // although that one has run out, there is another one with the same key.
      const spare = issuer?.selfSigned || (authorized && Date.parse(issuer?.notAfter ?? '') <= context.now.getTime());
      return [leaf, spare ? undefined : issuer].flatMap((one) => one ?? []);
    });
    const first = counted.toSorted((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter))[0];
    const leftMs = Date.parse(first?.notAfter ?? '') - context.now.getTime();
    const days = Math.floor(leftMs / dayMs);
    const madeForDays = (Date.parse(first?.notAfter ?? '') - Date.parse(first?.notBefore ?? '')) / dayMs;
    const share = (part: number) => (madeForDays < shortLivedDays ? madeForDays * part : Number.POSITIVE_INFINITY);
    const failDays = Math.min(context.limits['https.expiry.fail-days'] ?? 7, share(1 / 6));
    const warnDays = Math.min(context.limits['https.expiry.warn-days'] ?? 21, share(1 / 3));
    const code =
      leftMs <= 0 ? 'expired' : leftMs < failDays * dayMs ? 'imminent' : leftMs < warnDays * dayMs ? 'soon' : 'enough';
    const evidence = [
      ...counted.map((one) => ({ label: 'valid until', value: `${one.notAfter} (${one.subject})` })),
      { label: 'now', value: context.now.toISOString() },
    ];
    const data = { host: look.host, days, until: first?.notAfter.slice(0, 10) ?? 'unknown' };
    const answer = {
      code,
      data,
      evidence,
      reproduce: `${opensslChain(context.subject)} | openssl x509 -noout -dates`,
      confidence: 'certain',
    } as const;
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});
