import { type Ask, both, customers, type Reply, signedOut, whoAmI } from '../shape.ts';
import { orgOf, type Variant, type WriteShape } from './write-shape.ts';

interface Visit {
  readonly id: string;
  readonly org: string;
  readonly title: string;
  stage: string;
  at: string;
  state: string;
}
const token = (who: Ask['who']) => `tok-${who}-0b6de1c55f7a4420`;
const stages = ['new', 'planned', 'waiting'];
const visits = (): Visit[] =>
  both.flatMap(({ org, records }, side) =>
    records.map(({ title }, at) => ({
      id: `${5510 + side * 40 + at}`,
      org,
      title,
      stage: stages[(at + 1) % 3] ?? 'new',
      at: `2026-12-${14 + at}T09:30`,
      state: at === 0 ? 'confirmed' : 'pending',
    })),
  );
const options = ({ stage }: Visit) =>
  stages.map((one) => `<option value="${one}"${one === stage ? ' selected' : ''}>${one}</option>`).join('');

/** `form`: a browser sends the choice; `script`: the page's own script does, and only the page shows it; `date`: moving asks to confirm anew. */
type Kind = 'form' | 'script' | 'date';

const pageOf = (kind: Kind, who: Ask['who'], visit: Visit) =>
  kind === 'form'
    ? `<h1>${visit.title}</h1><form method="post" action="/visits/${visit.id}/stage"><input type="hidden" name="_token" value="${token(who)}">
<select name="stage">${options(visit)}</select><button>Save</button></form>`
    : `<h1>${visit.title}</h1><select id="stage">${options(visit)}</select><button>Set</button>`;

const openFor =
  (kind: Kind): WriteShape['open'] =>
  (variant: Variant) => {
    const all = visits();
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const absent: Reply = { status: 404, body: 'no such visit' };
      const mine = (one: Visit) => one.org === orgOf(ask.who);
      const [, , id = '', what = ''] = ask.path.split('/');
      const visit = all.find((one) => one.id === id);
      if (ask.path === '/visits') return { body: { items: all.filter(mine) } };
      if (!visit || (!mine(visit) && (what === '' || variant === 'guarded'))) return absent;
      if (what === '')
        return kind === 'date' ? { body: visit } : { type: 'text/html', body: pageOf(kind, ask.who, visit) };
      const form = new URLSearchParams(ask.body);
      if (kind === 'form' && form.get('_token') !== token(ask.who)) return { status: 419 };
      const sent =
        kind === 'form' ? Object.fromEntries(form) : (JSON.parse(ask.body ?? '{}') as Record<string, string>);
      if (mine(visit) || variant === 'flawed') {
        if (what === 'stage' && stages.includes(sent.stage ?? '')) visit.stage = sent.stage ?? '';
        if (what === 'move') [visit.at, visit.state] = [sent.at ?? '', 'pending'];
      }
      return kind === 'form' ? { status: 302, headers: { location: `/visits/${id}` } } : { body: { ok: true } };
    };
    return { answer, data: () => structuredClone(all) };
  };

const walkOf =
  (kind: Kind): WriteShape['walk'] =>
  (who, browse) => {
    browse('GET', '/api/me');
    if (who === 'anonymous' || !customers[who].org) return;
    if (kind === 'date') browse('GET', '/visits');
    for (const { id } of visits()
      .filter(({ org }) => org === orgOf(who))
      .slice(0, 2))
      browse('GET', `/visits/${id}`);
  };

const held =
  (kind: 'script' | 'date'): WriteShape['held'] =>
  (who) => {
    const [visit] = visits().filter(({ org }) => org === orgOf(who));
    if (!visit) return [];
    const page = `https://portal.example/visits/${visit.id}`;
    const base = { method: 'POST', type: 'application/json', page };
    return kind === 'script'
      ? [
          {
            ...base,
            url: `${page}/stage`,
            body: JSON.stringify({ stage: 'waiting' }),
            chosen: 'waiting',
            former: visit.stage,
            control: { name: '', id: 'stage' },
          },
        ]
      : [
          {
            ...base,
            url: `${page}/move`,
            body: JSON.stringify({ at: '2026-12-21T09:30' }),
            chosen: '2026-12-21T09:30',
            former: visit.at,
            control: { name: 'at', id: '' },
          },
        ];
  };

/** Changes that leave no room for a mark: a state, a date. */
export const unmarkedShapes: readonly WriteShape[] = [
  { id: 'stage-by-a-form', open: openFor('form'), walk: walkOf('form') },
  { id: 'stage-by-a-script', open: openFor('script'), walk: walkOf('script'), held: held('script') },
  // The first visit is confirmed, and moving it would ask to confirm it anew: another one is moved.
  { id: 'date-that-is-confirmed-anew', open: openFor('date'), walk: walkOf('date'), held: held('date') },
];
