import { patternRule, type Rule, tokenRule } from '../rule.ts';

const post = 'post in the channel as the portal';
const mail = 'send mail in the portal’s name';
/** Chat, mail and telephony. */
// biome-ignore format: a table, one rule a line or block
export const messagingRules: readonly Rule[] = [
  tokenRule('slack-token', 'Slack', 'read and post in the workspace', 'xox[abpros]-(?:\\d+-)?[A-Za-z0-9]{6,14}-[A-Za-z0-9-]{10,240}', ['xoxb-{D12}-{D13}-{A24}', 'xoxp-{D11}-{D11}-{D12}-{H32}'], { anchor: 'xox', no: ['xoxb-your-bot-token-here', 'xoxb-xxxxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx'], accept: ({ value }) => (/\d{4}/.test(value) ? {} : undefined) }),
  tokenRule('slack-app-token', 'Slack', 'open connections as the app', 'xapp-\\d-[A-Z0-9]{8,14}-\\d{10,16}-[a-z0-9]{60,70}', ['xapp-1-{U11}-{D13}-{Z64}'], { anchor: 'xapp-', no: ['xapp-1-x'] }),
  tokenRule('slack-config-token', 'Slack', 'change the app', 'xoxe(?:\\.xox[bp])?-\\d-[A-Za-z0-9]{140,200}', ['xoxe.xoxp-1-{A160}'], { anchor: 'xoxe', no: ['xoxe-1-x'] }),
  tokenRule('slack-webhook', 'Slack', post, 'hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Z0-9]{8,12}/[A-Za-z0-9]{8,14}/[A-Za-z0-9/]{20,60}', ['https://hooks.slack.com/services/T{U10}/B{U10}/{A24}'], { anchor: 'hooks.slack.com/', weight: 'medium', no: ['https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'] }),
  tokenRule('discord-webhook', 'Discord', post, 'discord(?:app)?\\.com/api/(?:v\\d+/)?webhooks/\\d{17,20}/[A-Za-z0-9_-]{60,80}', ['https://discord.com/api/webhooks/{D19}/{B68}'], { anchor: '/webhooks/', before: 60, weight: 'medium', no: ['https://discord.com/api/webhooks/1/x'] }),
  tokenRule('discord-bot-token', 'Discord', 'act as the bot', '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}', ['discord MTk4NjIyNDgzNDcxOTI1MjQ4.{B6}.{B38}'], {
    anchor: 'discord', anchors: ['discord', 'bot_token', 'bottoken', '.login('], before: 200, reach: 260,
    accept: ({ value }) => (/^\d{17,20}$/.test(Buffer.from(value.split('.')[0] ?? '', 'base64').toString('latin1')) ? {} : undefined),
    no: ['discord NzQ.x.y'],
  }),
  tokenRule('discord-token', 'Discord', 'act as the bot', 'MT[AEIMQUYcgk][A-Za-z0-9_-]{21,25}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{38}', ['const t = "MTU3MzcwMTQxMDU2OTE2NjkxNw.{B6}.{B38}"'], {
    anchor: 'mtu', anchors: ['mta', 'mte', 'mti', 'mtm', 'mtq', 'mtu', 'mty', 'mtc', 'mtg', 'mtk'], before: 16, reach: 90,
    glance: (bytes, to) => bytes[to - 3] === 77 && bytes[to - 2] === 84 && (bytes[to + 21] === 46 || bytes[to + 23] === 46),
    accept: ({ value }) => (/^\d{17,20}$/.test(Buffer.from(value.split('.')[0] ?? '', 'base64').toString('latin1')) ? {} : undefined),
    no: ['MTU3MzcwMTQxMDU2OTE2NjkxNw.x.y', 'MTIzabcdefghijklmnopqrst.{B6}.{B38}'],
  }),
  tokenRule('teams-webhook', 'Microsoft Teams', post, '[a-z0-9-]+\\.webhook\\.office\\.com/webhookb2/[a-z0-9@-]{70,80}/IncomingWebhook/[a-z0-9]{32}/[a-z0-9-]{36}', ['https://acme.webhook.office.com/webhookb2/{G}@{G}/IncomingWebhook/{H32}/{G}'], { anchor: '.webhook.office.com', before: 80, weight: 'medium', no: ['https://acme.webhook.office.com/webhookb2/x'] }),
  tokenRule('telegram-bot-token', 'Telegram', 'act as the bot', '\\d{8,10}:AA[A-Za-z0-9_-]{33}', ['{E10}:AA{B33}'], { anchor: ':aa', before: 16, no: ['12:AAx'] }),
  tokenRule('sendgrid-key', 'SendGrid', mail, 'SG\\.[A-Za-z0-9_-]{20,24}\\.[A-Za-z0-9_-]{39,50}', ['SG.{B22}.{B43}'], { anchor: 'sg.', no: ['SG.x.y'] }),
  tokenRule('mailgun-key', 'Mailgun', mail, '(?:key-[a-f0-9]{32}|[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8})', ['key-{H32}', 'mailgun {H32}-{H8}-{H8}'], { anchor: 'key-', anchors: ['key-', 'mailgun'], before: 40, no: ['key-{H8}', 'monkey-{H32}'] }),
  tokenRule('mailchimp-key', 'Mailchimp', 'read and mail the list', '[a-f0-9]{32}-us\\d{1,2}', ['{H32}-us12'], { anchor: '-us1', anchors: ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'], before: 40, weight: 'high', no: ['en-us1'] }),
  tokenRule('resend-key', 'Resend', mail, 're_[A-Za-z0-9]{6,10}_[A-Za-z0-9]{22,30}', ['re_{A8}_{A24}'], { anchor: 're_', no: ['re_export_everything_from_module_xxxxx', 'core_{A8}_{A24}'], accept: ({ value }) => (/\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value.slice(3)) ? {} : undefined) }),
  tokenRule('brevo-key', 'Brevo', mail, 'x(?:keysib|smtpsib)-[a-f0-9]{64}-[A-Za-z0-9]{16}', ['xkeysib-{H64}-{A16}'], { anchor: 'xkeysib-', anchors: ['xkeysib-', 'xsmtpsib-'], no: ['xkeysib-x'] }),
  patternRule({ id: 'mandrill-key', issued: true, provider: 'Mailchimp', grants: mail, anchors: ['mandrill'], pattern: /mandrill[\w.]{0,24}["'`\]]?\s{0,4}[:=,(]\s{0,4}["'`]?(?<v>md-[A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])/gi, before: 10, reach: 100, yes: ["new Mandrill('md-{A22}')", 'MANDRILL_API_KEY=md-{A22}'], no: ['mandrill="md-size"', 'md-{A22}'] }),
  tokenRule('mailersend-key', 'MailerSend', mail, 'mlsn\\.[a-f0-9]{64}', ['mlsn.{H64}'], { anchor: 'mlsn.', no: ['mlsn.x'] }),
  tokenRule('loops-or-klaviyo-key', 'Klaviyo', 'read and mail the list', 'pk_[a-f0-9]{34}', ['pk_{H34}'], { anchor: 'pk_', weight: 'high', no: ['pk_x'] }),
  patternRule({ id: 'postmark-token', issued: true, provider: 'Postmark', grants: mail, anchors: ['postmark'], pattern: /postmark[\w.'"`\s:=>[({,-]{0,60}?(?:token|key|secret)['"`\s:=>,(]{1,6}(?<v>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/gi, before: 24, reach: 160, yes: ["'postmark' => ['token' => '{G}']", 'X-Postmark-Server-Token: {G}'], no: ["'postmark' => ['token' => env('POSTMARK_TOKEN')]"] }),
  patternRule({ id: 'twilio-basic', issued: true, provider: 'Twilio', grants: 'send messages on this account’s bill', anchors: ['twilio'], pattern: /twilio[\w.("'\s]{0,40}(?:AC[0-9a-f]{32})["'\s,:]{1,6}(?<v>[0-9a-f]{32})(?![0-9a-f])/gi, before: 20, reach: 160, yes: ['twilio("AC{H32}", "{H32}")'], no: ['twilio("ACx", "y")'] }),
  tokenRule('intercom-or-facebook-token', 'Meta', 'act for the page or app', 'EAA[A-Za-z0-9]{80,250}', ['EAA{A120}'], { anchor: 'eaa', no: ['EAAx'] , accept: ({ value }) => (value.length > 100 ? {} : undefined) }),
  tokenRule('instagram-token', 'Meta', 'act for the account', 'IG(?:QV|QW|AA)[A-Za-z0-9_-]{80,250}', ['IGQV{B120}'], { anchor: 'ig', anchors: ['igqv', 'igqw', 'igaa'], weight: 'high', no: ['IGQVx'] }),
  tokenRule('twitter-bearer', 'X', 'read and post as the app', 'AAAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{60,120}', ['bearer AAAAAAAAAAAAAAAAAAAAA{A80}'], { anchor: 'bearer', anchors: ['bearer', 'twitter'], before: 10, weight: 'high', mayLookInvented: true, no: ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'], accept: ({ value }) => (new Set(value.slice(22)).size > 20 ? {} : undefined) }),
  tokenRule('vonage-or-messagebird-key', 'Bird', 'send messages', '(?<!_)live_[A-Za-z0-9]{25}', ['live_{A25}'], { anchor: 'live_', weight: 'high', no: ['live_x'], accept: ({ value }) => (/\d/.test(value) && /[A-Z]/.test(value) && /[a-z]{1}/.test(value.slice(5)) ? {} : undefined) }),
  tokenRule('knock-or-courier-key', 'Courier', mail, 'pk_prod_[A-Z0-9]{28}', ['pk_prod_{U28}'], { anchor: 'pk_prod_', weight: 'high', no: ['pk_prod_x'] }),
];
