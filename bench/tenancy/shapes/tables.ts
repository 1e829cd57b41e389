import { type Ask, both, type Customer, customers, type Reply, type Shape, signedOut, type Who } from '../shape.ts';
import { handedOut } from './files.ts';
import { type Variant, uuid, type WriteShape } from './write-shape.ts';

/** Pages that talk to the database by PostgREST, in Portuguese; every change raises a count of the row. */
interface TableRow {
  readonly id: string;
  readonly condominio_id: string;
  titulo: string;
  descricao: string;
  versao: number;
}

const tenant = ({ key }: Customer) => `0c1d7e2${key}-55aa-4b1c-9d3e-0a0b0c0d0e0f`;
const keyed = { apikey: 'sb_publishable_4f2c81d0e7a95b36' };

const rowsOfBoth = (): TableRow[] =>
  both.flatMap((customer, side) =>
    customer.records.map(({ title, note }, at) => ({
      id: uuid(side * 10 + at),
      condominio_id: tenant(customer),
      titulo: title,
      descricao: note,
      versao: 3,
    })),
  );

const profile = (who: Exclude<Who, 'anonymous'>) => ({
  id: `7f3a1c0${who}-1111-4222-8333-944455556666`,
  email: customers[who].user,
  condominio_id: tenant(customers[who]),
});

/** The policy of the profiles looks at the row alone: `papel` may be set with the name. */
function profilePortal(variant: Variant) {
  const state = { a: person('a'), b: person('b') };
  const answer = (ask: Ask): Reply => {
    if (ask.headers.apikey !== keyed.apikey) return { status: 401, body: { message: 'No API key found in request' } };
    if (ask.who === 'anonymous') return ask.path === '/rest/v1/perfis' ? { body: [] } : signedOut;
    const own = state[ask.who];
    if (ask.path === '/auth/v1/user') return { body: { id: own.id, email: own.email } };
    if (ask.path !== '/rest/v1/perfis') return { status: 404, body: { code: 'PGRST205' } };
    const hit = [own].filter(({ id }) => ask.query.get('id') === null || ask.query.get('id') === `eq.${id}`);
    if (ask.method === 'GET') return { body: hit };
    const sent = JSON.parse(ask.body) as Partial<Person>;
    if (Object.keys(sent).some((key) => !(key in own))) return { status: 400, body: { code: 'PGRST204' } };
    const { papel = own.papel, condominio_id = own.condominio_id } = sent;
    const moved = papel !== own.papel || condominio_id !== own.condominio_id;
    if (variant === 'guarded' && moved) return { status: 403, body: { code: '42501' } };
    for (const row of hit)
      Object.assign(row, { nome: sent.nome ?? row.nome }, variant === 'flawed' ? { papel, condominio_id } : {});
    return { status: 204 };
  };
  return { answer, data: () => structuredClone(state) };
}

interface Person {
  readonly id: string;
  readonly email: string;
  readonly condominio_id: string;
  readonly nome: string;
  readonly papel: string;
}
const person = (who: 'a' | 'b'): Person => ({
  ...profile(who),
  nome: who === 'a' ? 'Ines Larkfield' : 'Tobias Quarrendon',
  papel: 'morador',
});
const walkProfile: Shape['walk'] = (who, browse) => {
  browse('GET', '/auth/v1/user', { headers: keyed });
  browse('GET', `/rest/v1/perfis?select=*&id=eq.${who === 'anonymous' ? 'x' : profile(who).id}`, { headers: keyed });
};

function tablePortal(variant: Variant) {
  const rows = rowsOfBoth();
  const answer = (ask: Ask): Reply => {
    if (ask.headers.apikey !== keyed.apikey) return { status: 401, body: { message: 'No API key found in request' } };
    if (ask.path === '/auth/v1/user')
      return ask.who === 'anonymous'
        ? signedOut
        : { body: { id: profile(ask.who).id, email: customers[ask.who].user } };
    const me = ask.who === 'anonymous' ? undefined : profile(ask.who);
    if (ask.path === '/rest/v1/perfis') return { body: me ? [me] : [] };
    if (ask.path !== '/rest/v1/ocorrencias') return { status: 404, body: { code: 'PGRST205' } };
    const id = ask.query.get('id')?.replace(/^eq\./, '');
    const named = rows.filter((row) => id === undefined || row.id === id);
    const own = named.filter((row) => row.condominio_id === me?.condominio_id);
    if (ask.method === 'GET') return { body: own, headers: { 'content-range': `0-${own.length}/*` } };
    if (ask.method !== 'PATCH' || id === undefined) return { status: 400, body: { code: '21000' } };
    if (!me) return { status: 401, body: { code: '42501' } };
    for (const row of variant === 'flawed' ? named : own) {
      Object.assign(row, JSON.parse(ask.body));
      row.versao += 1;
    }
    return variant === 'guarded' && own.length === 0 ? { status: 403, body: { code: '42501' } } : { status: 204 };
  };
  return { answer, data: () => rows.map(({ versao: _counted, ...row }) => ({ ...row })) };
}

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/auth/v1/user', { headers: keyed });
  browse('GET', '/rest/v1/perfis?select=*', { headers: keyed });
  if (who !== 'anonymous') browse('GET', '/rest/v1/ocorrencias?select=*&order=titulo.asc', { headers: keyed });
};

