import type { Ask, Reply, Shape } from '../shape.ts';
import type { WriteShape } from './write-shape.ts';
import { signedOut, whoAmI } from '../shape.ts';

interface Text {
  readonly id: number;
  readonly project: number;
  readonly text: string;
}
const projects = { a: 1, b: 2 } as const;
/** A's numbers of texts are the number of B's project too, as in every young database. */
const texts: readonly Text[] = [
  { id: 1, project: 1, text: 'The flange in the laundry drips since Whitsun' },
  { id: 2, project: 1, text: 'Barnaby swept the flue twice and charged for three' },
  { id: 3, project: 2, text: 'The harbour pilot owes his dues since Candlemas' },
  { id: 4, project: 2, text: 'Seven down should have read mandolin, writes Sunniva' },
];

/** Projects with texts below: the permission is asked of the project in the address, the text is taken by its number alone. */
function below(flawed: boolean) {
  return (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const own = projects[ask.who];
    if (ask.path === '/api/projects') return { body: { results: [{ id: own, name: `Letters ${own}` }] } };
    const [, , , project, kind, id] = ask.path.split('/');
    if (kind !== 'texts' || Number(project) !== own) return { status: 403, body: { detail: 'Not permitted' } };
    const shown = ({ id: number, text }: Text) => ({ id: number, text, score: 100, confirmed: false });
    if (id === undefined) return { body: { count: 2, results: texts.filter((one) => one.project === own).map(shown) } };
    const one = texts.find((text) => text.id === Number(id) && (flawed || text.project === own));
    return one ? { body: shown(one) } : { status: 404, body: { detail: 'Not found' } };
  };
}

export const childNumbers: readonly Shape[] = [
  {
    id: 'text-below-a-project-of-ones-own',
    finds: ['authz.read'],
    portal: below,
    walk: (who, browse) => {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/projects');
      browse('GET', `/api/projects/${projects[who]}/texts`);
      for (const one of texts.filter((text) => text.project === projects[who]))
        browse('GET', `/api/projects/${projects[who]}/texts/${one.id}`);
    },
  },
  {
    id: 'text-below-a-project-of-ones-own-that-only-a-list-names',
    finds: ['authz.read'],
    portal: below,
    walk: (who, browse) => {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/projects');
      browse('GET', `/api/projects/${projects[who]}/texts`);
    },
  },
];

/** The same, where a text is changed: refused below the other's project, taken below one's own. */
export const childWrites: WriteShape = {
  id: 'text-changed-below-a-project-of-ones-own',
  walk: childNumbers[1]?.walk ?? (() => undefined),
  open: (variant) => {
    const rows = texts.map((one) => ({ ...one }));
    const shown = ({ id, text }: Text) => ({ id, text, score: 100, confirmed: false });
    return {
      data: () => rows.map((one) => ({ ...one })),
      answer: (ask) => {
        const me = whoAmI(ask);
        if (me) return me;
        if (ask.who === 'anonymous') return signedOut;
        const own = projects[ask.who];
        if (ask.path === '/api/projects') return { body: { results: [{ id: own, name: `Letters ${own}` }] } };
        const [, , , project, kind, id] = ask.path.split('/');
        if (kind !== 'texts' || Number(project) !== own) return { status: 403, body: { detail: 'Not permitted' } };
        const mine = rows.filter((one) => one.project === own);
        if (id === undefined) return { body: { count: mine.length, results: mine.map(shown) } };
        const found = rows.find((one) => one.id === Number(id));
        const row = found && (found.project === own || variant === 'flawed') ? found : undefined;
        if (ask.method === 'GET') return row ? { body: shown(row) } : { status: 404, body: { detail: 'Not found' } };
        if (ask.method !== 'PATCH') return { status: 405, body: { detail: 'Not allowed' } };
        if (!row) return variant === 'decoy' ? { status: 204 } : { status: 404, body: { detail: 'Not found' } };
        Object.assign(row, { text: (JSON.parse(ask.body) as { text?: string }).text ?? row.text });
        return { body: shown(row) };
      },
    };
  },
};
