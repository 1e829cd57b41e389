// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of scripts.
import { describe, expect, it } from 'vitest';
import { addressesOf, broughtAlong } from '../../src/collectors/portal/crawl/fill-address.ts';
import { withDeeds } from '../../src/collectors/portal/crawl/named-deeds.ts';
import { placeCalls } from '../../src/collectors/portal/crawl/place-calls.ts';
import { referencesOf } from '../../src/collectors/portal/crawl/references-of.ts';
import { callsInScript } from '../../src/parse/script/calls-in-script.ts';
import { recordedJson } from './recorded.ts';

const src = 'https://x.test/assets/a.js';
const api = 'https://x.test/api/v2';
const walked = [
  recordedJson(`${api}/sites`, [{ id: 11, name: 'North yard' }]),
  recordedJson(`${api}/sites/11`, { id: 11, name: 'North yard', podNumber: 'POD-30206' }),
  recordedJson(`${api}/contacts?page=1`, { items: [{ id: 71, fullName: 'Ada Marlowe' }] }),
];
const placed = (text: string, pages: readonly string[] = []) =>
  placeCalls([{ src, calls: callsInScript(text) }], walked, pages).map(
    ({ method, template }) => `${method} ${template}`,
  );

describe('where the calls of a script lead', () => {
  it('behind the address that its client puts before every path', () => {
    expect(placed('N.get("/sites"),N.get(`/sites/${t}`),N.put(`/sites/${t}/keys`,m.value)')).toEqual([
      `GET ${api}/sites`,
      `GET ${api}/sites/{t}`,
      `PUT ${api}/sites/{t}/keys`,
    ]);
  });

  it('where an address is put in before them', () => {
    expect(placed('fetch(`${B}/contacts`),fetch(`${B}/contacts/${e.id}/notes`)')).toContain(
      `GET ${api}/contacts/{id}/notes`,
    );
  });

  it('as they are where they were asked for so', () => {
    expect(placed('fetch("/api/v2/sites"),fetch("/api/v2/papers",{method:"POST",body:JSON.stringify({a})})')).toEqual([
      `GET ${api}/sites`,
      `POST ${api}/papers`,
    ]);
  });

  it('ends of paths behind a client’s address, beside whole paths that need nothing before them', () => {
    const whole = 'h.get("/api/v2/sites"),h.get("/api/v2/sites/"+e),h.get("/api/v2/contacts"),';
    expect(placed(`${whole}d.get("sites/"+e),d.post("sites/"+e+"/close")`)).toContain(`POST ${api}/sites/{e}/close`);
  });

  it('with the words that are put in at their end, where the script has them', () => {
    const text =
      'N.get("/sites"),b.onclick=()=>N.post("/sites/"+id+"/"+how,{}),act("Archive","archive"),act("Open","open")';
    const calls = withDeeds(callsInScript(text), text).map(({ path }) => path);
    expect(calls).toEqual(['/sites', '/sites/{id}/{how}', '/sites/{id}/archive']);
  });

  it('with the plain values of their bodies, each place that writes some', () => {
    const text = 'N.get("/sites"),N.patch("/sites/"+e,{status:"done"}),N.patch("/sites/"+e,{archived:!0,note:n})';
    const [, change] = placeCalls([{ src, calls: callsInScript(text) }], walked);
    expect(change?.says).toEqual([{ status: 'done' }, { archived: true }]);
  });

  it('of a function that was seen to ask, and of none that leads to pages', () => {
    expect(placed('M("/sites"),M("/sites/totals")')).toContain(`GET ${api}/sites/totals`);
    expect(placed('go.push("/sites"),L("/sites/new")', ['https://x.test/sites'])).toEqual([]);
    expect(placed('L("/sites"),L("/sites/new")', ['https://x.test/sites'])).toEqual([]);
  });
});

it('files that a script opens in a window or sends the browser to, as they are written, and no pages', () => {
  const text =
    'N.get("/sites"),window.open("/exports/sites.csv?siteId="+e),location.href=`/api/v2/report.pdf?site=${t}`,window.open("/sites/new")';
  expect(placed(text)).toEqual([
    `GET ${api}/sites`,
    'GET https://x.test/exports/sites.csv',
    'GET https://x.test/api/v2/report.pdf',
  ]);
});

describe('what is put in', () => {
  const known = referencesOf(walked);
  const of = (template: string, ...query: { name: string; value?: string; by?: string }[]) =>
    addressesOf(`${api}${template}`, query, known);

  it.each([
    ['an id of the list above', '/sites/{t}/keys', `${api}/sites/11/keys`],
    ['an id of a list by that name elsewhere', '/export/contacts/{e}', `${api}/export/contacts/71`],
    ['what goes by the same name', '/files/{podNumber}.pdf', `${api}/files/POD-30206.pdf`],
    ['the number of such a thing', '/pods/{x}.pdf', `${api}/pods/POD-30206.pdf`],
    ['an id of the things that it is named after', '/timeline/{contactId}', `${api}/timeline/71`],
  ])('%s', (_what, template, url) => expect(of(template)).toEqual([url]));

  it('nothing where no answer gave it', () => expect(of('/bills/{t}')).toEqual([]));

  it('parameters as they are written, and a word of one’s own to search for', () => {
    expect(of('/sites/{t}', { name: 'include', value: 'crew' })).toEqual([`${api}/sites/11?include=crew`]);
    expect(of('/contacts/suggest', { name: 'q', by: 'e' })).toEqual([`${api}/contacts/suggest?q=Marlowe`]);
  });

  it('the same for each record of a list where other records are brought along', () => {
    const many = [
      ...walked,
      recordedJson(
        `${api}/plans`,
        [1, 2, 3, 4].map((id) => ({ id: 30 + id })),
      ),
    ];
    const all = referencesOf(many);
    expect(addressesOf(`${api}/plans/{t}`, [{ name: 'include', value: 'crew.jobs' }], all)).toHaveLength(4);
    expect(addressesOf(`${api}/plans/{t}`, [{ name: 'view', value: 'short' }], all)).toHaveLength(2);
    const asked = recordedJson(`${api}/plans/31?include=crew.jobs`, { id: 31 });
    expect(broughtAlong([...many, asked])).toEqual([
      { template: `${api}/plans/{x}`, query: [{ name: 'include', value: 'crew.jobs' }] },
    ]);
  });
});
