import { describe, expect, it } from 'vitest';
import { looksLikeId, pageKey, plainPath } from '../../src/collectors/portal/crawl/page-key.ts';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import { policyFor } from '../../src/collectors/portal/policy.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { isRead } from '../../src/collectors/portal/shield.ts';
import { crossCandidates } from '../../src/collectors/portal/tenancy/cross-candidates.ts';
import { absentReference, putInto } from '../../src/collectors/portal/tenancy/requests.ts';
import { curlFor } from '../../src/collectors/portal/tenancy/reproduce.ts';
import { dangerWords } from '../../src/collectors/portal/words.ts';

const origin = 'https://api.example.com';
function exchange(
  identity: Exchange['identity'],
  path: string,
  body: unknown = {},
  over: Partial<Exchange> = {},
): Exchange {
  return {
    identity,
    method: 'GET',
    url: `${origin}${path}`,
    resource: 'fetch',
    requestHeaders: {},
    status: 200,
    responseHeaders: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    afterSignIn: true,
    page: '',
    ...over,
  };
}
const templates = (...list: Exchange[]) => mapOperations(list).operations.map((one) => `${one.method} ${one.template}`);

describe('path templates', () => {
  it('blanks ids by look, by where they were produced, and by what differs between A and B', () => {
    expect(templates(exchange('a', '/v1/projects/17/documents/9f2c1d3e-0000-4000-8000-000000000001'))).toEqual([
      'GET /v1/projects/{projectId}/documents/{id}',
    ]);
    expect(
      templates(exchange('a', '/bases', { list: [{ id: 'whush3ly' }] }), exchange('a', '/bases/whush3ly')),
    ).toContain('GET /bases/{id}');
    expect(templates(exchange('a', '/orgs/acme-ltd/board'), exchange('b', '/orgs/globex-ltd/board'))).toEqual(
      ['GET /orgs/{id2}/board'].map((one) => one.replace('{id2}', '{id}')),
    );
  });

  it('takes a plain word that the other identity never meets for a reference, once pages stand below it', () => {
    const seen = ['acme', 'acme/issues'].map((path) => exchange('a', `/projects/${path}`));
    const others = ['globex', 'globex/issues'].map((path) => exchange('b', `/projects/${path}`));
    expect(templates(...seen, ...others)).toEqual(['GET /projects/{id}', 'GET /projects/{id}/issues']);
  });

  it('takes a word that is a reference on one page for one on the pages that only one customer was seen on', () => {
    const [seen, others] = (['a', 'b'] as const).map((identity) =>
      ['', '/history'].map((path) => exchange(identity, `/${identity === 'a' ? 'acme' : 'globex'}${path}`)),
    );
    expect(templates(...(seen ?? []), ...(others ?? []), exchange('a', '/acme/edit/17'))).toEqual([
      'GET /{id}',
      'GET /{id}/history',
      'GET /{id1}/edit/{id}',
    ]);
  });

  it('takes two words that differ at once, a customer’s and its object’s, for references', () => {
    const seen = ['/acme', '/acme/settings', '/acme/winter', '/acme/winter/orders'].map((path) => exchange('a', path));
    const others = ['/globex', '/globex/settings', '/globex/regatta', '/globex/regatta/orders'].map((path) =>
      exchange('b', path),
    );
    expect(templates(...seen, ...others)).toEqual([
      'GET /{id}',
      'GET /{id}/settings',
      'GET /{id1}/{id}',
      'GET /{id1}/{id}/orders',
    ]);
  });

  it('takes both parts of a scoped name that a list holds', () => {
    expect(
      templates(
        exchange('a', '/data', [{ name: '@acme/billing' }]),
        exchange('a', '/data/sidebar/@acme/billing', { readme: 'x' }),
      ),
    ).toEqual(['GET /data', 'GET /data/sidebar/{sidebarId}/{id}']);
  });

  it('finds references inside segments: OData, matrix parameters, file names', () => {
    expect(templates(exchange('a', "/odata/Records('q-17')"))).toEqual(["GET /odata/Records('{id}')"]);
    expect(templates(exchange('a', '/record;id=17'))).toEqual(['GET /record;id={id}']);
    expect(templates(exchange('a', '/invoices/17.pdf'))).toEqual(['GET /invoices/{id}.pdf']);
    expect(templates(exchange('a', '/papers/INV-2026-0110'))).toEqual(['GET /papers/{id}']);
  });
  it('compares what stands below references that are words', () => {
    const of = (who: 'a' | 'b', matter: string, part: string) => exchange(who, `/matters/${matter}/parts/${part}`);
    const pages = [exchange('a', '/matters/crew-dispute'), exchange('b', '/matters/lease-exit')];
    const seen = [...pages, of('a', 'crew-dispute', 'plea-one'), of('b', 'lease-exit', 'offer-two')];
    expect(templates(...seen)).toEqual(['GET /matters/{id}', 'GET /matters/{matterId}/parts/{id}']);
  });

  it('names GraphQL by its root fields and single endpoints by the procedure', () => {
    const posted = (path: string, body: object) =>
      exchange('a', path, {}, { method: 'POST', requestBody: JSON.stringify(body) });
    expect(
      templates(
        posted('/api', { query: 'query Page($id: ID!) { me { id } record(id: $id) { id } }', variables: { id: 'x' } }),
        posted('/rpc', { jsonrpc: '2.0', id: 1, method: 'records.get', params: { id: 17 } }),
      ),
    ).toEqual(['query me + record', 'POST /rpc#records.get']);
  });

  it('keeps words: two pages of one depth are not one template', () => {
    expect(templates(exchange('a', '/app/settings'), exchange('b', '/app/projects'))).toEqual([
      'GET /app/settings',
      'GET /app/projects',
    ]);
  });
});

