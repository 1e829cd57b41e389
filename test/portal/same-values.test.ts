import { expect, it } from 'vitest';
import { type KeptForm, keptForms } from '../../src/collectors/portal/cross-site/kept-forms.ts';
import { proveKept } from '../../src/collectors/portal/cross-site/prove-kept.ts';
import { resend, type Said } from '../../src/collectors/portal/cross-site/same-values.ts';
import type { Journal } from '../../src/world/journal.ts';
import { recorded } from './recorded.ts';

const site = 'https://portal.example';
const form = (action: string, field: string, button = 'Save') =>
  `<form method="post" action="${action}"><input type="hidden" name="csrf_token" value="k7Qm2vXw9RtY4uLp">${field}<button>${button}</button></form>`;
const email = '<input type="email" name="email" value="ana@clinic.example">';
const page = (path: string, body: string) => recorded(`${site}${path}`, `<html><body>${body}</body></html>`);
const profile = page(
  '/profile/edit',
  form('/profile/contact', email) + form('/profile/name', '<input name="name" value="Ana Ruiz">'),
);

/** Answers a change by leading to the profile, which says once what became of it. */
function portal(isTaken: (path: string, body: string) => boolean, refusal: 'status' | 'notice') {
  let notice = '';
  const sent: string[] = [];
  const said = (status: number, source: string, location = ''): Said => ({
    status,
    location,
    source,
    leaves: source
      .replace(/<[^>]+>/g, '\n')
      .split('\n')
      .filter((one) => one !== ''),
  });
  const take = (action: string, body: string): Said => {
    const taken = isTaken(new URL(action).pathname, body);
    sent.push(body);
    if (!taken && refusal === 'status') return said(403, 'Refused');
    notice = taken ? 'Saved at 10:41' : 'Your session has run out';
    return said(302, '', '/profile');
  };
  return {
    sent,
    redact: (text: string) => text,
    read: async () => {
      const shown = `<p>${notice}</p>${profile.body.toString()}`;
      notice = '';
      return said(200, shown);
    },
    sendOwn: async (body: string, { action }: { readonly action: string }) => take(action, body),
    sendForged: async (body: string, { action }: { readonly action: string }) => take(action, body),
  };
}
const forms = keptForms([profile], () => false);

it('a form whose token nobody looks at is answered alike; the values are those that stand there', async () => {
  const bench = portal((path, body) => path === '/profile/contact' || body.includes('csrf_token'), 'status');
  const found = await resend(forms, bench);
  expect(found.map(({ template, alike, forged }) => [template, alike, forged.status])).toEqual([
    ['/profile/contact', true, 302],
    ['/profile/name', false, 403],
  ]);
  expect(found[0]).toMatchObject({ url: `${site}/profile/contact`, fields: ['email'] });
  expect(bench.sent[0]).toBe('csrf_token=k7Qm2vXw9RtY4uLp&email=ana%40clinic.example');
  expect(bench.sent[2]).toBe('email=ana%40clinic.example');
});

it('a refusal that leads to the same page and says so there is not alike', async () => {
  const found = await resend(
    forms,
    portal((_path, body) => body.includes('csrf_token'), 'notice'),
  );
  expect(found.map(({ alike }) => alike)).toEqual([false, false]);
});

it('forms that make, delete, send, ask for a password or hold nothing yet are left alone', () => {
  expect(
    keptForms([page('/orders/new', form('/orders', email)), page('/orders', form('/orders', email))], () => false),
  ).toEqual([]);
  expect(keptForms([page('/orders/41/edit', form('/orders/41', email))], () => false)).toHaveLength(1);
  expect(keptForms([page('/settings', form('/keys', '<input name="name" value="My key">'))], () => false)).toEqual([]);
  const others = page(
    '/account',
    form('/account/close', email, 'Close account') +
      form('/invite', email, 'Send') +
      form('/secret', `${email}<input type="password" name="p">`) +
      form('/notes', '<textarea name="note"></textarea>') +
      form('https://elsewhere.example/x', email),
  );
  expect(keptForms([others], () => false)).toEqual([]);
  expect(keptForms([profile], (path) => path.endsWith('/name')).map(({ action }) => action)).toEqual([
    `${site}/profile/contact`,
  ]);
});

