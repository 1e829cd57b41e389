import { refused, type Shape, signedOut, whoAmI } from '../shape.ts';
import { find, give, listed, own, rows, uuid } from './records.ts';

/** Records are kept apart; the drawing that is printed for one needs no session, and the browser keeps no body of it. */
export function labelForNobody(type = 'image/svg+xml'): Shape {
  const all = rows(uuid);
  return {
    id: `${type === 'image/svg+xml' ? 'drawing' : 'plain-text'}-of-a-record-without-a-session`,
    finds: ['auth.anonymous'],
    portal: (flawed) => (ask) => {
      const [, , kind, id, part] = ask.path.split('/');
      const any = all.find((row) => row.id === id);
      const may = flawed ? any : find(all, id, ask, false);
      if (kind === 'orders' && part === 'label') {
        if (!may) return ask.who === 'anonymous' ? signedOut : refused;
        const lines = [may.title, may.note].map((text, at) => `<text y="${at * 30}">${text}</text>`).join('');
        if (type === 'text/plain') return { type, unkept: true, body: `Label\n${may.title}\n${may.note}\n` };
        return { type, unkept: true, body: `<svg xmlns="http://www.w3.org/2000/svg">${lines}</svg>` };
      }
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      return ask.path === '/api/orders' ? { body: own(all, ask).map(listed) } : give(find(all, id, ask, false));
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id } of browse('GET', '/api/orders').body as { id: string }[]) {
        browse('GET', `/api/orders/${id}`);
        browse('GET', `/api/orders/${id}/label`);
      }
    },
  };
}
