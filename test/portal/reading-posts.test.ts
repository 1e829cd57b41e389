import { describe, expect, it } from 'vitest';
import { carriesCredential } from '../../src/collectors/portal/operations/carries-credential.ts';
import { isRead } from '../../src/collectors/portal/operations/is-read.ts';
import {
  isCallWhileShown,
  isReadByGet,
  type Moment,
  mayRead,
} from '../../src/collectors/portal/operations/may-read.ts';
import { showWords } from '../../src/collectors/portal/words.ts';

const at = (path: string) => `https://portal.example.test${path}`;
const json = { 'content-type': 'application/json' };
/** What Livewire posts: a component's sealed state, and what is called in it. */
const component = (method: string, params: readonly unknown[]) =>
  JSON.stringify({
    _token: 't',
    components: [{ snapshot: '{"memo":{"name":"orders.table"}}', updates: {}, calls: [{ path: '', method, params }] }],
  });

it('what carries a password or a one-time code lets somebody in: never a read, whatever it is called and whenever it is sent', () => {
  const bodies = [
    '{"0":{"correo":"ana@clinica.example","clave":"Malva#21"}}',
    '{"email":"ana@clinic.example","password":"x"}',
    'benutzer=ana&kennwort=x',
    '{"input":{"code":"482913"}}',
  ];
  for (const body of bodies) {
    expect(isRead('POST', at('/api/trpc/auth.get?batch=1'), json, body)).toBe(false);
    expect(mayRead('opening', 'POST', at('/api/trpc/auth.entrar?batch=1'), json, body)).toBe(false);
  }
  expect(carriesCredential('{"user":"ana","geheim":"Malva#21"}', ['Malva#21'])).toBe(true);
  for (const body of [
    '{"password":""}',
    '{"passengers":2,"zipCode":"12345"}',
    '{"code":"SPRING"}',
    '{"q":',
    '',
    undefined,
  ])
    expect(carriesCredential(body)).toBe(false);
});

describe('POST requests whose name says that they read', () => {
  const reads: readonly (readonly [string, string])[] = [
    ['/v1/projects/p/databases/(default)/documents:runQuery', '{"structuredQuery":{}}'],
    ['/parse/classes/Order', '{"where":{},"_method":"GET"}'],
    ['/api/files/7/presign', '{}'],
    ['/api/files/7/signed-url', '{}'],
    ['/api/files/7/download-link', '{}'],
    ['/livewire/update', component('showOrder', [57])],
    ['/api/trpc/ticket.byId,note.list?batch=1', '{"0":{"id":5}}'],
    ['/billing.v1.InvoiceService/GetInvoice', '{"id":"7"}'],
    ['/api/InvoiceService/ListInvoices', '{}'],
    ['/rest/v1/rpc/get_sheet', '{"p_job":5}'],
    ['/api/getOrderLines', '{"id":5}'],
    ['/odata/$batch', '{"requests":[{"method":"GET","url":"Orders(5)"}]}'],
    ['/Machines/Data', '{"draw":1,"start":0,"length":10,"customerId":"7"}'],
    ['/api/orders/rows', '{"paging":{"page":1,"pageSize":25}}'],
    ['/storage/v1/object/sign/documents/42/lease.pdf', '{"expiresIn":60}'],
    ['/storage/v1/object/list/documents', '{"prefix":"42"}'],
    ['/api/files/42/download-url', '{}'],
    ['/api/trpc/archivo.lista?batch=1', '{"0":{"pacienteId":5}}'],
    ['/api/trpc/paciente.porId?batch=1', '{"0":{"id":5}}'],
    ['/api/rpc/kunden.suchen', '{"text":"mai"}'],
    ['/api/rpc/devis.obtenir', '{"id":5}'],
  ];
  it.each(reads)('%s', (path, body) => expect(isRead('POST', at(path), json, body)).toBe(true));

  const writes: readonly (readonly [string, string])[] = [
    ['/api/notifications/read-all', ''],
    ['/api/files/7/link', '{}'],
    ['/api/files/7/share-link', '{}'],
    ['/v1/documents:commit', '{"writes":[]}'],
    ['/parse/classes/Order', '{"title":"x","_method":"PUT"}'],
    ['/livewire/update', component('archive', [57])],
    ['/livewire/update', component('complete', [57])],
    ['/api/trpc/paciente.lista,hilo.marcarLeido?batch=1', '{"0":{"id":5}}'],
    ['/api/trpc/lista.guardar?batch=1', '{"0":{"id":5}}'],
    ['/api/rpc/kunde.holenUndLoeschen', '{"id":5}'],
    ['/api/rpc/reset.porId', '{"id":5,"clave":"Malva#21"}'],
    ['/api/messages/7/read', '{}'],
    ['/api/trpc/ticket.byId,ticket.close?batch=1', '{"0":{"id":5}}'],
    ['/billing.v1.InvoiceService/PayInvoice', '{"id":"7"}'],
    ['/rest/v1/rpc/job_sheet', '{"p_job":5}'],
    ['/api/getOrCreateCart', '{}'],
    ['/odata/$batch', '{"requests":[{"method":"PATCH","url":"Orders(5)"}]}'],
    ['/api/orders', '{"title":"x"}'],
    ['/api/orders', '{"start":"2026-11-20","length":10}'],
    ['/api/boards', '{"name":"My view","page":1,"pageSize":25}'],
    ['/api/preferences', '{"page":1,"limit":25}'],
    ['/api/orders/cancel', '{"page":1,"limit":25}'],
    ['/storage/v1/object/documents/42/lease.pdf', '{}'],
    ['/storage/v1/object/upload/sign/documents/42/lease.pdf', '{}'],
    ['/api/files/42/upload-url', '{}'],
    ['/api/files/42/public-url', '{}'],
  ];
  it.each(writes)('not %s', (path, body) => expect(isRead('POST', at(path), json, body)).toBe(false));
});

