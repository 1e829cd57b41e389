import { customers, type Shape } from '../shape.ts';
import { own, portalOf, rows, uuid } from './records.ts';

const ends = Date.UTC(2026, 10, 20) / 1000 + 600;

/** A file behind a session and a signature: the flawed one looks at neither whose it is nor how it is signed. */
export function signedBehindSession(): Shape {
  const all = rows(uuid);
  const signed = (id: string, who: 'a' | 'b') => `${id.slice(0, 6)}${customers[who].org.length}${ends % 7919}f0e1`;
  return {
    id: 'signed-file-behind-a-session',
    finds: ['authz.files', 'authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/files') return { body: own(all, ask).map(({ id }) => ({ id })) };
      const row = all.find((one) => ask.path === `/files/${one.id}/download`);
      const good = row?.owner.key === ask.who && ask.query.get('signature') === signed(row.id, row.owner.key);
      return row && (flawed || good)
        ? { type: 'text/plain', headers: { 'content-disposition': 'attachment' }, body: `${row.title}\n${row.note}` }
        : { status: 403, body: { error: 'invalid signature' } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id } of browse('GET', '/api/files').body as { id: string }[])
        browse('GET', `/files/${id}/download?expires=${ends}&signature=${signed(id, who)}`);
    },
  };
}
