import { type Ask, customers, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import { numbered, orgOf, rowsOf, type WriteShape } from './write-shape.ts';

const tokenOf = (who: Ask['who']) => `CfDJ8-of-${who}`;

/**
 * OData v4 as frameworks of .NET write it: keys in brackets, names that begin with capitals, the owner's company expanded inside
 * the record, the state in the record, a token of the session's own in a header, 204 and nothing else for a change.
 */
const open: WriteShape['open'] = (variant) => {
  const rows = rowsOf(numbered);
  const versions = new Map(rows.map(({ id }) => [id, 1]));
  const shown = ({ id, org, title, note }: (typeof rows)[number]) => ({
    '@odata.etag': `W/"${versions.get(id)}"`,
    Id: Number(id),
    Title: title,
    AccessNotes: note,
    CustomerId: org,
  });
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const mine = rows.filter((row) => row.org === orgOf(ask.who));
    const headers = { 'odata-version': '4.0' };
    if (ask.path === '/odata/Sites')
      return { headers, body: { '@odata.context': '/odata/$metadata#Sites', value: mine.map(shown) } };
    const [, id = ''] = /^\/odata\/Sites\((\d+)\)$/.exec(ask.path) ?? [];
    const row = rows.find((one) => one.id === id);
    if (ask.method !== 'GET' && ask.headers.requestverificationtoken !== tokenOf(ask.who)) return { status: 400 };
    const own = row !== undefined && mine.includes(row);
    if (!row || (!own && (ask.method === 'GET' || variant === 'guarded'))) return { status: 404, body: {} };
    const { orgName } = customers[row.org === customers.a.org ? 'a' : 'b'];
    const Customer = { Id: row.org, Name: orgName };
    if (ask.method === 'GET')
      return { headers, body: { ...shown(row), ...(ask.query.has('$expand') ? { Customer } : {}) } };
    if (ask.method !== 'PATCH') return { status: 405 };
    if (ask.headers['if-match'] !== `W/"${versions.get(id)}"`) return { status: 412 };
    if (own || variant === 'flawed') {
      row.note = String((JSON.parse(ask.body) as Record<string, unknown>).AccessNotes ?? row.note);
      versions.set(id, (versions.get(id) ?? 0) + 1);
    }
    return { status: 204 };
  };
  return { answer, data: () => structuredClone(rows) };
};

const held: WriteShape['held'] = (who) => [
  {
    method: 'POST',
    url: 'https://portal.example/api/bills/dispute',
    body: '{}',
    type: 'application/json',
    page: '',
    headers: { requestverificationtoken: tokenOf(who) },
  },
];
const walk =
  (items: number): Shape['walk'] =>
  (who, browse) => {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const { value = [] } = browse('GET', '/odata/Sites').body as { value?: { Id: number }[] };
    for (const { Id } of value.slice(0, items)) browse('GET', `/odata/Sites(${Id})?$expand=Customer`);
  };

export const odataShapes: readonly WriteShape[] = [
  { id: 'odata-record-with-its-owner-inside', open, held, walk: walk(2) },
  { id: 'odata-record-that-no-page-asked-for', open, held, walk: walk(0) },
];