it('a form that may take a file along is sent in parts, without the file', async () => {
  const source = `<form method="post" action="/profile/bank" enctype="multipart/form-data"><input type="hidden" name="csrf_token" value="k7Qm2vXw9RtY4uLp"><input name="sort_code" value="40-61-07 11"><input type="file" name="mandate"><button>Save</button></form>`;
  const shown = page('/profile/edit', source);
  const [form] = keptForms([shown], () => false);
  const bench = portal(() => true, 'status');
  const [found] = await resend(form ? [form] : [], { ...bench, read: async () => said(shown.body.toString()) });
  expect(found).toMatchObject({ template: '/profile/bank', fields: ['sort_code'], alike: true });
  expect(form?.contentType).toMatch(/^multipart\/form-data; boundary=/);
  expect(bench.sent[0]).toContain('name="sort_code"\r\n\r\n40-61-07 11');
  expect(bench.sent.join('')).not.toContain('mandate');
  expect(bench.sent[2]).not.toContain('csrf_token');
});
const said = (source: string): Said => ({ status: 200, location: '', source, leaves: [source] });

/** A form that keeps what it is sent; without its token too, where it does not look. */
function keeping(looks: boolean, sticks = true) {
  const values = new Map([
    ['email', 'ana@clinic.example'],
    ['bank', 'Harbour Savings'],
    ['iban', 'GB33 0012'],
  ]);
  const sent: string[] = [];
  const shown = () => {
    const fields = [...values].map(([name, value]) => `<input name="${name}" value="${value}">`).join('');
    return `<html><body>${form('/settings/bank', fields)}</body></html>`;
  };
  const said = (status: number, source: string): Said => ({ status, location: '', source, leaves: [`${status}`] });
  const take = async (body: string): Promise<Said> => {
    sent.push(body);
    const fields = new URLSearchParams(body);
    const taken = fields.has('csrf_token') || !looks;
    if (taken && (sticks || fields.has('csrf_token')))
      for (const name of values.keys()) values.set(name, fields.get(name) ?? '');
    return said(taken ? 200 : 403, '');
  };
  const bench = {
    redact: (text: string) => text,
    read: async () => said(200, shown()),
    sendOwn: take,
    sendForged: take,
  };
  const entries: { what: string; settled: string[] }[] = [];
  const journal = {
    plan: async ({ what }: { readonly what: string }) => String(entries.push({ what, settled: [] }) - 1),
    settle: async (id: string, { state }: { readonly state: string }) => void entries[Number(id)]?.settled.push(state),
  } as unknown as Journal;
  let marks = 0;
  const change = (one: KeptForm) =>
    proveKept(one, { ...bench, identity: 'a', journal, wait: async () => undefined, mark: () => `lr${++marks}` });
  const forms = keptForms([recorded(`${site}/settings/bank`, shown())], () => false);
  return { run: () => resend(forms, { ...bench, change }), values, sent, entries };
}

it('a text of a form that is answered alike is changed from elsewhere, read back and put back', async () => {
  const { run, values, sent, entries } = keeping(false);
  const [found] = await run();
  expect(found).toMatchObject({ alike: true, change: { field: 'bank', status: 200, changed: true, restored: true } });
  expect([...values.values()]).toEqual(['ana@clinic.example', 'Harbour Savings', 'GB33 0012']);
  const forged = sent.filter((body) => !body.includes('csrf_token') && body.includes('lr2'));
  expect(forged).toEqual(['email=ana%40clinic.example&bank=Harbour+Savings+lr2&iban=GB33+0012']);
  expect(entries.map(({ settled }) => settled.at(-1))).toEqual(['undone', 'undone']);
  expect(entries[1]?.what).toContain('as a page of another site');
});

it('said yes and kept nothing, or refused: nothing is changed and nothing is said', async () => {
  const silent = keeping(false, false);
  expect(await silent.run()).toMatchObject([{ alike: false, change: { changed: false, restored: null } }]);
  expect(silent.values.get('bank')).toBe('Harbour Savings');
  const refusing = keeping(true);
  expect((await refusing.run())[0]?.change).toBeUndefined();
  expect(refusing.entries).toEqual([]);
});
