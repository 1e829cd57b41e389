import { type Ask, type Reply, refused, signedOut, whoAmI } from '../shape.ts';
import { numbered, orgOf, rowsOf, type WriteShape } from './write-shape.ts';

/** What B's own case holds, as the audit would have planted it. */
export const plantedCase = 'Checkmonapirutelisokave';

/**
 * Cases that a page makes, and remarks below them that its script sends by a form that is no form. `decoy`: what somebody else sends
 * is kept with its writer. `forAll`: everybody reads and remarks on every case.
 */
const cases =
  (forAll: boolean): WriteShape['open'] =>
  (variant) => {
    const all = rowsOf(numbered);
    const remarks: { id: number; caseId: string; org: string; text: string }[] = [];
    let count = 90_000;
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const org = orgOf(ask.who);
      const may = (row: { org: string }) => forAll || row.org === org;
      const [, , place, id, below] = ask.path.split('/');
      if (place !== 'cases') return refused;
      const sent = ask.method === 'POST' ? (JSON.parse(ask.body || '{}') as { title?: string; text?: string }) : {};
      if (id === undefined && ask.method === 'POST') {
        const row = { id: String(++count), org, title: sent.title ?? '', note: '', pinned: false };
        all.push(row);
        return { status: 201, body: { id: row.id, title: row.title } };
      }
      if (id === undefined) return { body: all.filter(may).map(({ id: own, title }) => ({ id: own, title })) };
      const row = all.find((one) => one.id === id);
      if (below === 'remarks' && ask.method === 'POST') {
        const isTaken = row !== undefined && (may(row) || variant === 'flawed');
        if (!isTaken && variant !== 'decoy') return refused;
        if (!sent.text) return { status: 400, body: { error: 'text' } };
        remarks.push({ id: ++count, caseId: isTaken ? id : '', org, text: sent.text });
        return { status: 201, body: { id: count, text: sent.text } };
      }
      if (!row || !may(row) || below !== undefined || ask.method !== 'GET') return refused;
      const own = remarks.filter((one) => one.caseId === id).map(({ id: number, text }) => ({ id: number, text }));
      return { body: { id, title: row.title, note: row.note, remarks: own } };
    };
    return { answer, data: () => structuredClone({ all, remarks }) };
  };

const shapeOf = (id: string, forAll: boolean): WriteShape => ({
  id,
  canaries: [plantedCase],
  named: [{ method: 'POST', template: '/api/cases/{id}/remarks', source: 'bundle', body: ['text'] }],
  open: cases(forAll),
  walk: (who, browse) => {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    if (who === 'b') browse('POST', '/api/cases', { body: { title: `A case ${plantedCase}` } });
    for (const { id } of (browse('GET', '/api/cases').body as { id: string }[]).slice(-2))
      browse('GET', `/api/cases/${id}`);
  },
});

export const namedChild = shapeOf('remarks-that-a-script-sends', false);
/** A board that all customers write on. */
export const boardForAll = shapeOf('remarks-on-a-board-for-all', true);
