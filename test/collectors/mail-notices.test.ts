import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noticeCollector } from '../../src/collectors/delivery/notice-collector.ts';
import { approvalWords, notPressed, noticeWords } from '../../src/collectors/delivery/notice-words.ts';
import { createLive } from '../../src/collectors/live.ts';
import { collect } from '../../src/engine/collect.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { openJournal } from '../../src/world/journal.ts';

const user = 'ada@inbox.test';
const colleague = 'bo@inbox.test';
const password = 'eleven sites on one policy';
let folder = '';
let server: Server;
let billing = '';
let writes: string[] = [];
let requests: { id: string; title: string; sentTo?: string }[] = [];
let askedBy = '';
let canDelete = true;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notices-'));
  const sessions = new Set<string>();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const answer = (status: number, body: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
      response.end(`<!doctype html><meta charset="utf-8"><body><main>${body}</main></body>`);
    };
    const signedIn = sessions.has(/sid=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (path === '/login' && request.method === 'POST') {
      if (form.get('user') !== user || form.get('pass') !== password) return answer(401, '<p role="alert">No.</p>');
      const sid = randomUUID();
      sessions.add(sid);
      return answer(302, '', { Location: '/', 'Set-Cookie': `sid=${sid}; HttpOnly; Path=/` });
    }
    if (!signedIn)
      return answer(
        200,
        '<form method="post" action="/login"><label>E-Mail <input name="user" type="email"></label><label>Passwort <input name="pass" type="password"></label><button>Anmelden</button></form>',
      );
    const one = requests.find(({ id }) => path.startsWith(`/antraege/${id}`));
    if (request.method === 'DELETE' && one && canDelete && !one.sentTo) {
      requests = requests.filter((other) => other !== one);
      return answer(204, '');
    }
    if (path === '/antraege/neu' && request.method === 'GET')
      return answer(200, '<form method="post" action="/antraege"><input name="titel"><button>Anlegen</button></form>');
    if (path === '/antraege' && request.method === 'POST') {
      requests.push({ id: `r${requests.length + 41}`, title: form.get('titel') ?? '' });
      return answer(302, '', { Location: `/antraege/r${requests.length + 40}` });
    }
    if (one && request.method === 'POST') {
      writes.push(path.replace(one.id, '{id}'));
      one.sentTo = path.endsWith('/freigabe') ? (form.get('an') ?? 'somebody') : undefined;
      if (one.sentTo === colleague) await deliver(colleague, 'Bitte um Freigabe');
      return answer(302, '', { Location: `/antraege/${one.id}` });
    }
    if (one)
      return answer(
        200,
        `<h1>${one.title}</h1>${one.sentTo ? button(`${path}/zurueck`, 'Zurückziehen') : askedBy.replaceAll('FREIGABE', `${path}/freigabe`)}`,
      );
    if (path.startsWith('/antraege/')) return answer(404, '<p>Nicht gefunden</p>');
    if (request.method === 'POST') {
      writes.push(path);
      if (path === '/bills/7/mail') await deliver(user, 'Ihre Rechnung');
      return answer(200, '<p>Die Rechnung wurde an Ihre E-Mail gesendet.</p>');
    }
    if (path === '/rechnungen') return answer(200, billing);
    return answer(
      200,
      `<p>${user}</p><a href="/rechnungen">Rechnungen</a><a href="/antraege/neu">Neuer Antrag</a><a href="/logout">Abmelden</a>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  writes = [];
  requests = [];
  canDelete = true;
});

async function deliver(to: string, subject: string) {
  const name = randomUUID();
  const raw = `Return-Path: <b@sender.test>\r\nDelivered-To: ${to}\r\nFrom: P <p@sender.test>\r\nTo: <${to}>\r\nSubject: ${subject}\r\nContent-Type: text/plain\r\n\r\nAnbei.\r\n`;
  await writeFile(join(folder, `.${name}`), raw);
  await rename(join(folder, `.${name}`), join(folder, `${name}.eml`));
}

async function look(permits: readonly 'write'[], a2?: { user: string }) {
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
  const config = configSchema.parse({
    accounts: { a: { testAccount: true }, ...(a2 ? { a2: { testAccount: true } } : {}) },
    inboxes: [{ name: 'desk', kind: 'folder', path: folder, receives: [user, colleague] }],
    thresholds: { 'email.delivery.max-seconds': 4 },
  });
  const stop = new AbortController();
  const world = await createWorld({
    scope: createScope({ config, url, permitFlags: permits }),
    env: {
      ...process.env,
      LR_A_USER: user,
      LR_A_PASSWORD: password,
      ...(a2 ? { LR_A2_USER: a2.user, LR_A2_PASSWORD: password } : {}),
    },
    signal: stop.signal,
    journal: openJournal(
      join(folder, `${randomUUID()}.jsonl`),
      () => new Date('2026-11-22T02:00:00Z'),
      () => randomUUID(),
    ),
  });
  try {
    const dossier = await collect({
      target: { name: 'test', url, config },
      world,
      collectors: [noticeCollector],
      live: createLive(),
      run: 'test',
      tool: { name: 'launch-ready', version: 'test' },
      fingerprintKey: 'test',
      signal: stop.signal,
    });
    return {
      seen: dossier.evidence.filter((one) => one.kind === 'mail.delivery' && one.seen),
      gaps: dossier.evidence.filter((one) => one.kind === 'mail.delivery' && !one.seen),
      journal: await world.journal.entries(),
    };
  } finally {
    await world.close();
  }
}
/** Opened by a button of the page, as portals do. */
const dialog = (form: string) =>
  `<button type="button" onclick="document.querySelector('dialog').showModal()">Zur Freigabe senden</button><dialog>${form}</dialog>`;
const button = (action: string, text: string) =>
  `<form method="post" action="${action}"><button>${text}</button></form>`;

test('an invoice is mailed to the test account by the button that says so; what reaches others or moves money is left alone', async () => {
  billing = [
    button('/bills/7/pay', 'Rechnung bezahlen'),
    button('/bills/all', 'Rechnung erneut senden an alle Kunden'),
    button('/bills/7/mail', 'Rechnung per E-Mail an mich senden'),
    button('/bills/7/approve', 'Zur Freigabe senden'),
  ].join('');
  const { seen, gaps, journal } = await look(['write']);
  expect(writes).toEqual(['/bills/7/mail']);
  expect(seen).toMatchObject([
    { subject: 'invoice@desk', value: { kind: 'invoice', mustArrive: true, arrived: { fromDomain: 'sender.test' } } },
  ]);
  // What the approver would get was not seen, and that is said.
  expect(gaps).toMatchObject([{ subject: 'approval', gap: { reason: 'refused' } }]);
  expect(journal).toMatchObject([{ settled: [{ state: 'cannot-undo' }] }]);
}, 120_000);

describe('an approval', () => {
  const toColleague = `<form method="post" action="FREIGABE"><select name="an"><option value="">Genehmiger wählen</option><option value="chef@firma.test">Chefin</option><option value="${colleague}">Bo</option></select><button>Zur Freigabe senden</button></form>`;
  const offered = button('/bills/7/approve', 'Zur Freigabe senden');

  test('is asked for on an object made for it, of a colleague who is a test account, and the object is taken back', async () => {
    [billing, askedBy] = [offered, dialog(toColleague)];
    const { seen, gaps } = await look(['write'], { user: colleague });
    expect(seen).toMatchObject([
      {
        subject: 'approval@desk',
        value: { kind: 'approval', mustArrive: true, arrived: { fromDomain: 'sender.test' } },
      },
    ]);
    // What waits for an answer is deleted by nobody: it is withdrawn first.
    expect(writes).toEqual(['/antraege/{id}/freigabe', '/antraege/{id}/zurueck']);
    expect([requests, gaps]).toEqual([[], []]);
  }, 120_000);

  test.each([
    ['nobody who approves is a test account', toColleague, undefined, true, 'with an inbox'],
    [
      'the approver can only be somebody else',
      toColleague.replaceAll(colleague, 'frau@firma.test'),
      { user: colleague },
      true,
      'none of the test accounts can be chosen',
    ],
    [
      'the page names somebody else',
      `<p>Geht an chef@firma.test</p>${button('FREIGABE', 'Zur Freigabe senden')}`,
      { user: colleague },
      true,
      'naming nobody but the test accounts',
    ],
    ['objects are not seen to be deleted', toColleague, { user: colleague }, false, 'seen to be taken back'],
  ])(
    'is not asked for where %s',
    async (_why, form, a2, deletes, detail) => {
      [billing, askedBy, canDelete] = [offered, form === toColleague ? dialog(form) : form, deletes];
      const { seen, gaps } = await look(['write'], a2);
      expect(writes).toEqual([]);
      expect(seen).toEqual([]);
      expect(gaps).toMatchObject([
        { subject: 'approval', gap: { reason: 'refused', detail: expect.stringContaining(detail) } },
      ]);
    },
    120_000,
  );
});

test('a form that names somebody else’s address is held back', async () => {
  billing = `<form method="post" action="/bills/7/mail"><input type="hidden" name="to" value="customer@elsewhere.example"><button>Resend invoice</button></form>`;
  expect((await look(['write'])).seen).toEqual([]);
  expect(writes).toEqual([]);
}, 120_000);

test('an invoice that is sent to whom the dialog names goes to the test account; without an address nothing is sent', async () => {
  const form = (more: string) => `<form method="post" action="/bills/7/mail">${more}<button>Send</button></form>`;
  const opens = (text: string, inside: string) =>
    `<button onclick="this.nextElementSibling.showModal()">${text}</button><dialog>${inside}</dialog>`;
  billing = `${button('/bills/7/customer', 'Forward receipt')}${opens('Send invoice', form('<label>To <input name="to" type="email" value="customer@elsewhere.example"></label>'))}`;
  const { seen, journal } = await look(['write']);
  expect(writes).toEqual(['/bills/7/mail']);
  expect(seen).toMatchObject([{ value: { kind: 'invoice', arrived: { fromDomain: 'sender.test' } } }]);
  expect(journal.map(({ settled }) => settled.map(({ state }) => state))).toEqual([['undone'], ['cannot-undo']]);
}, 120_000);

test('without the permit to write nothing is pressed', async () => {
  billing = button('/bills/7/mail', 'Email me the invoice');
  expect((await look([])).seen).toEqual([]);
  expect(writes).toEqual([]);
});

describe('controls in ten languages', () => {
  const kindOf = (text: string) =>
    notPressed.test(text) ? undefined : noticeWords.find(({ words }) => words.test(text))?.kind;
  test.each([
    ['Email receipt', 'receipt'],
    ['Resend receipt', 'receipt'],
    ['Quittung per E-Mail senden', 'receipt'],
    ['Renvoyer le reçu', 'receipt'],
    ['Reenviar recibo', 'receipt'],
    ['Reinvia la ricevuta', 'receipt'],
    ['領収書をメールで送る', 'receipt'],
    ['发送收据', 'receipt'],
    ['Email me this invoice', 'invoice'],
    ['Rechnung erneut senden', 'invoice'],
    ['Recevoir la facture', 'invoice'],
    ['Enviarme la factura', 'invoice'],
    ['Factuur opnieuw versturen', 'invoice'],
    ['Wyślij ponownie fakturę', 'invoice'],
    ['請求書を再送', 'invoice'],
    ['Send test email', 'notification'],
    ['Testbenachrichtigung senden', 'notification'],
    ['Envoyer un e-mail de test', 'notification'],
    ['Enviar notificação de teste', 'notification'],
    ['テスト通知を送信', 'notification'],
  ])('%s: %s', (text, kind) => expect(kindOf(text)).toBe(kind));
  test.each([
    'Request approval',
    'Submit for approval',
    'Zur Freigabe senden',
    'Genehmigung beantragen',
    'Demander une validation',
    'Solicitar aprobación',
    'Richiedi approvazione',
    'Enviar para aprovação',
    'Goedkeuring aanvragen',
    'Poproś o akceptację',
    '承認を依頼',
    '提交审批',
  ])('%s asks another person', (text) => expect(approvalWords.test(text)).toBe(true));
  test.each(['Approve', 'Approved', 'Approvals', 'Freigabe', 'Freigeben'])('%s asks nobody', (text) =>
    expect(approvalWords.test(text)).toBe(false),
  );
  test.each([
    'Send invoice',
    'Pay invoice',
    'Send invoice to customer',
    'Resend all invoices',
    'Rechnung bezahlen',
    'Rechnung stornieren',
    'Approve',
    'Request approval',
    'Delete receipt',
    'Latest messages',
    'Test environment',
    'Payer la facture',
    'Envoyer',
  ])('%s is not pressed', (text) => expect(kindOf(text)).toBeUndefined());
});
