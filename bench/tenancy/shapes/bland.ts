import { customers, type Shape, signedOut, whoAmI } from '../shape.ts';
import { find, own, portalOf, rows, uuid } from './records.ts';

const page = (inner: string) => ({ type: 'text/html', body: `<html><body>${inner}</body></html>` });

/** The record that the walk opens says what the other customer's says too; the next one in the list does not. */
export function blandFirst(): Shape {
  const all = rows(uuid);
  const first = (id: string) => all.find((row) => row.id === id && row.title === row.owner.records[0]?.title);
  return {
    id: 'the-record-that-was-opened-says-nothing',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/papers')
        return page(
          own(all, ask)
            .map(({ id }) => `<a href="/papers/${id}">Paper</a>`)
            .join(''),
        );
      const row = find(all, ask.path.split('/')[2], ask, flawed);
      if (!row) return { status: 404, ...page('<h1>Not found</h1>') };
      return page(first(row.id) ? '<h1>Annual accounts 2023</h1>' : `<h1>${row.title}</h1><p>${row.note}</p>`);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/papers');
      browse('GET', `/papers/${all.find(({ owner }) => owner.key === who)?.id}`);
    },
  };
}

const parts = { a: 1201, b: 1211 } as const;
/** The first issue of every drawing says the same; what changed later is its customer's own. */
const issues = [
  { id: 3301, part: parts.a, note: 'Initial release', tolerance: 'ISO 2768-mK' },
  { id: 3302, part: parts.a, note: 'Fillet R3 to R4 after fatigue test', tolerance: 'ISO 2768-fH' },
  { id: 3306, part: parts.b, note: 'Initial release', tolerance: 'ISO 2768-mK' },
  { id: 3307, part: parts.b, note: 'Cable slot added for the winter trial', tolerance: 'ISO 2768-cL' },
];

/** An issue below a part: the part is checked, the issue is taken by its number alone, and the walk opens the first of each part. */
export function blandChild(): Shape {
  return {
    id: 'the-child-that-was-opened-says-nothing-below-ones-own-parent',
    finds: ['authz.read'],
    portal: (flawed) => (ask) => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const own = parts[ask.who];
      const mine = issues.filter(({ part }) => part === own);
      if (ask.path === '/api/parts') return { body: [{ id: own, issues: mine.map(({ id }) => ({ id })) }] };
      const [, , , part, kind, id] = ask.path.split('/');
      const parent = kind === 'issues' && Number(part) === own;
      const one = parent ? (flawed ? issues : mine).find((issue) => issue.id === Number(id)) : undefined;
      return one ? { body: one } : { status: 404, body: { error: 'not_found' } };
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/parts');
      browse('GET', `/api/parts/${parts[who]}/issues/${issues.find(({ part }) => part === parts[who])?.id}`);
    },
  };
}

/** A text of few lines below one's own record: two of them are its owner's, one of those the account's own name. */
export function fewLines(): Shape {
  const all = rows(uuid);
  const version = (id: string) => String(4100 + all.findIndex((row) => row.id === id));
  return {
    id: 'a-file-of-few-lines-below-ones-own-record',
    finds: ['authz.read', 'authz.files'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/papers') return { body: own(all, ask).map(({ id }) => ({ id, version: version(id) })) };
      const [, , , id, , number] = ask.path.split('/');
      const parent = all.find((row) => row.id === id && row.owner.key === ask.who);
      const row = all.find((one) => version(one.id) === number);
      if (!parent || !row || (row.owner.key !== ask.who && !flawed))
        return { status: 404, body: { error: 'not_found' } };
      const headers = { 'content-disposition': 'attachment; filename="paper.txt"' };
      const body = `Annual accounts 2023\n${row.owner.orgName} for ${row.owner.user}\nSum ${row.amount} EUR\n`;
      return { type: 'application/octet-stream', headers, body };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const one of browse('GET', '/api/papers').body as { id: string; version: string }[])
        browse('GET', `/api/papers/${one.id}/versions/${one.version}`);
    },
  };
}

/** Rows of all customers sent to the page, which shows one's own: no answer names the account beside its tenant. */
export function rowsOfAll(): Shape {
  const all = rows(uuid);
  return {
    id: 'rows-of-all-customers-filtered-by-the-page',
    finds: [],
    portal: (flawed) => (ask) => {
      if (ask.who === 'anonymous') return signedOut;
      const { who } = ask;
      if (ask.path === '/api/me') return { body: { email: customers[who].user } };
      // The fourth row is the other customer's: rows have no place that says whose the page is.
      const seen = flawed ? all : own(all, ask);
      const tasks = seen.map((row) => ({ id: row.id, mandantId: customers[row.owner.key].org, titel: row.title }));
      const props = JSON.stringify({ aufgaben: tasks, mandantId: customers[who].org });
      return {
        type: 'text/x-component',
        body: `2:I[1,["x"],"L"]\n0:{"f":[["$","div",null,{"children":["$","$L2",null,${props}]}]]}`,
      };
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', '/aufgaben');
    },
  };
}

/** A paper hangs on the third record of a list alone; the walk opens the first one. */
export function paperOnTheThird(askerOpened = false): Shape {
  const all = rows(uuid);
  const paper = (id: string) => String(70_912 + all.findIndex((row) => row.id === id));
  return {
    id: `a-paper-on-the-third-record-alone${askerOpened ? '-that-the-asker-opened' : ''}`,
    finds: ['authz.read', 'authz.files'],
    portal: portalOf((ask, flawed) => {
      const [, kind, id] = ask.path.split('/');
      if (ask.path === '/claims')
        return page(
          own(all, ask)
            .map((row) => `<a href="/claims/${row.id}">Claim</a>`)
            .join(''),
        );
      if (kind === 'papers') {
        const row = all.find((one) => paper(one.id) === id);
        const body = row && `${row.title}\n${row.note}\nSum ${row.amount}\n`;
        const headers = { 'content-disposition': 'attachment; filename="paper.txt"' };
        return body && (flawed || row?.owner.key === ask.who)
          ? { type: 'text/plain', headers, body }
          : { status: 404, ...page('<h1>Not found</h1>') };
      }
      const row = find(all, id, ask, false);
      if (!row) return { status: 404, ...page('<h1>Not found</h1>') };
      const link =
        row.title === row.owner.records[2]?.title ? `<a href="/papers/${paper(row.id)}/download">Paper</a>` : '';
      return page(`<h1>${row.title}</h1><p>${row.note}</p>${link}`);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/claims');
      const mine = all.filter(({ owner }) => owner.key === who);
      browse('GET', `/claims/${mine[0]?.id}`);
      if (!askerOpened || who === 'b') return;
      browse('GET', `/claims/${mine[2]?.id}`);
      browse('GET', `/papers/${paper(mine[2]?.id ?? '')}/download`);
    },
  };
}
