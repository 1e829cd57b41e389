/** Who sends or keeps mail for others, and how that shows in DNS; names are matched as whole ends of names. */
export interface MailSender {
  readonly name: string;
  /** Mailboxes of people, or mail sent by software. */
  readonly kind: 'mailboxes' | 'sending';
  readonly spf: readonly string[];
  readonly mx: readonly string[];
  readonly dkim: readonly string[];
  /** Its own default selectors. */
  readonly selectors: readonly string[];
}

export const mailSendersAsOf = '2026-11-01';

type Row = readonly [name: string, kind: MailSender['kind'], spf: string, mx: string, dkim: string, selectors: string];

/** From the senders' own set-up pages for SPF, MX and DKIM. */
const rows: readonly Row[] = [
  ['Google Workspace', 'mailboxes', '_spf.google.com aspmx.googlemail.com', 'google.com googlemail.com', '', 'google'],
  [
    'Microsoft 365',
    'mailboxes',
    'spf.protection.outlook.com spf.protection.outlook.de spf.protection.office365.us',
    'mail.protection.outlook.com mx.microsoft protection.office365.us',
    'onmicrosoft.com dkim.mail.microsoft',
    'selector1 selector2',
  ],
  [
    'Zoho Mail',
    'mailboxes',
    'zoho.com zoho.eu zohomail.com zohomail.eu one.zoho.com zoho.in',
    'zoho.com zoho.eu zoho.in zohomail.com',
    '',
    'zoho zmail',
  ],
  ['Fastmail', 'mailboxes', 'spf.messagingengine.com', 'messagingengine.com', 'dkim.fmhosted.com', 'fm1 fm2 fm3'],
  [
    'Proton Mail',
    'mailboxes',
    '_spf.protonmail.ch',
    'protonmail.ch',
    'domains.proton.ch',
    'protonmail protonmail2 protonmail3',
  ],
  ['iCloud Mail', 'mailboxes', 'icloud.com', 'mail.icloud.com', 'icloudmailadmin.com', 'sig1'],
  [
    'IONOS',
    'mailboxes',
    '_spf-eu.ionos.com _spf-us.ionos.com _spf.perfora.net _spf.kundenserver.de',
    'ionos.com ionos.de kundenserver.de perfora.net',
    'dkim.ionos.com',
    '',
  ],
  ['OVHcloud', 'mailboxes', 'mx.ovh.com', 'mail.ovh.net ovh.net', '', ''],
  ['GoDaddy', 'mailboxes', 'secureserver.net', 'secureserver.net', '', ''],
  ['SendGrid', 'sending', 'sendgrid.net u.sendgrid.net', '', 'sendgrid.net', 's1 s2'],
  ['Amazon SES', 'sending', 'amazonses.com', '', 'dkim.amazonses.com', ''],
  ['Mailgun', 'sending', 'mailgun.org eu.mailgun.org', '', 'mailgun.org', 'mg pic krs'],
  ['Postmark', 'sending', 'spf.mtasv.net', '', 'pm.mtasv.net', 'pm'],
  ['Resend', 'sending', '_spf.resend.com', '', 'resend.com', 'resend'],
  ['Mailchimp', 'sending', 'servers.mcsv.net', '', 'dkim.mcsv.net', 'k1 k2 k3'],
  ['Mandrill', 'sending', 'spf.mandrillapp.com', '', 'dkim.mandrillapp.com mandrillapp.com', 'mte1 mte2 mandrill'],
  ['Brevo', 'sending', 'spf.sendinblue.com spf.brevo.com', '', 'dkim.brevo.com', 'brevo1 brevo2'],
  ['Mailjet', 'sending', 'spf.mailjet.com', '', 'mailjet.com', 'mailjet'],
  [
    'SparkPost',
    'sending',
    'sparkpostmail.com _netblocks.sparkpostmail.com sparkpostmail1.com',
    '',
    'sparkpostmail.com',
    'scph0117',
  ],
  ['HubSpot', 'sending', 'hubspotemail.net', '', 'hubspotemail.net dkim.hubspotemail.net', 'hs1 hs2'],
  [
    'Zendesk',
    'sending',
    'mail.zendesk.com support.zendesk.com',
    '',
    'domainkey.zendesk.com zendesk.com',
    'zendesk1 zendesk2',
  ],
  [
    'Salesforce',
    'sending',
    '_spf.salesforce.com exacttarget.com cust-spf.exacttarget.com',
    '',
    'custdkim.salesforce.com',
    '',
  ],
  [
    'Freshworks',
    'sending',
    'email.freshdesk.com fdspfus.freshemail.io fdspfeuc.freshemail.io',
    '',
    'freshemail.io domainkey.freshdesk.com',
    '',
  ],
  ['Intercom', 'sending', 'spf.intercom.io', '', 'dkim.intercom.io', 'intercom'],
  ['Klaviyo', 'sending', 'klaviyo.com', '', 'klaviyomail.com dkim.klaviyomail.com', 'klaviyo1'],
  ['Shopify', 'sending', 'shops.shopify.com spf.shopify.com', '', 'dkim.shopify.com shopifyemail.com', ''],
  ['Stripe', 'sending', 'spf1.stripe.com spf.stripe.com', '', 'dkim.custom-email-domain.stripe.com', ''],
  ['Atlassian', 'sending', '_spf.atlassian.net', '', 'atlassian.net dkim.atlassian.net', ''],
  [
    'Mimecast',
    'sending',
    '_netblocks.mimecast.com eu._netblocks.mimecast.com us._netblocks.mimecast.com netblocks.mimecast.com',
    '',
    '',
    '',
  ],
  ['Proofpoint', 'sending', 'pphosted.com ppe-hosted.com', '', '', ''],
  ['MailerLite', 'sending', '_spf.mlsend.com', '', 'mlsend.com mailerlite.com', 'litesrv ml'],
  ['Campaign Monitor', 'sending', '_spf.createsend.com', '', 'createsend.com', 'cm'],
  ['ActiveCampaign', 'sending', 'emsd1.com', '', 'acdkim1.com dkim.acdkim1.com', ''],
  ['Loops', 'sending', '_spf.loops.so', '', 'loops.so', ''],
  ['Customer.io', 'sending', 'customeriomail.com', '', 'customeriomail.com', ''],
];

const words = (text: string) => text.split(' ').filter((word) => word !== '');

export const mailSenders: readonly MailSender[] = rows.map(([name, kind, spf, mx, dkim, selectors]) => ({
  name,
  kind,
  spf: words(spf),
  mx: words(mx),
  dkim: words(dkim),
  selectors: words(selectors),
}));

export function isBelow(name: string, ends: readonly string[]): boolean {
  const lower = name.toLowerCase().replace(/\.$/, '');
  return ends.some((end) => lower === end || lower.endsWith(`.${end}`));
}