const token = (who: 'a' | 'b') =>
  `Bearer eyJhbGciOiJIUzI1NiJ9.${Buffer.from(`{"sub":"${who}"}`).toString('base64url')}.c2ln${who}`;

export const tableShapes: readonly WriteShape[] = [
  { id: 'rows-of-tables-of-a-database', bearer: token, open: tablePortal, walk },
];

export const tableFieldShapes: readonly WriteShape[] = [
  { id: 'role-in-a-profile-of-a-database', bearer: token, open: profilePortal, walk: walkProfile },
];

/** Remarks stand inside the record of each page; their own table is open to whoever signed in, or the records are everybody's too. */
const embedding =
  (open: 'remarks' | 'records and remarks' | 'nothing') =>
  (ask: Ask): Reply => {
    if (ask.headers.apikey !== keyed.apikey) return { status: 401, body: { message: 'No API key found in request' } };
    if (ask.who === 'anonymous') return ask.path.startsWith('/rest/') ? { body: [] } : signedOut;
    const me = profile(ask.who);
    if (ask.path === '/auth/v1/user') return { body: { id: me.id, email: me.email } };
    if (ask.path === '/rest/v1/perfis') return { body: [me] };
    const rows = rowsOfBoth();
    const mayRead = (row: TableRow) => open === 'records and remarks' || row.condominio_id === me.condominio_id;
    const remarks = rows.map((row, at) => ({ id: 9001 + at, chamado_id: row.id, texto: `${row.descricao}, by phone` }));
    if (ask.path === '/rest/v1/chamados') {
      const id = ask.query.get('id');
      const own = rows.filter((row) => (id === null ? row.condominio_id === me.condominio_id : mayRead(row)));
      const hit = own.filter((row) => id === null || id === `eq.${row.id}`);
      const inside = (row: TableRow) => remarks.filter((one) => one.chamado_id === row.id);
      const embeds = ask.query.get('select')?.includes('(') === true;
      return { body: hit.map((row) => (embeds ? { ...row, comentarios: inside(row) } : row)) };
    }
    if (ask.path !== '/rest/v1/chamado_comentarios') return { status: 404, body: { code: 'PGRST205' } };
    const of = ask.query.get('chamado_id')?.replace(/^eq\./, '');
    const allowed = new Set(rows.filter((row) => open !== 'nothing' || mayRead(row)).map((row) => row.id));
    return {
      body: remarks.filter((one) => allowed.has(one.chamado_id) && (of === undefined || one.chamado_id === of)),
    };
  };

const walkEmbeds: Shape['walk'] = (who, browse) => {
  browse('GET', '/auth/v1/user', { headers: keyed });
  browse('GET', '/rest/v1/perfis?select=*', { headers: keyed });
  if (who === 'anonymous') return;
  const { body } = browse('GET', '/rest/v1/chamados?select=*&order=titulo.asc', { headers: keyed });
  for (const { id } of (body as TableRow[]).slice(0, 1))
    browse('GET', `/rest/v1/chamados?select=*,comentarios:chamado_comentarios(*)&id=eq.${id}`, { headers: keyed });
};

export const tableReadShapes: readonly Shape[] = [
  handedOut('body', 'words', 'token'),
  {
    id: 'table-inside-another-table',
    finds: ['authz.baas'],
    bearer: token,
    portal: (flawed) => embedding(flawed ? 'remarks' : 'nothing'),
    walk: walkEmbeds,
  },
];
/** A catalogue that both may read, of which each happened to open another page: what stands below its pages is not asked for. */
export const openCatalogue: Shape = {
  id: 'tables-that-all-may-read',
  finds: [],
  bearer: token,
  portal: () => embedding('records and remarks'),
  walk: walkEmbeds,
};
