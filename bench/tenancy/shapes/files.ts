import { createHash } from 'node:crypto';
import { type Ask, customers, type Shape } from '../shape.ts';
import { number, own, portalOf, rows, uuid } from './records.ts';

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

/** A document whose address is handed out: signed in an answer's body, or where the answer sends the browser on to. */
export function handedOut(how: 'body' | 'redirect', what: 'words' | 'scan', named: 'sig' | 'token' = 'sig'): Shape {
  const all = rows(uuid);
  const key = (id: string, at: number) =>
    `/store/${id}?exp=${ends + at}&${named}=${id.slice(0, 6)}${(ends + at) % 7919}f0`;
  let asked = 0;
  return {
    id: `address-of-a-${what === 'scan' ? 'scan' : 'file'}-handed-out-by-${how}${named === 'token' ? '-with-a-token' : ''}`,
    finds: ['authz.read', 'authz.files'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/papers') return { body: own(all, ask).map(({ id }) => ({ id })) };
      const stored = all.find((one) => ask.path === `/store/${one.id}`);
      if (stored) {
        const good = /^[0-9a-f]{6}\d+f0$/.test(ask.query.get(named) ?? '');
        const words = `${stored.title}\n${stored.note}\n`;
        const bytes = new TextEncoder().encode(`\u0000\u0001${words.repeat(3)}`);
        return good ? { type: 'application/octet-stream', body: what === 'scan' ? bytes : words } : { status: 403 };
      }
      const row = all.find((one) => ask.path === `/api/papers/${one.id}/link`);
      if (!row || (row.owner.key !== ask.who && !flawed)) return { status: 404, body: { error: 'not_found' } };
      asked += 1;
      const address = key(row.id, asked);
      return how === 'body' ? { body: { url: address } } : { status: 302, headers: { location: address } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id } of browse('GET', '/api/papers').body as { id: string }[])
        browse('GET', `/api/papers/${id}/link`);
    },
  };
}

/** The time sheet of a customer named by words in a parameter. */
export function namedClient(): Shape {
  return {
    id: 'filter-by-the-name-of-a-client',
    finds: ['authz.read', 'authz.body-tenant'],
    portal: portalOf((ask, flawed) => {
      const named = (['a', 'b'] as const).find((key) => customers[key].slug === ask.query.get('client'));
      const whose = flawed && named ? named : ask.who;
      const rowsOf = whose === 'anonymous' ? [] : customers[whose].records;
      const list = rowsOf.map(({ title, note }) => `<tr><td>${title}</td><td>${note}</td></tr>`).join('');
      return { type: 'text/html', body: `<html><body><h1>Hours</h1><table>${list}</table></body></html>` };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/hours');
      browse('GET', `/hours?client=${customers[who].slug}&kind=billable`);
    },
  };
}

/** Files that an address opens for whoever holds it: the key is a part of the path, signed as Rails signs it. */
export function keyInPath(): Shape {
  const all = rows(uuid);
  const key = (id: string) =>
    `eyJfcmFpbHMiOns${id.slice(0, 8)}ImRhdGEi--${`${id.replace(/-/g, '')}0f`.repeat(2).slice(0, 64)}`;
  return {
    id: 'files-behind-a-key-in-the-path',
    finds: [],
    portal: (flawed) => (ask) => {
      const row = all.find((one) => ask.path.startsWith(`/blobs/${key(one.id)}/`));
      if (row) return { type: 'text/plain', body: `${row.title}\n${row.note}\nSum ${row.amount}\n` };
      return portalOf((asked) => ({
        body: own(all, asked).map(({ id }) => ({ file: `/blobs/${key(id)}/paper.txt` })),
      }))(flawed)(ask);
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { file } of browse('GET', '/api/files').body as { file: string }[]) browse('GET', file);
    },
  };
}

/**
 * Documents whose signed address a page hands out for the first of the list, which is common to all: without the flaw what is signed names
 * the document. `of`: how the flawed one looks at it.
 */
export function signedCommonFile(of: 'nothing' | 'end'): Shape {
  const all = rows(number);
  const common = { id: '12', title: 'Terms of business', note: 'Revised every spring for everybody' };
  const digest = (text: string) => createHash('sha256').update(`key ${text}`).digest('hex').slice(0, 40);
  const list = (ask: Ask) => [common, ...own(all, ask)].map(({ id, title }) => ({ id, title }));
  return {
    id: `signature-of-a-common-file-that-names-${of}`,
    finds: ['authz.files'],
    portal: (flawed) => (ask) => {
      const [, id] = /^\/files\/(\d+)$/.exec(ask.path) ?? [];
      if (id !== undefined) {
        const [exp, sig] = [ask.query.get('exp') ?? '', ask.query.get('sig') ?? ''];
        const row = id === common.id ? common : all.find((one) => one.id === id);
        const isRight = !flawed ? sig === digest(`${id} ${exp}`) : of === 'nothing' ? sig !== '' : sig === digest(exp);
        return row && isRight
          ? { type: 'text/plain', body: `${row.title}\n${row.note}\n` }
          : { status: 403, body: { error: 'invalid' } };
      }
      return portalOf((asked) =>
        asked.path === '/api/documents' ? { body: list(asked) } : { status: 404, body: { error: 'not_found' } },
      )(flawed)(ask);
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const [first] = browse('GET', '/api/documents').body as { id: string }[];
      const signs = ['nothing', 'end'].map((one) =>
        one === 'end' ? digest(String(ends)) : digest(`${first?.id} ${ends}`),
      );
      for (const sig of signs) browse('GET', `/files/${first?.id}?exp=${ends}&sig=${sig}`);
    },
  };
}