it('SEARCH, QUERY, PROPFIND and REPORT read, LOCK and MOVE do not', () => {
  for (const verb of ['SEARCH', 'QUERY', 'PROPFIND', 'REPORT'])
    expect(isRead(verb, at('/items/orders'), json, '{}')).toBe(true);
  for (const verb of ['LOCK', 'MOVE', 'PATCH']) expect(isRead(verb, at('/items/orders'), json, '{}')).toBe(false);
});

describe('POST requests that only the moment tells of', () => {
  it('a component of the page: what opens a window may be pressed, what writes may not', () => {
    const may = (method: string, params: readonly unknown[]) =>
      mayRead('record', 'POST', at('/livewire/update'), json, component(method, params));
    expect(may('__dispatch', ['openModal', { order: 57 }])).toBe(true);
    expect(may('$refresh', [])).toBe(true);
    expect(may('mountTableAction', ['delete', '57'])).toBe(false);
    expect(may('__dispatch', ['deleteOrder', { order: 57 }])).toBe(false);
    expect(may('saveOrder', [57])).toBe(false);
  });

  const action = { 'content-type': 'text/plain', 'next-action': '7f3c9a0d51b24e66' };
  const cases: readonly (readonly [Moment, string, Readonly<Record<string, string>>, boolean])[] = [
    ['reading', '/orders/ord_1', action, true],
    ['opening', '/orders/ord_1', action, true],
    ['record', '/orders/ord_1', action, false],
    [undefined, '/orders/ord_1', action, false],
    ['record', '/rest/v1/rpc/job_sheet', json, true],
    ['reading', '/api/history', json, true],
    ['opening', '/api/drafts', json, false],
    ['reading', '/api/orders/cancel', json, false],
    ['opening', '/rpc/send_reminder', json, false],
    ['reading', '/api/logout', json, false],
  ];
  it.each(cases)('%s %s', (moment, path, headers, may) =>
    expect(mayRead(moment, 'POST', at(path), headers, '[]')).toBe(may),
  );

  it('a search that is kept makes something, and so does a POST to what is read by GET', () => {
    expect(mayRead('reading', 'POST', at('/presets'), json, '{"search":"pier"}')).toBe(false);
    expect(mayRead('reading', 'POST', at('/api/letters'), json, '{"search":"pier"}')).toBe(true);
    const seen = (type: string) => [
      { method: 'GET', url: at('/api/letters?limit=5'), status: 200, responseHeaders: { 'content-type': type } },
    ];
    const isMade = (type: string, path: string) => isReadByGet(seen(type), at(path), json, '{"search":"pier"}');
    expect(isMade('application/json; charset=utf-8', '/api/letters')).toBe(true);
    expect(isMade('application/json', '/api/letters/search')).toBe(false);
    expect(isMade('text/html', '/api/letters')).toBe(false);
  });

  it('a control that shows something is told from one that does something', () => {
    const shown = ['Show history', 'Job sheet', 'Details', 'Verlauf', '詳細', 'More', 'Run report', 'Voir le détail'];
    shown.push('Abrir', 'Öffnen', 'Download', 'Exportar CSV', 'Export as PDF');
    const done = ['Approve', 'Mark as done', 'Report a problem', 'Move to next step', 'Seek refund', 'Open ticket'];
    done.push('Abrir chamado', 'Export to bank', 'Importar CSV');
    expect(shown.filter((text) => !showWords.test(text))).toEqual([]);
    expect(done.filter((text) => showWords.test(text))).toEqual([]);
  });
});