describe('reads and writes', () => {
  it.each([
    ['GET', '/x', undefined, true],
    ['DELETE', '/x', undefined, false],
    ['POST', '/graphql', '{"query":"query Q { me { id } }"}', true],
    ['POST', '/graphql', '{"query":"mutation M { wipe }"}', false],
    ['POST', '/api/search', '{"q":"x"}', true],
    ['POST', '/api/projects', '{"name":"x"}', false],
    ['POST', '/api', '{"query":"{ me { id } }"}', true],
    ['POST', '/gql', '[{"query":"{ me { id } }"},{"query":"mutation M { wipe }"}]', false],
    [
      'POST',
      '/graphql',
      '{"operationName":"DeleteInvoice","extensions":{"persistedQuery":{"sha256Hash":"aa"}}}',
      false,
    ],
    ['POST', '/graphql', '{"operationName":"Invoice","extensions":{"persistedQuery":{"sha256Hash":"aa"}}}', true],
    ['POST', '/graphql', '{"documentId":4508}', true],
    ['POST', '/q', '{"documentId":4508,"variables":{}}', true],
    ['POST', '/api/files/discard', '{"documentId":4508}', false],
    ['POST', '/api/files/seal', '{"docId":"7a1c"}', false],
    ['POST', '/rpc', '{"jsonrpc":"2.0","method":"invoices.get","params":{}}', true],
    ['POST', '/rpc', '{"jsonrpc":"2.0","method":"invoices.delete","params":{}}', false],
    ['POST', '/soap', '<Envelope><Body><GetInvoice><id>7</id></GetInvoice></Body></Envelope>', true],
    ['POST', '/soap', '<Envelope><Body><DeleteInvoice><id>7</id></DeleteInvoice></Body></Envelope>', false],
  ])('%s %s %s', (method, path, body, expected) => {
    expect(isRead(method, `${origin}${path}`, {}, body)).toBe(expected);
  });

  it('believes a method override', () => {
    expect(isRead('POST', origin, { 'x-payload-http-method-override': 'GET' }, '')).toBe(true);
    expect(isRead('GET', origin, { 'x-http-method-override': 'DELETE' }, undefined)).toBe(false);
  });

  it.each(['Delete project', 'Log out', 'Löschen', 'Supprimer', 'Wyślij', '削除', '退出登录'])(
    'never presses "%s"',
    (text) => {
      expect(dangerWords.test(text)).toBe(true);
    },
  );
  it.each(['Emergency lighting', 'Show details', 'Quotation for door leaves', 'Settings'])('may press "%s"', (text) => {
    expect(dangerWords.test(text)).toBe(false);
  });
});

