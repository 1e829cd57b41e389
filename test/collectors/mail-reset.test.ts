import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deliveryCollectors } from '../../src/collectors/delivery.ts';
import type { EvidenceKind, EvidenceMap } from '../../src/collectors/evidence-map.ts';
import { createLive } from '../../src/collectors/live.ts';
import { collect } from '../../src/engine/collect.ts';
import type { Gap } from '../../src/model/gap.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { openJournal } from '../../src/world/journal.ts';

/** A small server-rendered portal in another language: what differs from portal to portal is what is given. */
interface Shape {
  readonly lang: string;
  readonly forgot: string;
  readonly forgotPath: string;
  readonly field: string;
  readonly send: string;
  readonly sent: string;
  readonly choose: string;
  readonly gone: string;
  readonly once?: boolean;
  readonly sends?: boolean;
  /** Builds the link from the Host header. */
  readonly trustsHost?: boolean;
  /** Tells whoever asked the token that the mail holds, or a number that opens nothing. */
  readonly tells?: 'token' | 'number' | 'link' | 'dead link';
  /** Does not take the present password again. */
  readonly wantsAnother?: boolean;
  /** Its form sends the address along; whose password is set then. */
  readonly names?: 'whom the request names' | 'whose the link is' | 'nobody, where they differ';
  /** Sends a code of six digits instead of a link. */
  readonly code?: boolean;
}
const german: Shape = {
  lang: 'de',
  forgot: 'Kennwort vergessen?',
  forgotPath: '/konto/kennwort',
  field: 'Ihre E-Mail-Adresse',
  send: 'Absenden',
  sent: 'Wir haben Ihnen eine Nachricht geschickt.',
  choose: 'Speichern',
  gone: 'Dieser Link ist abgelaufen.',
};
const japanese: Shape = {
  lang: 'ja',
  forgot: 'パスワードをお忘れですか',
  forgotPath: '/password/new',
  field: 'メールアドレス',
  send: '送信',
  sent: 'メールを送信しました。',
  choose: '保存',
  gone: 'リンクは無効です。',
};

/** A link, or a box that is drawn as something to press. */
const wayTo = ({ lang, forgot, forgotPath }: Shape) =>
  lang === 'ja'
    ? `<div style="cursor:pointer" onclick="location='${forgotPath}'">${forgot}</div>`
    : `<a href="${forgotPath}">${forgot}</a>`;

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const user = 'ada@inbox.test';
const other = 'bo@elsewhere.test';
const others = 'two sheds and a gate';

