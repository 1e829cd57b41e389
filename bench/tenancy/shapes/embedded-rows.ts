import { type Ask, type Reply, refused, type Shape } from '../shape.ts';
import { find, give, number, own, portalOf, type Row, rows, shown } from './records.ts';

const titles = ['Lease of the east hall', 'Insurance certificate of the year', 'Minutes of the March meeting'];
interface Paper {
  readonly id: string;
  readonly row: Row;
  readonly title: string;
  readonly text: string;
}

const papersOf = (all: readonly Row[]): readonly Paper[] =>
  all.map((row, at) => ({
    id: String(900 + at),
    row,
    title: `${titles[at % titles.length]} for ${row.owner.orgName}`,
    text: `Kept for ${row.title}: ${row.note}`,
  }));
const paper = ({ id, title, text }: Paper) => ({ id, title, text });
const isOwn = (one: Paper, { who }: Ask) => one.row.owner.key === who;

type Format = 'plain' | 'json-api' | 'odata' | 'nodes';
const parameter: Readonly<Record<Format, string>> = {
  plain: 'include=papers',
  'json-api': 'include=papers&filter[kind]=lease',
  odata: '$expand=Papers',
  nodes: 'with=papers',
};
const embedded: Readonly<Record<Format, (id: string, title: string, papers: readonly Paper[]) => unknown>> = {
  plain: (id, title, papers) => ({ id, title, papers: papers.map(paper) }),
  'json-api': (id, title, papers) => ({
    data: { type: 'orders', id, attributes: { title } },
    included: papers.map(({ id, title, text }) => ({ type: 'papers', id, attributes: { title, text } })),
  }),
  odata: (id, title, papers) => ({
    Id: id,
    Title: title,
    Papers: papers.map(({ id, title, text }) => ({ PaperID: id, Title: title, Text: text })),
  }),
  nodes: (id, title, papers) => ({ order: { id, title, papers: { nodes: papers.map(paper) } } }),
};

/** A record of one's own with `include=papers`: whose record it is was asked, whose papers was not. */
export function embeddedPapers(format: Format): Shape {
  const all = rows(number);
  const papers = papersOf(all);
  return {
    id: `papers-embedded-in-a-record-of-ones-own-${format}`,
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const [, kind = '', id] = ask.path.replace('/api', '').split('/');
      if (kind === 'papers') {
        const one = papers.find((paper) => paper.id === id && isOwn(paper, ask));
        if (id === undefined) return { body: papers.filter((paper) => isOwn(paper, ask)).map(paper) };
        return one ? { body: paper(one) } : refused;
      }
      const row = find(all, id, ask, false);
      if (!row || ask.query.size === 0) return give(row, refused);
      // Of each customer's papers one is of the kind that is asked for.
      const shownPapers = papers.filter((one, at) => at % 3 === 0 && (flawed || isOwn(one, ask)));
      return { body: embedded[format](row.id, row.title, shownPapers) };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const row of own(all, { who } as Ask)) browse('GET', `/api/orders/${row.id}`);
      browse('GET', `/api/orders/${own(all, { who } as Ask)[0]?.id}?${parameter[format]}`);
      // The first of one's own papers is opened; the list leads to the others.
      const list = browse('GET', '/api/papers').body as { id: string }[];
      browse('GET', `/api/papers/${list[0]?.id}`);
    },
  };
}

/**
 * The works that two customers share stand in the answers of both, each at its own workspace's address; people who look after all
 * customers are named in each record, and have a page that the owner's own workspace alone leads to.
 */
