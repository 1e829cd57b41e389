import type { Client, Got, Item } from './portal-harness.ts';

const lists = [
  '/api/v1/me',
  '/api/v1/team',
  '/api/v1/statements',
  '/api/v1/contacts',
  '/api/v1/dashboard',
  '/api/v1/announcements',
  '/api/v1/tips/current',
  '/api/v1/search?q=review',
  '/api/v1/exports/projects.csv',
  '/api/v1/exports/invoices.csv',
];

async function pagesOf(
  client: Client,
  path: string,
): Promise<{ readonly paths: string[]; readonly rows: readonly Item[] }> {
  const first = (await client(path)).json;
  const paths = Array.from({ length: Number(first.pages ?? 1) }, (_, index) => `${path}?page=${index + 1}`);
  const rows = (await Promise.all(paths.map((page) => client(page)))).flatMap((page) => page.json.items);
  return { paths, rows };
}

/** Every address that an account's own use of the portal leads to, with the account's ids and numbers in it. */
export async function ownPaths(client: Client): Promise<readonly string[]> {
  const me = (await client('/api/v1/me')).json;
  const projects = await pagesOf(client, '/api/v1/projects');
  const invoices = await pagesOf(client, '/api/v1/invoices');
  const messages = await pagesOf(client, '/api/v1/messages');
  const items = async (path: string) => (await client(path)).json.items;
  const documents = await Promise.all(
    projects.rows.map(async (project) => ({ project, rows: await items(`/api/v1/projects/${project.id}/documents`) })),
  );
  const cursors: string[] = ['/api/v1/activity'];
  for (let next = (await client('/api/v1/activity')).json.next; next; ) {
    const path = `/api/v1/activity?cursor=${next}`;
    cursors.push(path);
    next = cursors.length < 20 ? (await client(path)).json.next : null;
  }
  return [
    ...lists,
    ...projects.paths,
    ...invoices.paths,
    ...messages.paths,
    ...cursors,
    `/api/v1/organisations/${me.organisation.id}`,
    `/api/v1/projects?orgId=${me.organisation.id}`,
    `/api/v1/invoices?orgId=${me.organisation.id}`,
    `/api/v1/contacts?orgId=${me.organisation.id}`,
    ...projects.rows.flatMap(({ id, code }) => [
      `/api/v1/projects/${id}`,
      `/api/v1/projects/${id}/activity`,
      `/api/v1/projects/${id}/documents`,
      `/api/v1/project-codes/${code}`,
    ]),
    ...documents.flatMap(({ project, rows }) =>
      rows.flatMap(({ id }) => [`/api/v1/projects/${project.id}/documents/${id}`, `/api/v1/documents/${id}/file`]),
    ),
    ...invoices.rows.flatMap(({ id, number }) => [
      `/api/v1/invoices/${id}`,
      `/api/v1/invoices/by-number/${number}`,
      `/api/v1/invoices/${id}/payment-details`,
      `/api/v1/invoices/${id}/pdf`,
      `/print/invoices/${id}`,
    ]),
    ...messages.rows.map(({ id }) => `/api/v1/messages/${id}`),
    ...(await items('/api/v1/contacts')).map(({ id }) => `/api/v1/contacts/${id}`),
    ...(await items('/api/v1/team')).flatMap(({ id }) => [
      `/api/v1/team/${id}`,
      `/api/v1/projects?ownerId=${id}&expand=owner`,
    ]),
    ...(await items('/api/v1/statements')).map(({ name }) => `/api/v1/files/${name}`),
  ];
}

/** Everything an answer says: headers and body, with HTML character references and PDF escapes undone. */
export const saidBy = (got: Got): string => {
  const headers = [...got.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const body = got.text
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\\([()\\"])/g, '$1');
  return `${headers}\n${body}`;
};

/** The seeded values that the answers of one account hold. */
export async function valuesSeenBy(client: Client, seeded: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.all((await ownPaths(client)).map((path) => client(path)));
  const said = answers.map(saidBy).join('\n');
  return seeded.filter((value) => said.includes(value));
}

export const found = (got: Got, values: readonly string[]): readonly string[] => {
  const said = saidBy(got);
  return values.filter((value) => said.includes(value));
};
