import { type Ask, both, type Customer, type Reply, type Shape } from '../shape.ts';
import { portalOf } from './records.ts';

type Flaw = 'word' | 'data' | 'part' | 'search';

interface Project {
  readonly of: Customer;
  readonly slug: string;
  readonly id: string;
  readonly title: string;
  readonly note: string;
}

/** Below the workspace's own word; one project has the same name at both customers. */
const projects: readonly Project[] = both.flatMap((of, who) => [
  { of, slug: 'new-website', id: `k${who}mzqtrw`, title: 'New website', note: 'Texts are with the printer' },
  ...of.records.slice(0, 2).map(({ title, note }, at) => ({
    of,
    slug: title.toLowerCase().replace(/[^a-z]+/g, '-'),
    id: `${'bdfh'[who * 2 + at]}xk4wq${at}p`,
    title,
    note,
  })),
]);

const wordOf = ({ slug }: Customer) => `${slug}-co`;

const missing: Reply = { status: 404, type: 'text/html', body: '<html><body><h1>Not found</h1></body></html>' };
const page = ({ orgName }: Customer, body: string): Reply => ({
  type: 'text/html',
  body: `<html><body><nav>${orgName}</nav><main>${body}</main></body></html>`,
});
const data = ({ id, title, note }: Project): Reply => ({ body: { id, title, note, state: 'open' } });

/**
 * Customers share an address and have a workspace each, by a word in the path. The workspace is checked everywhere but in one: the
 * record is looked up by its word among everybody's, its data are given below any workspace, a part's data do not ask for the member,
 * or the search looks through all.
 */
export function workspaces(flaw: Flaw): Shape {
  return {
    id: `workspaces-by-word-${flaw}`,
    finds: [flaw === 'search' ? 'authz.list' : 'authz.read'],
    portal: portalOf((ask, flawed) => answer(ask, flawed ? flaw : undefined)),
    walk(who, browse) {
      browse('GET', '/api/me');
      const of = both.find(({ key }) => key === who);
      if (!of) return;
      const own = projects.filter((one) => one.of === of);
      browse('GET', `/w/${wordOf(of)}/projects`);
      for (const { slug } of own.slice(0, 2)) browse('GET', `/w/${wordOf(of)}/projects/${slug}`);
      for (const { id } of own.slice(1)) browse('GET', `/w/${wordOf(of)}/notes/${id}`);
      browse('GET', `/w/${wordOf(of)}/activity`);
      browse('GET', `/w/${wordOf(of)}/search?q=website`);
    },
  };
}

function answer(ask: Ask, flaw: Flaw | undefined): Reply {
  const [path = '', format] = ask.path.split('.');
  const [, , workspace, part, word] = path.split('/');
  const of = both.find((one) => wordOf(one) === workspace);
  const me = both.find(({ key }) => key === ask.who);
  const isMember = of === me || (flaw === 'part' && part === 'activity' && format === 'json');
  if (!of || !me || !isMember) return missing;
  const own = projects.filter((one) => one.of === of);
  const line = (one: Project) => `Dana moved “${one.title}”: ${one.note}`;
  if (part === 'activity')
    return format === 'json'
      ? { body: { events: own.map((one) => ({ text: line(one) })) } }
      : page(of, own.map((one) => `<p>${line(one)}</p>`).join(''));
  if (part === 'search') {
    const q = (ask.query.get('q') ?? '').toLowerCase();
    const all = flaw === 'search' ? projects : own;
    const hits = all.filter(({ title }) => q !== '' && title.toLowerCase().includes(q));
    return page(
      of,
      hits.map((one) => `<a href="/w/${wordOf(one.of)}/notes/${one.id}">${one.title}</a>`).join('') || '<p>Nothing</p>',
    );
  }
  if (part === 'projects' && word === undefined)
    return page(of, own.map((one) => `<a href="/w/${wordOf(of)}/projects/${one.slug}">${one.title}</a>`).join(''));
  if (part === 'projects' && !format) {
    const found = (flaw === 'word' ? [...own, ...projects] : own).find(({ slug }) => slug === word);
    return found ? page(of, `<h1>${found.title}</h1><p>${found.note}</p>`) : missing;
  }
  const note = projects.find(({ id }) => id === word);
  if (part !== 'notes' || !note) return missing;
  if (format === 'json') return note.of === of || flaw === 'data' ? data(note) : missing;
  return note.of === of && !format ? page(of, `<h1>${note.title}</h1><p>${note.note}</p>`) : missing;
}
