import { type Ask, type Reply, refused, signedOut, whoAmI } from '../shape.ts';
import { orgOf, rowsOf, uuid, type WriteShape } from './write-shape.ts';

/** What B's own note holds, as the audit would have planted it. */
export const notedBelow = 'Checkmirolabutekasivuno';

/** Notes are written by the form of a page and deleted by a script, which alone knows their addresses. `decoy`: says yes and keeps it. */
export const namedNotes: WriteShape = {
  id: 'note-with-an-address-that-a-script-names',
  canaries: [notedBelow],
  named: [{ method: 'GET', template: '/api/notes/{}/', source: 'bundle' }],
  open: (variant) => {
    const people = rowsOf(uuid);
    const all: { id: number; person: string; org: string; text: string }[] = [];
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const org = orgOf(ask.who);
      if (ask.path === '/api/notes/') return { body: { results: all.filter((one) => one.org === org) } };
      const [, note] = /^\/api\/notes\/(\d+)\/$/.exec(ask.path) ?? [];
      if (note !== undefined) {
        const found = all.find((one) => String(one.id) === note);
        const isOwn = found?.org === org;
        if (!found || (!isOwn && (ask.method !== 'DELETE' || variant === 'guarded'))) return refused;
        if (ask.method !== 'DELETE') return { body: found };
        if (isOwn || variant === 'flawed') all.splice(all.indexOf(found), 1);
        return { status: 204 };
      }
      const person = people.find((one) => ask.path === `/people/${one.id}` && one.org === org);
      if (!person) return { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };
      if (ask.method === 'POST') {
        all.push({ id: 31 + all.length, person: person.id, org, text: JSON.parse(ask.body).text as string });
        return { status: 302, headers: { location: ask.path } };
      }
      const notes = all.filter((one) => one.person === person.id).map(({ text }) => `<p>${text}</p>`);
      return { type: 'text/html', body: `<!doctype html><h1>${person.title}</h1>${notes.join('')}` };
    };
    return { answer, data: () => structuredClone(all) };
  },
  walk: (who, browse) => {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const own = rowsOf(uuid).find(({ org }) => org === orgOf(who));
    browse('GET', `/people/${own?.id}`);
    if (who === 'b') browse('POST', `/people/${own?.id}`, { body: { text: notedBelow } });
  },
};