describe('references that only the owner has', () => {
  const aList = exchange('a', '/invoices', { items: [{ id: 'a-100001', note: 'x' }, { id: 's-300003' }] });
  const bList = exchange('b', '/invoices', { items: [{ id: 'b-200002', note: 'y' }, { id: 's-300003' }] });
  const candidates = (...list: Exchange[]) =>
    crossCandidates(mapOperations(list), 'b', 'a', list, []).map(
      (one) => `${one.origin} ${new URL(one.askerRequest.url).pathname}`,
    );

  it('takes what B asked for and A never met', () => {
    expect(candidates(aList, bList, exchange('b', '/invoices/b-200002', { note: 'Eleven sites' }))).toEqual([
      'observed /invoices/b-200002',
    ]);
  });

  it("puts B's reference into A's own request where B never opened one", () => {
    expect(candidates(aList, bList, exchange('a', '/invoices/a-100001', { note: 'Own' }))).toEqual([
      'swapped /invoices/b-200002',
    ]);
  });

  it('leaves out what A meets in ordinary use: it is shared', () => {
    expect(candidates(aList, bList, exchange('b', '/invoices/s-300003', { note: 'Shared' }))).toEqual([]);
  });

  it('takes the id of its tenant, sent once, where the answers about each account name it, though a directory lists it', () => {
    const directory = { companies: [{ id: 'org-100001' }, { id: 'org-200002' }] };
    const list = [
      exchange('a', '/stats?practice=org-100001', { open: 12 }),
      exchange('b', '/stats?practice=org-200002', { open: 31 }),
      exchange('a', '/directory', directory),
      exchange('b', '/directory', directory),
    ];
    const found = (named: readonly string[]) =>
      crossCandidates(mapOperations(list), 'b', 'a', list, [], named).map((one) => [
        new URL(one.askerRequest.url).search,
        one.ofTenant,
      ]);
    expect(found(['org-200002'])).toEqual([['?practice=org-200002', true]]);
    expect(found([])).toEqual([]);
  });

  it('leaves out sign-in, sign-out and token renewal', () => {
    expect(candidates(exchange('b', '/auth/refresh/b-200002', { note: 'Token' }))).toEqual([]);
  });

  it("asks for B's child under A's own parent as well", () => {
    const found = candidates(
      exchange('a', '/projects/a-1111111/files/a-5555555', { n: 'Own' }),
      exchange('b', '/projects/b-2222222/files/b-6666666', { n: 'Theirs' }),
    );
    expect(found).toEqual([
      'observed /projects/b-2222222/files/b-6666666',
      'swapped /projects/a-1111111/files/b-6666666',
      'swapped /projects/b-2222222/files/a-5555555',
    ]);
  });
});

