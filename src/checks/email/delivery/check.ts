import type { ArrivedMail, MailDelivery } from '../../../collectors/delivery-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { authenticationOf } from './authentication.ts';
import { linksOf } from './links.ts';
import { senderOf } from './sender.ts';

export type DeliveryCode =
  | 'delivered'
  | 'not-arrived'
  | 'late'
  | 'in-spam'
  | 'not-authenticated'
  | 'spf-fails'
  | 'spf-doubtful'
  | 'reply-goes-nowhere'
  | 'reply-to-stranger'
  | 'foreign-sender'
  | 'link-not-https'
  | 'link-elsewhere'
  | 'link-tracked'
  | 'link-broken'
  | 'no-plain-text'
  | 'hard-to-read'
  | 'link-not-opened'
  | 'not-settled';

/** What one look at a message gives, before evidence and reproduction are put to it. */
export type Found = Pick<Answer<DeliveryCode>, 'code' | 'data' | 'gap' | 'fix'>;

const defaultSeconds = 60;

/** Real mail, in a real inbox, judged by its received bytes. */
export const deliveryCheck = defineCheck<'mail.delivery', DeliveryCode>({
  id: 'email.delivery',
  question:
    'Do reset, invite and verification mails arrive in time, authenticated and not as spam, with links that are right?',
  why: 'Records in DNS say what should pass; only a message that arrived shows what does. Mail is the one part of a portal that fails without anybody seeing it.',
  breaks: 'Customers wait for mail that never comes, or learn to distrust what does.',
  proof:
    'With the permit to write, the portal’s own forms are used to have real messages sent to the declared test accounts and to fresh addresses of the configured inboxes; buttons that mail a receipt, an invoice or a test notification to whoever presses them are pressed once each; those that ask for an address are given that of the test account, and a request that names nobody or somebody else is held back. An approval is asked for on an object that was made for this by a form whose objects were seen to be taken back, of a colleague or operator who is a declared test account; else the answer for it stays open. Nothing is ever approved or rejected. Each message is taken from its inbox, and SPF, DKIM and DMARC are verified over the bytes that arrived, by the run’s own DNS. Time counts from the press of the button by our own clock. Links are judged by host and scheme; the one that the message was sent for is opened.',
  permit: 'write',
  cites: ['RFC 6376', 'RFC 7208', 'RFC 9989', 'RFC 8058'],
  needs: ['mail.delivery'],
  outcomes: {
    delivered: {
      is: 'pass',
      says: 'The {kind} mail arrived after {seconds} s, signed by {signer}, with links that are right.',
    },
    'not-arrived': { is: 'fail', says: 'The {kind} mail did not arrive: {waited} s waited, {seen}.' },
    late: { is: 'fail', says: 'The {kind} mail took {seconds} s; the limit is {limit} s.' },
    'in-spam': { is: 'fail', says: 'The {kind} mail was put into the folder {folder} by {provider}.' },
    'not-authenticated': { is: 'fail', says: 'The {kind} mail of {domain} is not authenticated: {detail}.' },
    'spf-fails': {
      is: 'fail',
      says: 'The server that sent the {kind} mail may not send for {domain}: SPF says {result}.',
    },
    'spf-doubtful': { is: 'warn', says: 'SPF does not support the {kind} mail: {detail}.' },
    'reply-goes-nowhere': { is: 'fail', says: 'Answers to the {kind} mail go to {domain}, which takes no mail.' },
    'reply-to-stranger': {
      is: 'warn',
      says: 'Answers to the {kind} mail go to {domain}, which is not among the domains of the configuration.',
    },
    'foreign-sender': {
      is: 'warn',
      says: 'The {kind} mail comes from {domain}, which is not among the domains of the configuration.',
    },
    'link-not-https': { is: 'fail', says: 'The link of the {kind} mail is http: {link}.' },
    'link-elsewhere': {
      is: 'fail',
      says: 'The link of the {kind} mail leads to {host}, which is neither the portal nor a sign-in provider of it.',
    },
    'link-tracked': {
      is: 'warn',
      says: 'The link of the {kind} mail goes through the click counter {host}: its token is known there too.',
    },
    'link-broken': { is: 'fail', says: 'A link of the {kind} mail does not work: {link}, {detail}.' },
    'no-plain-text': { is: 'warn', says: 'The {kind} mail has no plain-text part.' },
    'hard-to-read': { is: 'warn', says: 'The {kind} mail is not put together well: {detail}' },
    'link-not-opened': { is: 'unproven', says: 'The link of the {kind} mail leads to {host}, which was not opened.' },
    'not-settled': {
      is: 'unproven',
      says: 'For the {kind} mail it could not be settled whether it is right: {detail}.',
    },
  },
  fix: {
    summary:
      'Send from your own domain through one provider with DKIM in your name, and build links from a configured origin.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Authenticate the sending domain at the mail provider (SES, SendGrid, Mailgun, Postmark, Resend: “domain authentication”) and publish the DKIM records it gives you.',
      'Set the return path (bounce domain) to a subdomain of yours where the provider offers it, so that SPF aligns as well.',
      'Build every link from one configured origin (APP_URL), https, never from the request’s Host header.',
      'Send transactional mail apart from newsletters, without click tracking, with a plain-text part.',
    ],
  },
  judge(values, { limits }): readonly Answer<DeliveryCode>[] {
    const mail = values['mail.delivery'];
    const limit = limits['email.delivery.max-seconds'] ?? defaultSeconds;
    const found = mail.arrived ? problemsOf(mail, mail.arrived, limit) : [absent(mail)];
    const evidence = evidenceOf(mail);
    const reproduce = `Open the portal in a private window, do this by hand: ${mail.asked}; then look into the inbox ${mail.inbox}, folder for junk included, and at the full headers.`;
    const words: Record<string, string> = {
      reset: 'reset',
      invite: 'invitation',
      verification: 'verification',
      other: 'other',
    };
    return found.map((one) => ({
      ...one,
      data: { kind: words[mail.kind] ?? mail.kind, ...one.data },
      evidence,
      reproduce,
    }));
  },
});

