import { type Ask, type Reply, type Shape, whoAmI } from '../shape.ts';
import { orgOf, rowsOf, type WriteShape } from './write-shape.ts';
import { escaped } from './markup.ts';

interface Item {
  id: string;
  sheet: string;
  note: string;
  amount: string;
}
type Kind = 'django' | 'rails' | 'replaces-all';

const page = (body: string): Reply => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html><body><a href="/sheets">Sheets</a>${body}</body></html>`,
});
const missing: Reply = { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };

/** A sheet whose form edits all its lines at once; the sheet is looked after, the ids of the lines may not be. */
const sheets =
  (kind: Kind): WriteShape['open'] =>
  (variant) => {
    const all = rowsOf((at) => String(301 + at));
    let items = all.flatMap((sheet, at): Item[] => [
      { id: String(900 + at * 2), sheet: sheet.id, note: `Line one of ${sheet.title}`, amount: `${at}1.50` },
      { id: String(901 + at * 2), sheet: sheet.id, note: `Line two of ${sheet.title}`, amount: `${at}2.75` },
    ]);
    const name = (index: number, key: string) =>
      kind === 'django' ? `form-${index}-${key}` : `sheet[lines_attributes][${index}][${key}]`;
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return { status: 302, headers: { location: '/login' } };
      const mine = all.filter((one) => one.org === orgOf(ask.who));
      const token = `${ask.who}9f3c7d21aa08b44c1e77d2`;
      const [, , id, below] = ask.path.split('/');
      if (id === undefined) return page(mine.map((one) => `<a href="/sheets/${one.id}/lines">Lines</a>`).join(''));
      const sheet = mine.find((one) => one.id === id);
      if (!sheet || below !== 'lines') return missing;
      const own = items.filter((one) => one.sheet === id);
      if (ask.method === 'POST') {
        const sent = new URLSearchParams(ask.body);
        if (sent.get('_csrf') !== token) return { status: 403, body: 'Forbidden' };
        const count = kind === 'django' ? Number(sent.get('form-INITIAL_FORMS')) : 20;
        const given = new Set<string>();
        for (let index = 0; index < count; index++) {
          const wanted = sent.get(name(index, 'id'));
          if (wanted === null) continue;
          const item = own.find((one) => one.id === wanted) ?? items.find((one) => one.id === wanted);
          if (!item) return missing;
          if (item.sheet !== id && variant === 'guarded')
            return { status: 422, type: 'text/html', body: '<p>Choose a line of this sheet</p>' };
          given.add(item.id);
          if (item.sheet !== id && variant === 'decoy') continue;
          item.note = sent.get(name(index, 'note')) ?? item.note;
          item.amount = sent.get(name(index, 'amount')) ?? item.amount;
        }
        if (kind === 'replaces-all') items = items.filter((one) => one.sheet !== id || given.has(one.id));
        return { status: 302, headers: { location: ask.path } };
      }
      const management = `<input type="hidden" name="form-TOTAL_FORMS" value="${own.length + 1}"><input type="hidden" name="form-INITIAL_FORMS" value="${own.length}">`;
      const lines = own.map(
        (one, index) =>
          `<input type="hidden" name="${name(index, 'id')}" value="${one.id}"><input name="${name(index, 'note')}" value="${escaped(one.note)}"><input type="number" name="${name(index, 'amount')}" value="${one.amount}">`,
      );
      const blank = `<input type="hidden" name="${name(own.length, 'id')}" value=""><input name="${name(own.length, 'note')}" value=""><input type="number" name="${name(own.length, 'amount')}" value="">`;
      return page(
        `<h1>${escaped(sheet.title)}</h1><form method="post"><input type="hidden" name="_csrf" value="${token}">${kind === 'django' ? management : ''}${lines.join('')}${kind === 'django' ? blank : ''}<button>Save</button></form>`,
      );
    };
    return { answer, data: () => structuredClone({ all, items }) };
  };

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const list = String(browse('GET', '/sheets').body);
  for (const [, path] of [...list.matchAll(/href="(\/sheets\/\d+\/lines)"/g)].slice(0, 2)) browse('GET', path ?? '');
};

/** Forms of several rows, whose ids decide which records are changed. */
export const formRowShapes: readonly WriteShape[] = [
  { id: 'rows-of-a-formset', open: sheets('django'), walk },
  { id: 'rows-of-nested-attributes', open: sheets('rails'), walk },
  { id: 'rows-that-replace-all', open: sheets('replaces-all'), walk },
];
