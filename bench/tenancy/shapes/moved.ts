import { type Ask, type Reply, refused, signedOut, whoAmI } from '../shape.ts';
import { orgOf, type Row, rowsOf, uuid, type WriteShape } from './write-shape.ts';

interface Task {
  id: string;
  org: string;
  note: string;
  caseId: string;
}
type Kind = 'embedded' | 'listed-below' | 'json-api' | 'included' | 'whole' | 'common';

const taskId = (at: number) => uuid(at).replace('5b1c', '7d2e');

/** Tasks that name their case. What a task's answer says of its case, or what a case lists, decides who sees more by a move. */
const tasks =
  (kind: Kind): WriteShape['open'] =>
  (variant) => {
    const cases = rowsOf(uuid);
    const all = cases.map(
      (one, at): Task => ({
        id: taskId(at),
        org: one.org,
        note: `Second look at number ${at} by Friday`,
        caseId: one.id,
      }),
    );
    const isApi = kind === 'json-api' || kind === 'included';
    const shown = ({ id, note, caseId }: Task) => {
      if (isApi)
        return {
          type: 'tasks',
          id,
          attributes: { note },
          relationships: { case: { data: { type: 'cases', id: caseId } } },
          links: { self: `/api/tasks/${id}` },
        };
      const parent =
        kind === 'embedded' || kind === 'common' || kind === 'whole'
          ? cases.find((one) => one.id === caseId)
          : undefined;
      return { id, note, caseId, ...(parent ? { case: { title: parent.title, note: parent.note } } : {}) };
    };
    const many = (list: readonly Task[]) => (isApi ? { data: list.map(shown) } : list.map(shown));
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const mine = cases.filter((one) => one.org === orgOf(ask.who));
      const [, , place, id, below] = ask.path.split('/');
      if (place === 'cases') {
        const parent = (kind === 'common' ? cases : mine).find((one) => one.id === id);
        if (id === undefined) return { body: mine.map(({ id: own, title }: Row) => ({ id: own, title })) };
        if (!parent) return refused;
        if (below === 'tasks') return { body: many(all.filter((one) => one.caseId === id)) };
        if (kind !== 'included') return { body: { id, title: parent.title } };
        const included = all.filter((one) => one.caseId === id).map(shown);
        return { body: { data: { type: 'cases', id, attributes: { title: parent.title } }, included } };
      }
      const own = all.filter((one) => one.org === orgOf(ask.who));
      if (id === undefined) return { body: many(own) };
      const task = own.find((one) => one.id === id);
      if (!task) return refused;
      if (ask.method === 'PATCH' && kind === 'whole') return { status: 405, body: { error: 'method not allowed' } };
      if (ask.method === 'PATCH' || ask.method === 'PUT') {
        const sent = JSON.parse(ask.body || '{}') as Partial<Task> & {
          data?: { attributes?: Partial<Task>; relationships?: { case?: { data?: { id?: string } } } };
        };
        const { note = task.note } = sent.data?.attributes ?? sent;
        const caseId = sent.data?.relationships?.case?.data?.id ?? sent.caseId ?? task.caseId;
        const isOwn = mine.some((one) => one.id === caseId);
        if (!isOwn && variant === 'guarded') return { status: 422, body: { error: 'unknown case' } };
        Object.assign(task, { note }, isOwn || variant === 'flawed' ? { caseId } : {});
      }
      return { body: isApi ? { data: shown(task) } : shown(task) };
    };
    return { answer, data: () => structuredClone({ cases, all }) };
  };

const walk =
  (items?: boolean): WriteShape['walk'] =>
  (who, browse) => {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    for (const { id } of browse('GET', '/api/cases').body as { id: string }[]) {
      browse('GET', `/api/cases/${id}`);
      if (items !== undefined) browse('GET', `/api/cases/${id}/tasks`);
    }
    if (items === undefined) return;
    const listed = browse('GET', '/api/tasks').body as { data?: { id: string }[] } | { id: string }[];
    const list = Array.isArray(listed) ? listed : (listed.data ?? []);
    for (const { id } of items ? list.slice(0, 2) : []) browse('GET', `/api/tasks/${id}`);
  };

/** An own record moved below another customer's by what its body names. */
export const movedShapes: readonly WriteShape[] = [
  { id: 'moved-and-embedded', open: tasks('embedded'), walk: walk(false) },
  { id: 'moved-and-listed-below', open: tasks('listed-below'), walk: walk(true) },
  { id: 'moved-and-sent-as-a-whole', open: tasks('whole'), walk: walk(true) },
  { id: 'moved-and-brought-along', open: tasks('included'), walk: walk() },
  { id: 'moved-by-relationship', open: tasks('json-api'), walk: walk(false) },
];

/** What a task names is a common thing that anybody may look up: naming another one moves nothing below another customer. */
export const namesCommon: WriteShape = { id: 'names-what-all-may-read', open: tasks('common'), walk: walk(false) };