export function sharedWorksInOwnWorkspace(): Shape {
  const all = rows(number);
  const shared = [
    { id: '709', title: 'Christmas market of both houses', note: 'Stalls are let by the town council in October' },
    { id: '711', title: 'Summer fair on the river meadow', note: 'The ferry takes carts until half past six' },
  ];
  const keeper = { id: '31', title: 'Works manager of the region', note: 'Reached at the depot before nine o’clock' };
  const slugOf = ({ who }: Pick<Ask, 'who'>) => (who === 'a' ? 'larkfield' : 'quarrendon');
  return {
    id: 'works-shared-by-two-workspaces',
    finds: [],
    portal: portalOf((ask) => {
      const [, workspace, kind, id] = ask.path.replace('/api', '').split('/');
      if (workspace !== slugOf(ask)) return refused;
      if (kind === 'keepers') return id === keeper.id ? { body: keeper } : refused;
      const common = shared.find((one) => one.id === id);
      if (common) return { body: { ...common, keepers: [keeper] } };
      if (id !== undefined) return give(find(all, id, ask, false), refused);
      return { body: [...own(all, ask).map(({ id, title, note }) => ({ id, title, note })), ...shared] };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const base = `/api/${slugOf({ who })}`;
      const [first] = browse('GET', `${base}/works`).body as { id: string }[];
      browse('GET', `${base}/works/${first?.id}`);
      // Both are opened by one of the two alone: what the other one's pages show of them is the list.
      if (who === 'b') for (const { id } of shared) browse('GET', `${base}/works/${id}`);
      if (who === 'b') browse('GET', `${base}/keepers/${keeper.id}`);
    },
  };
}

/** What each workspace opened last is kept under its page's name alone: whoever comes second is shown the first one's. */
export function recentsKeptForAll(): Shape {
  const all = rows(number);
  const slugOf = ({ who }: Pick<Ask, 'who'>) => (who === 'a' ? 'larkfield' : 'quarrendon');
  return {
    id: 'recents-kept-for-all-workspaces',
    finds: ['authz.list'],
    portal: (flawed) => {
      const kept = new Map<string, unknown>();
      const answer = portalOf((ask) => {
        const [, workspace = '', kind, id] = ask.path.replace('/api', '').split('/');
        if (workspace !== slugOf(ask)) return refused;
        if (kind === 'orders') {
          const row = find(all, id, ask, false);
          if (id !== undefined) return row ? give(row) : { body: { data: null, message: 'No such order' } };
          return { body: own(all, ask).map(({ id, title }) => ({ id, title })) };
        }
        const key = flawed ? 'recents' : workspace;
        const made = own(all, ask).map(({ id, title, note }) => ({
          path: `/commandes/${id}`,
          label: title,
          hint: note,
        }));
        if (!kept.has(key)) kept.set(key, { recents: [{ path: '', label: 'Start page' }, ...made] });
        return { body: kept.get(key) };
      });
      return (ask) => answer(flawed)(ask);
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const base = `/api/${slugOf({ who })}`;
      for (const { id } of browse('GET', `${base}/orders`).body as { id: string }[])
        browse('GET', `${base}/orders/${id}`);
      browse('GET', `${base}/recents`);
    },
  };
}

/** Two orders of each customer are archived, and nobody opened them; "show archived" forgets whose orders these are. */
export function archivedOfAll(): Shape {
  const all = rows(number);
  const isArchived = (row: Row) => row.title !== row.owner.records[0]?.title;
  return {
    id: 'archived-rows-of-all',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const [, , kind, id] = ask.path.replace('/api', '').split('/');
      if (ask.path.split('/')[2] !== (ask.who === 'a' ? 'larkfield' : 'quarrendon') || kind !== 'orders')
        return refused;
      if (id !== undefined) return give(find(all, id, ask, false), refused);
      const archived = ask.query.get('archived') === '1';
      const seen = flawed && archived ? all : own(all, ask);
      return { body: { items: seen.filter((row) => isArchived(row) === archived).map(shown) } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const base = `/api/${who === 'a' ? 'larkfield' : 'quarrendon'}/orders`;
      const { items } = browse('GET', base).body as { items: { id: string }[] };
      for (const { id } of items) browse('GET', `${base}/${id}`);
      browse('GET', `${base}?archived=1`);
    },
  };
}

/** Server-made pages: the page of one's own order links the papers that belong to it, and forgets whose they are. */
export function papersLinkedOnOwnPage(): Shape {
  const all = rows(number);
  const papers = papersOf(all);
  const page = (body: string): Reply => ({
    type: 'text/html',
    body: `<!doctype html><html><body>${body}</body></html>`,
  });
  const missing: Reply = { status: 404, type: 'text/html', body: '<!doctype html><h1>Not found</h1>' };
  const links = (list: readonly Paper[]) =>
    list.map(({ id, title }) => `<tr><td><a href="/papers/${id}/file">${title}</a></td></tr>`).join('');
  return {
    id: 'papers-linked-on-a-page-of-ones-own',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const [, kind, id] = ask.path.split('/');
      const ownPapers = papers.filter((one) => isOwn(one, ask));
      if (kind === 'papers' && id === undefined) return page(`<h1>Papers</h1><table>${links(ownPapers)}</table>`);
      const one = ownPapers.find((paper) => paper.id === id);
      if (kind === 'papers') return one ? { type: 'text/plain', body: one.text } : missing;
      const row = find(all, id, ask, false);
      const useful = flawed ? papers : ownPapers;
      return row ? page(`<h1>${row.title}</h1><table>${links(useful)}</table>`) : missing;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const [first] = own(all, { who } as Ask);
      browse('GET', `/orders/${first?.id}`);
      browse('GET', '/papers');
      browse('GET', `/papers/${papers.find((one) => one.row === first)?.id}/file`);
    },
  };
}