function problemsOf(mail: MailDelivery, arrived: ArrivedMail, limit: number): readonly Found[] {
  const { seconds } = arrived;
  const problems: Found[] = [
    ...(mail.kind !== 'other' && seconds > limit ? [{ code: 'late' as const, data: { seconds, limit } }] : []),
    ...(arrived.spam ? [{ code: 'in-spam' as const, data: { folder: arrived.folder, provider: mail.provider } }] : []),
    ...authenticationOf(arrived),
    ...senderOf(arrived),
    ...linksOf(arrived, mail.kind),
    ...(arrived.plainText || !arrived.html ? [] : [{ code: 'no-plain-text' as const }]),
    ...(arrived.trouble === undefined ? [] : [{ code: 'hard-to-read' as const, data: { detail: arrived.trouble } }]),
  ];
  if (problems.length > 0) return problems;
  const signer = arrived.dkim.find(({ result, aligned }) => result === 'pass' && aligned)?.domain ?? arrived.fromDomain;
  return [{ code: 'delivered', data: { seconds, signer } }];
}

function absent(mail: MailDelivery): Found {
  const smtp = mail.smtp.at(-1);
  const seen =
    smtp ?? (mail.otherMessages > 0 ? `${mail.otherMessages} other messages came` : 'nothing else came either');
  if (mail.mustArrive && mail.accepted !== false)
    return { code: 'not-arrived', data: { waited: mail.waitedSeconds, seen } };
  const detail = `nothing arrived within ${mail.waitedSeconds} s, and it is not certain that anything had to (${mail.portalSaid}; ${seen})`;
  return {
    code: 'not-settled',
    data: { detail },
    gap: gap(
      'inconclusive',
      `Nothing arrived in the inbox ${mail.inbox}.`,
      'Check by hand that mail to the address reaches this inbox, then run again.',
      10,
    ),
  };
}

function evidenceOf({ arrived, ...mail }: MailDelivery) {
  const lines = [
    { label: 'asked', value: `${mail.asked}: ${mail.portalSaid}` },
    { label: 'inbox', value: `${mail.inbox} (${mail.provider}), waited ${mail.waitedSeconds} s` },
    ...mail.smtp.map((value) => ({ label: 'SMTP', value })),
  ];
  if (!arrived) return lines;
  const signatures = arrived.dkim.map(
    ({ domain, selector, result, aligned, why }) =>
      `${result} d=${domain} s=${selector} ${aligned ? 'aligned' : 'not aligned'}${why ? ` (${why})` : ''}`,
  );
  const { spf, dmarc, receiverSays } = arrived;
  const receiver = Object.entries(receiverSays).map(([method, result]) => `${method}=${result}`);
  return [
    ...lines,
    { label: 'arrived', value: `after ${arrived.seconds} s in ${arrived.folder}, From ${arrived.fromDomain}` },
    { label: 'DKIM', value: signatures.join('; ') || 'no signature' },
    {
      label: 'SPF',
      value: spf
        ? `${spf.result} for ${spf.domain}, ${spf.aligned ? 'aligned' : 'not aligned'}`
        : 'sending address not known',
    },
    { label: 'DMARC', value: `${dmarc.result}, policy ${dmarc.policy}` },
    ...(receiver.length > 0 ? [{ label: 'receiver says', value: receiver.join(', ') }] : []),
    ...arrived.replyTo.map(({ domain }) => ({ label: 'Reply-To', value: domain })),
    ...arrived.links.slice(0, 8).map(({ role, scheme, host, path, works, detail }) => ({
      label: role === 'action' ? 'its link' : 'link',
      value: `${scheme}://${host}${path} ${works === 'not-tried' ? '' : works === 'yes' ? 'works' : 'does not work'} (${detail})`,
    })),
  ];
}