describe('requests put together', () => {
  const hex = (count: number) => 'a3'.repeat(count);
  it('makes an absent reference of the same form', () => {
    expect(absentReference('4114', hex)).toMatch(/^9\d+$/);
    expect(absentReference('9f2c1d3e-0000-4000-8000-000000000001', hex)).toMatch(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    expect(absentReference('BWD/2334', hex)).toMatch(/^BWD\/9\d+$/);
  });

  it('swaps one slot in path, query or body', () => {
    const like = exchange('a', '/x');
    expect(
      putInto({ method: 'GET', url: `${origin}/p/1/p/1`, like }, { place: 'path', name: 'id', value: '1' }, '2').url,
    ).toBe(`${origin}/p/1/p/2`);
    expect(
      putInto({ method: 'GET', url: `${origin}/p?org=1`, like }, { place: 'query', name: 'org', value: '1' }, '2').url,
    ).toBe(`${origin}/p?org=2`);
    expect(
      putInto(
        { method: 'POST', url: origin, body: '{"id":"q1"}', like },
        { place: 'body', name: 'id', value: 'q1' },
        'z',
      ).body,
    ).toBe('{"id":"z"}');
  });

  it('prints a command that can be repeated, without names of customers', () => {
    const request = {
      method: 'GET',
      url: `${origin}/files/statement-brightwater-10.txt?q=Eleven`,
      like: exchange('a', '/x'),
    };
    const printed = curlFor(request, 'a', (text) => text);
    expect(printed).not.toMatch(/brightwater|Eleven/);
    expect(printed).toContain('REFERENCE');
    expect(
      curlFor(
        { ...request, url: `${origin}/invoices/9f2c1d3e-0000-4000-8000-000000000001` },
        'anonymous',
        (text) => text,
      ),
    ).toBe(`curl -sS -i '${origin}/invoices/9f2c1d3e-0000-4000-8000-000000000001'`);
  });
});

describe('pages', () => {
  it('gives pages of one kind one key', () => {
    expect(pageKey(`${origin}/issues/17?sort=a&page=2`)).toBe(pageKey(`${origin}/issues/18?page=9&sort=b`));
    // Each of its links escapes the address once more.
    expect(pageKey(`${origin}/bookings?page=2&q%25253D=`)).toBe(pageKey(`${origin}/bookings?page=2&q%3D=`));
    expect(pageKey(`${origin}/#/a`)).not.toBe(pageKey(`${origin}/#/b`));
  });
  it('writes down plain words only', () => {
    expect(plainPath('/files/statement-brightwater-2026-10.txt/edit')).toBe('/files/{}/edit');
    expect(plainPath('/api/trpc/invoice.byId,user.me2')).toBe('/api/trpc/invoice.byId,user.me2');
    expect(plainPath('/files/invoice.byId')).toBe('/files/{}');
    expect(looksLikeId('v1')).toBe(false);
    for (const id of ['Thread:603', 'ThreadNode:1', 'gid://shop/Order/1'])
      expect(looksLikeId(Buffer.from(id).toString('base64')), id).toBe(true);
    expect(looksLikeId('VGhyZWFkOjYwMw%3D%3D')).toBe(true);
    for (const word of ['dashboard', 'settings-page', 'Notifications', 'documents', 'assignments'])
      expect(looksLikeId(word), word).toBe(false);
  });
  it('takes a key with dots in it for no word, and a title for one', () => {
    expect(looksLikeId('WyJhY21lLW9mZnNpdGUiXQ.zLTQoxqDSemZER6EAmxSEO80v3o.xml')).toBe(true);
    expect(looksLikeId('How-To-Install-Windows-11-On-Mac')).toBe(false);
  });
});

describe('policy', () => {
  const policy = [
    { op: 'GET /api/posts/*', scope: 'shared' as const },
    { op: '* /api/admin/**', roles: ['admin'] },
    { op: '* /api/**', scope: 'tenant' as const },
  ];
  it('takes the first rule that matches', () => {
    expect(policyFor(policy, 'GET', '/api/posts/{id}')?.scope).toBe('shared');
    expect(policyFor(policy, 'GET', '/api/posts/{id}/likes')?.scope).toBe('tenant');
    expect(policyFor(policy, 'DELETE', '/api/admin/users/{id}')?.roles).toEqual(['admin']);
    expect(policyFor(policy, 'GET', '/other')).toBeUndefined();
  });
});

it('of a download whose content the browser did not keep, the answer that has it counts', () => {
  const empty = exchange('b', '/documents/702/file', {}, { body: Buffer.alloc(0) });
  const full = exchange('b', '/documents/702/file', { text: 'Partners hold half each' });
  for (const all of [
    [empty, full],
    [full, empty],
  ])
    expect(
      mapOperations(all)
        .operations[0]?.by.get('b')
        ?.map((one) => one.exchange),
    ).toEqual([full]);
});
