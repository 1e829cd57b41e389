import { type Ask, customers, type Reply, refused, signedOut, type Who, whoAmI } from '../shape.ts';
import { orgOf, rowsOf, uuid, type WriteShape } from './write-shape.ts';

/** What B's own remark holds, as the audit would have planted it. */
export const plantedMark = 'Checkkelumopatirosadeno';

/** Where the portal has its addresses: at the top, or below the workspace of the customer, which is always looked at. */
type Place = (who: Who) => string;
const atTop: Place = () => '/api';
const belowSpace: Place = (who) => `/api/w/${who === 'anonymous' ? '' : customers[who].slug}`;

/** Remarks that say in their body which case they are about, and are listed by it. `decoy`: kept with the writer, below nothing. */
const remarks =
  (at: Place): WriteShape['open'] =>
  (variant) => {
    const cases = rowsOf(uuid);
    const all: { id: string; org: string; caseId: string; text: string }[] = [];
    let count = 700;
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const org = orgOf(ask.who);
      const mine = cases.filter((one) => one.org === org);
      const root = at(ask.who);
      if (!ask.path.startsWith(`${root}/`)) return refused;
      const [, place, id] = ask.path.slice(root.length).split('/');
      if (place === 'cases') {
        const found = mine.find((one) => one.id === id);
        if (id === undefined) return { body: mine.map(({ id: own, title }) => ({ id: own, title })) };
        return found ? { body: { id, title: found.title, note: found.note } } : refused;
      }
      if (ask.method === 'POST') {
        const { caseId = '', text = '' } = JSON.parse(ask.body) as { caseId?: string; text?: string };
        const isOwn = mine.some((one) => one.id === caseId);
        if (!isOwn && variant === 'guarded') return refused;
        const remark = { id: `r${++count}`, org, caseId: isOwn || variant === 'flawed' ? caseId : '', text };
        all.push(remark);
        return { status: 201, body: { id: remark.id, text } };
      }
      const isMine = (one: (typeof all)[number]) =>
        one.org === org || cases.some((other) => other.id === one.caseId && other.org === org);
      if (id !== undefined) {
        const at = all.findIndex((one) => one.id === id && isMine(one));
        const remark = all[at];
        if (!remark) return refused;
        if (ask.method === 'DELETE') all.splice(at, 1);
        return ask.method === 'DELETE' ? { status: 204 } : { body: remark };
      }
      const wanted = ask.query.get('caseId');
      if (!mine.some((one) => one.id === wanted)) return refused;
      return { body: all.filter((one) => one.caseId === wanted).map(({ id: own, text }) => ({ id: own, text })) };
    };
    return { answer, data: () => structuredClone({ cases, all }) };
  };

const shapeAt = (id: string, at: Place): WriteShape => ({
  id,
  canaries: [plantedMark],
  open: remarks(at),
  walk: (who, browse) => {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const [first] = browse('GET', `${at(who)}/cases`).body as { id: string }[];
    browse('GET', `${at(who)}/cases/${first?.id}`);
    const body = { caseId: first?.id, text: `About it ${plantedMark}` };
    if (who === 'b') browse('POST', `${at(who)}/remarks`, { body });
    browse('GET', `${at(who)}/remarks?caseId=${first?.id}`);
  },
});

/** A child whose parent stands in its body. */
export const postedChild = shapeAt('posted-below-by-body', atTop);
/** The same below the customer's workspace: that one is looked at, the parent is not. */
export const postedBelowSpace = shapeAt('posted-below-own-workspace', belowSpace);