/** A portal with a folder of its own for the mail that it sends: the tests run side by side. */
async function portal(shape: Shape) {
  const folder = await mkdtemp(join(tmpdir(), 'reset-'));
  const passwords = new Map([
    [user, 'eleven sites on one policy'],
    [other, others],
  ]);
  const tokens = new Map<string, boolean>();
  const sessions = new Map<string, string>();
  const page = (body: string) =>
    `<!doctype html><html lang="${shape.lang}"><meta charset="utf-8"><body><main>${body}</main><footer><form action="/newsletter"><input type="email" name="newsletter" placeholder="Newsletter"><button>OK</button></form></footer></body></html>`;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const answer = (status: number, body: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
      response.end(page(body));
    };
    const own = `127.0.0.1:${request.socket.localPort}`;
    const origin = `http://${shape.trustsHost ? request.headers.host : own}`;
    const signedIn = sessions.get(/sid=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (path === '/' && signedIn) return answer(200, `<p>${signedIn}</p><a href="/logout">Abmelden</a>`);
    if (path === '/' && request.method === 'POST') {
      const known = passwords.get(form.get('user') ?? '');
      if (known === undefined || form.get('pass') !== known) return answer(401, '<p role="alert">Nein.</p>');
      const sid = randomUUID();
      sessions.set(sid, form.get('user') ?? '');
      return answer(302, '', { Location: '/', 'Set-Cookie': `sid=${sid}; HttpOnly; Path=/` });
    }
    if (path === shape.forgotPath && request.method === 'POST') {
      const token = randomUUID().replaceAll('-', '');
      tokens.set(token, true);
      const raw = [
        `Return-Path: <b@sender.test>`,
        `Delivered-To: ${form.get('mail')}`,
        'From: P <p@sender.test>',
        `To: <${form.get('mail')}>`,
        'Subject: x',
        'Content-Type: text/plain; charset=utf-8',
        '',
        shape.code ? 'Ihr Code:\r\n\r\n   481 516\r\n\r\nEr gilt zehn Minuten.' : `${origin}/neu?t=${token}`,
        '',
      ].join('\r\n');
      if (shape.sends !== false) {
        await writeFile(join(folder, `.${token}`), raw);
        await rename(join(folder, `.${token}`), join(folder, `${token}.eml`));
      }
      const asks = `<form method="post" action="/code"><label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code"></label><button>Weiter</button></form>`;
      const made = randomUUID().replaceAll('-', '');
      const told = { token, number: made, link: `/neu?t=${token}`, 'dead link': `${origin}/neu?t=${made}` };
      const state = shape.tells ? `<script type="application/json">{"t":"${told[shape.tells]}"}</script>` : '';
      return answer(200, `${state}<p>${shape.sent}</p>${shape.code ? asks : ''}`);
    }
    if (path === '/code') {
      const right = form.get('code')?.replace(/\s/g, '') === '481516';
      const token = [...tokens.keys()].at(-1) ?? '';
      return right
        ? answer(302, '', { Location: `/neu?t=${token}` })
        : answer(400, '<p role="alert">Der Code ist ungültig.</p>');
    }
    if (path === shape.forgotPath)
      return answer(
        200,
        `<h1>${shape.forgot}</h1><form method="post"><label>${shape.field} <input name="mail" type="text"></label><button>${shape.send}</button></form>`,
      );
    if (path === '/neu') {
      const token = new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('t') ?? form.get('t') ?? '';
      if (tokens.get(token) !== true) return answer(200, `<p>${shape.gone}</p>`);
      if (request.method !== 'POST')
        return answer(
          200,
          `<form method="post" action="/neu?t=${token}">${shape.names ? `<input type="hidden" name="mail" value="${user}">` : ''}<input type="password" name="p"><input type="password" name="p2"><button>${shape.choose}</button></form>`,
        );
      const named = form.get('mail') ?? user;
      if (shape.names === 'nobody, where they differ' && named !== user) return answer(200, `<p>${shape.gone}</p>`);
      if (shape.wantsAnother && form.get('p') === passwords.get(user))
        return answer(422, '<p role="alert">Bitte ein anderes Passwort als bisher.</p>');
      if (shape.once !== false) tokens.set(token, false);
      passwords.set(shape.names === 'whom the request names' ? named : user, form.get('p') ?? '');
      return answer(200, `<p>OK</p><a href="/">→</a>`);
    }
    return answer(
      200,
      `<form method="post"><label>E-Mail <input name="user" type="email"></label><label>Passwort <input name="pass" type="password"></label><button>Anmelden</button></form>${wayTo(shape)}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    folder,
    password: () => passwords.get(user),
    passwords,
    tokens,
  };
}

async function look(
  { origin, folder }: { readonly origin: string; readonly folder: string },
  permits: readonly 'write'[] = ['write'],
  seconds = 4,
  reads = true,
) {
  const url = `${origin}/`;
  const config = configSchema.parse({
    accounts: { a: { testAccount: true }, b: { testAccount: true } },
    ...(reads ? { inboxes: [{ name: 'desk', kind: 'folder', path: folder, receives: [user] }] } : {}),
    thresholds: { 'email.delivery.max-seconds': seconds },
  });
  const stop = new AbortController();
  const world = await createWorld({
    scope: createScope({ config, url, permitFlags: permits }),
    env: {
      ...process.env,
      LR_A_USER: user,
      LR_A_PASSWORD: 'eleven sites on one policy',
      LR_B_USER: other,
      LR_B_PASSWORD: others,
    },
    signal: stop.signal,
    journal: openJournal(
      join(folder, 'journal.jsonl'),
      () => new Date('2026-11-22T02:00:00Z'),
      () => randomUUID(),
    ),
  });
  closing.push(() => world.close());
  const dossier = await collect({
    target: { name: 'test', url, config },
    world,
    collectors: deliveryCollectors.filter(({ id: name }) => name === 'mail-reset'),
    live: createLive(),
    run: 'test',
    tool: { name: 'launch-ready', version: 'test' },
    fingerprintKey: 'test',
    signal: stop.signal,
  });
  /** What was seen, or why nothing was. */
  const value = <K extends EvidenceKind>(kind: K) => {
    const found = dossier.evidence.find((one) => one.kind === kind);
    return (found?.seen ? found.value : found?.gap) as Partial<EvidenceMap[K]> & Partial<Gap>;
  };
  return { value, written: JSON.stringify(dossier), journal: await world.journal.entries() };
}

test.concurrent('a reset on a server-rendered portal in German, to the end and with the same password', async () => {
  const site = await portal({ ...german, tells: 'number', names: 'whose the link is' });
  const { password, tokens } = site;
  const { value, written, journal } = await look(site);
  expect(value('journey.reset').steps?.map((one) => `${one.step} ${one.ok}`)).toEqual([
    'form true',
    'asked true',
    'arrived true',
    'opened true',
    'completed true',
    'signed-in true',
  ]);
  expect(value('link.use')).toMatchObject({ secondUse: 'refused', opensSignedIn: false, hostFollowed: 'no' });
  expect(value('link.use').inAnswer).toBe(false);
  expect(value('link.use').bound).toMatchObject({ state: 'bound', detail: expect.stringContaining('left aside') });
  expect(password()).toBe('eleven sites on one policy');
  expect([...tokens.keys()].filter((token) => written.includes(token))).toEqual([]);
  expect(journal.length).toBe(5);
}, 120_000);

test.concurrent('in Japanese, with a link that works twice: told from one that is taken whatever it holds', async () => {
  const { value } = await look(
    await portal({
      ...japanese,
      once: false,
      trustsHost: true,
      tells: 'token',
      names: 'nobody, where they differ',
    }),
  );
  expect(value('journey.reset').steps?.at(-1)).toMatchObject({ step: 'signed-in', ok: true });
  expect(value('link.use')).toMatchObject({ secondUse: 'accepted', hostFollowed: 'yes', inAnswer: true });
  expect(value('link.use').bound?.state).toBe('bound');
}, 120_000);

test.concurrent('a link that sets the password of whomever the request names: shown with the other test account, which gets its own back', async () => {
  const site = await portal({ ...german, names: 'whom the request names' });
  const { value, journal } = await look(site);
  expect(value('link.use').bound).toMatchObject({ state: 'any', detail: expect.stringContaining('put back') });
  expect([...site.passwords]).toEqual([
    [user, 'eleven sites on one policy'],
    [other, others],
  ]);
  expect(journal.filter(({ settled }) => settled.length === 0)).toEqual([]);
}, 120_000);

test.concurrent('a reset by a code that is typed in, to the end', async () => {
  const site = await portal({ ...german, code: true });
  const { value, written } = await look(site);
  expect(value('journey.reset').steps?.map((one) => `${one.step} ${one.ok}`)).toEqual([
    'form true',
    'asked true',
    'arrived true',
    'opened true',
    'completed true',
  ]);
  expect(site.password()).toBe('eleven sites on one policy');
  expect(value('link.use')).toMatchObject({ reason: 'nothing-to-compare' });
  expect(written).not.toContain('481516');
}, 120_000);

test.concurrent('bad input: a reset mail that never arrives → the time waited is said, and the journey breaks at "arrived"', async () => {
  const { value } = await look(await portal({ ...german, sends: false }));
  expect(value('mail.delivery')).toMatchObject({ waitedSeconds: 8, mustArrive: true });
  expect(value('mail.delivery').arrived).toBeUndefined();
  expect(value('journey.reset').steps?.at(-1)).toMatchObject({ step: 'arrived', ok: false });
}, 120_000);

test.concurrent('without an inbox: a link in the answer itself, which works once and a made-up one does not', async () => {
  const site = await portal({ ...german, tells: 'link' });
  const { value, written, journal } = await look(site, ['write'], 4, false);
  expect(value('mail.delivery')).toMatchObject({ reason: 'not-configured' });
  expect(value('link.use')).toMatchObject({ inAnswer: true, secondUse: 'refused', opensSignedIn: false });
  expect(site.password()).toBe('eleven sites on one policy');
  expect(site.tokens.size).toBe(1);
  expect([...site.tokens.keys()].filter((token) => written.includes(token))).toEqual([]);
  expect(journal.length).toBe(1);
}, 120_000);

test.concurrent('without an inbox: a link that is only refused for the present password counts, one that opens nothing does not', async () => {
  const wantsAnother = await look(await portal({ ...german, tells: 'link', wantsAnother: true }), ['write'], 4, false);
  expect(wantsAnother.value('link.use')).toMatchObject({ inAnswer: true, secondUse: 'not-tried' });
  for (const tells of ['dead link', 'number', 'token'] as const) {
    const { value } = await look(await portal({ ...german, tells }), ['write'], 4, false);
    expect(value('link.use')).toMatchObject({ reason: 'not-configured' });
  }
  const silent = await portal({ ...german, tells: 'link' });
  expect((await look(silent, [], 4, false)).value('link.use')).toMatchObject({ reason: 'not-configured' });
  expect(silent.tokens.size).toBe(0);
}, 120_000);

test.concurrent('without the permit to write nobody is sent anything', async () => {
  const site = await portal(german);
  const { value, journal } = await look(site, []);
  expect(value('mail.delivery')).toMatchObject({ reason: 'no-consent' });
  expect(site.tokens.size).toBe(0);
  expect(journal).toEqual([]);
});
