import type { Page, Request, Response } from 'playwright-core';
import type { CollectContext } from '../collector.ts';
import { hostOfUrl } from '../portal/entry.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import type { Recorder } from '../portal/recorder.ts';
import { isContactable } from '../portal/sign-in/sign-in-hosts.ts';
import { alertText } from '../portal/sign-in/sign-in-failure.ts';
import type { Fields } from './find-way.ts';
import { refusedWords } from './mail-words.ts';

/** What is typed; whatever a form asks for besides gets an ordinary answer. */
export interface Typed {
  readonly email?: string;
  readonly password?: string;
  readonly name: string;
  readonly company: string;
}

/** What came of sending a form. */
export interface Sent {
  /** The request that carried it, where one was seen. */
  readonly request?: Request;
  readonly status?: number;
  /** true: taken; false: refused; null: could not be told. */
  readonly ok: boolean | null;
  /** For a person: `HTTP 202, "A mail is on its way."` */
  readonly said: string;
}

/** Until the form sends something, and until what it sent is answered. */
const patienceMs = 6_000;
const answerMs = 20_000;
const renewing = /refresh|renew|keep-?alive|heartbeat|session\/(extend|keep)/i;

export async function fillFields(fields: Fields, typed: Typed): Promise<void> {
  const put = (field: { fill(value: string, options?: object): Promise<void> }, value: string) =>
    field.fill(value, { timeout: 4000 }).catch(() => undefined);
  for (const { field, asks } of fields.texts) await put(field, answerTo(asks, typed));
  if (fields.email && typed.email !== undefined) await put(fields.email, typed.email);
  for (const field of fields.passwords) if (typed.password !== undefined) await put(field, typed.password);
  for (const choice of fields.choices)
    await choice
      .evaluate((element) => {
        const select = element as unknown as HTMLSelectElement;
        const option = [...select.options].find((one) => one.value !== '' && !one.disabled);
        if (option) select.value = option.value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      })
      .catch(() => undefined);
  for (const box of fields.boxes)
    await box
      .check({ timeout: 1500, force: true })
      .catch(() => box.evaluate((element) => (element as HTMLInputElement).click()).catch(() => undefined));
}

function answerTo(asks: string, { name, company, email }: Typed): string {
  if (/e-?mail|courriel|correo|メール|邮箱|郵件/i.test(asks)) return email ?? '';
  if (
    /compan|organi|firm|business|workspace|team|unternehmen|entreprise|société|empresa|azienda|bedrijf|会社|公司|组织/i.test(
      asks,
    )
  )
    return company;
  if (/phone|tel\b|mobil|telefon|téléphone|teléfono|電話|电话|手机/i.test(asks)) return '+441632960001';
  if (/first|given|vorname|prénom|nombre|nome\b|voornaam|imię/i.test(asks)) return name.split(' ')[0] ?? name;
  if (/last|family|surname|nachname|nom de famille|apellido|cognome|sobrenome|achternaam|nazwisko/i.test(asks))
    return name.split(' ')[1] ?? name;
  if (/url|website|domain/i.test(asks)) return 'https://example.com/';
  if (/user ?name|login|slug|handle|sub-?domain/i.test(asks)) return company.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return name;
}

/** Presses the form's own button and follows what it sends, until the page has settled. */
export async function sendForm(page: Page, recorder: Recorder, fields: Fields, context: CollectContext): Promise<Sent> {
  const { world, signal } = context;
  const listed = isContactable(context);
  const seen: { request: Request; response: Response }[] = [];
  const sent = new Set<Request>();
  const isMeant = (request: Request) =>
    !['GET', 'HEAD', 'OPTIONS'].includes(request.method()) &&
    listed(hostOfUrl(request.url())) &&
    !renewing.test(new URL(request.url()).pathname);
  const onRequest = (request: Request) => {
    if (isMeant(request)) sent.add(request);
  };
  const onFailed = (request: Request) => sent.delete(request);
  const onResponse = (response: Response) => {
    const request = response.request();
    sent.delete(request);
    const writes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method());
    if (writes && listed(hostOfUrl(request.url()))) seen.push({ request, response });
  };
  page.on('request', onRequest);
  page.on('requestfailed', onFailed);
  page.on('response', onResponse);
  const before = page.url();
  try {
    const clicked = fields.submit
      ? await fields.submit.click({ timeout: 4000 }).then(
          () => true,
          () => false,
        )
      : false;
    if (!clicked)
      await (fields.passwords.at(-1) ?? fields.email)?.press('Enter', { timeout: 3000 }).catch(() => undefined);
    const began = world.clock.monotonicMs();
    const isPatient = () => world.clock.monotonicMs() - began < (sent.size > 0 ? answerMs : patienceMs);
    while (seen.length === 0 && page.url() === before && isPatient()) await world.clock.wait(60, signal);
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
  } finally {
    page.off('request', onRequest);
    page.off('requestfailed', onFailed);
    page.off('response', onResponse);
  }
  const alert = await alertText(page);
  const shown = await page.evaluate(() => document.body?.innerText ?? '').catch(() => '');
  // What the page asks for by itself afterwards, to renew a session that it has not, is no answer to the form.
  const carrying = seen.filter(({ request }) => !renewing.test(new URL(request.url()).pathname));
  const answers = carrying.length > 0 ? carrying : seen;
  const last = answers.findLast(({ response }) => response.status() !== 204 || answers.length === 1) ?? answers.at(-1);
  const [unanswered] = sent;
  if (!last && unanswered)
    return { request: unanswered, ok: null, said: `no answer to the form after ${answerMs / 1000} s` };
  if (!last) {
    const moved = page.url() !== before;
    return { ok: alert === '' && moved ? null : false, said: alert === '' ? 'the page sent nothing' : `"${alert}"` };
  }
  const statuses = answers.map(({ response }) => response.status());
  const status = Math.max(...statuses);
  const complaint = status < 400 ? await complaintIn(last.response) : '';
  const says = alert || complaint;
  const refused = status >= 400 || complaint !== '' || (alert !== '' && refusedWords.test(alert));
  const doubtful = !refused && alert === '' && status < 300 && refusedWords.test(shown.slice(0, 1500));
  return {
    request: last.request,
    status,
    ok: refused ? false : doubtful && status === 200 ? null : true,
    said: `HTTP ${status}${says === '' ? '' : `, "${says.slice(0, 140)}"`}`,
  };
}

/** A refusal in the clothes of a 200: `{"error": …}`, `{"success": false}`, GraphQL errors. */
async function complaintIn(response: Response): Promise<string> {
  const type = response.headers()['content-type'] ?? '';
  if (!type.includes('json')) return '';
  const text = await response.text().catch(() => '');
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const error =
      body.error ??
      body.errors ??
      (body.success === false || body.ok === false ? (body.message ?? 'refused') : undefined);
    if (error === undefined || error === null || error === false || (Array.isArray(error) && error.length === 0))
      return '';
    const message =
      typeof body.message === 'string' ? body.message : typeof error === 'string' ? error : JSON.stringify(error);
    return message.slice(0, 140);
  } catch {
    return '';
  }
}