describe('pages that post themselves back', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const webForms = (target: string, argument = '') =>
    new URLSearchParams({ __VIEWSTATE: 'x', __EVENTTARGET: target, __EVENTARGUMENT: argument }).toString();
  const faces = (name: string) =>
    `main=main2&jakarta.faces.ViewState=e1s1&${encodeURIComponent(name)}=${encodeURIComponent(name)}`;
  const cases: readonly (readonly [Moment, string, boolean])[] = [
    ['link', webForms('ctl00$lnkInvoices'), true],
    ['link', webForms('ctl00$cph$gv', 'Page$2'), true],
    ['link', webForms('ctl00$cph$gv', 'Select$0'), true],
    ['link', webForms('ctl00$cph$gv', 'Delete$0'), false],
    ['link', webForms('ctl00$lnkLogOut'), false],
    ['link', webForms('ctl00$cph$btnShip'), false],
    ['link', webForms('ctl00$lnkShipAll'), false],
    ['link', webForms('ctl00$lnkHandOver'), false],
    ['link', webForms('ctl00$lnkProcess'), false],
    ['reading', webForms('ctl00$cph$rpt$ctl03$more'), true],
    ['reading', webForms('ctl00$cph$btnSaveDetails'), false],
    ['link', faces('main:menuOrders'), true],
    ['link', faces('main:lnkDelete'), false],
    [undefined, webForms('ctl00$lnkInvoices'), false],
    ['link', '{"title":"x"}', false],
  ];
  it.each(cases)('%s %s', (moment, body, may) =>
    expect(mayRead(moment, 'POST', at('/Orders.aspx'), form, body)).toBe(may),
  );
});

it('of what is sent before the shield is up only calls by a name that does not write are reads', () => {
  const called = (path: string, headers: Readonly<Record<string, string>> = json) =>
    isCallWhileShown('POST', at(path), headers, '{"p_site":5}');
  expect(called('/rest/v1/rpc/site_totals')).toBe(true);
  expect(called('/rest/v1/rpc/accept_terms')).toBe(false);
  expect(called('/api/terms')).toBe(false);
  expect(called('/home', { 'content-type': 'text/plain', 'next-action': '7f3c9a0d51b24e66' })).toBe(false);
});

it('an address signed for a file is asked for where one is downloaded; a document may be signed in earnest', () => {
  const may = (moment: Moment, path: string) => mayRead(moment, 'POST', at(path), json, '{"documentId":71}');
  expect(may('reading', '/api/files/sign')).toBe(true);
  expect(may('record', '/api/files/sign')).toBe(false);
  expect(may('reading', '/api/documents/sign')).toBe(false);
  for (const words of ['Quick view', 'Schnellansicht', 'Vista rápida', 'Vue détaillée'])
    expect(showWords.test(words), words).toBe(true);
  expect(showWords.test('Rename view')).toBe(false);
});
