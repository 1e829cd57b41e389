import { customers, type Shape, signedOut, whoAmI } from '../shape.ts';
import { find, give, listed, number, own, portalOf, rows, shown, slug, uuid } from './records.ts';

/** The same record by another way in: redirects, HEAD, other versions and formats. */
export const wayInShapes: readonly Shape[] = [
  redirectWithData(),
  headName(),
  siblingVersion(),
  siblingFormat(),
  pdf(),
  oneOpenPage(),
  itemNobodyAsked(),
  filteredByThePage(),
];

function redirectWithData(): Shape {
  const all = rows(number);
  const html = (row: { title: string; note: string; amount: number }) =>
    `<html><body><h1>${row.title}</h1><p>${row.note}</p><b>${row.amount}</b></body></html>`;
  return {
    id: 'redirect-that-goes-on-rendering',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/records') return { body: own(all, ask).map(listed) };
      const row = all.find((one) => one.id === ask.path.split('/')[2]);
      if (row?.owner.key === ask.who) return { type: 'text/html', body: html(row) };
      return { status: 302, type: 'text/html', headers: { location: '/login' }, body: row && flawed ? html(row) : '' };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/records').body as { id: string }[];
      for (const item of list.slice(0, 2)) browse('GET', `/print/${item.id}`);
    },
  };
}

function headName(): Shape {
  const all = rows(uuid);
  return {
    id: 'head-and-file-name',
    finds: ['authz.read', 'authz.files'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/records') return { body: own(all, ask).map(listed) };
      const row = all.find((one) => one.id === ask.path.split('/')[3]);
      const head = row && {
        'content-disposition': `attachment; filename="${row.title}.txt"`,
        'x-description': row.note,
      };
      if (row?.owner.key === ask.who)
        return { type: 'text/plain', body: `${row.title}\n${row.note}\n${row.amount}\n`, headers: head ?? {} };
      return {
        status: 403,
        body: ask.method === 'HEAD' ? '' : { error: 'forbidden' },
        ...(flawed && ask.method === 'HEAD' && head ? { headers: head } : {}),
      };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/records').body as { id: string }[];
      browse('GET', `/api/files/${list[0]?.id}`);
    },
  };
}

function siblingVersion(): Shape {
  const all = rows(uuid);
  return {
    id: 'older-version-beside',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      const [, , version, , id] = ask.path.split('/');
      if (id === undefined) return { body: own(all, ask).map(listed) };
      return version === 'v1' || version === 'v2'
        ? give(find(all, id, ask, flawed && version === 'v1'))
        : { status: 404, body: { error: 'not_found' } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/v2/records').body as { id: string }[];
      for (const item of list.slice(0, 2)) browse('GET', `/api/v2/records/${item.id}`);
    },
  };
}

function siblingFormat(): Shape {
  const all = rows(number);
  return {
    id: 'json-beside-page',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/records') return { body: own(all, ask).map(listed) };
      const [, id, extension] = /^\/records\/(\d+)(\.json)?$/.exec(ask.path) ?? [];
      const row = find(all, id, ask, flawed && extension !== undefined);
      if (!row) return { status: 404, type: 'text/html', body: '<html><body>Not found</body></html>' };
      return extension
        ? give(row)
        : {
            type: 'text/html',
            body: `<html><body><h1>${row.title}</h1><p>${row.note}</p><p>${row.amount}</p></body></html>`,
          };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/records').body as { id: string }[];
      for (const item of list.slice(0, 2)) browse('GET', `/records/${item.id}`);
    },
  };
}

function pdf(): Shape {
  const all = rows(number);
  return {
    id: 'pdf-unguarded',
    finds: ['authz.read', 'authz.files'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/invoices') return { body: own(all, ask).map(listed) };
      const [, id, pdf_] = /^\/api\/invoices\/(\d+)(\.pdf)?$/.exec(ask.path) ?? [];
      const row = find(all, id, ask, flawed && pdf_ !== undefined);
      if (!row) return { status: 404, body: { error: 'not_found' } };
      return pdf_
        ? {
            type: 'application/pdf',
            body: `%PDF-1.4\n1 0 obj<</Length 9>>stream\nBT (${row.title}) Tj (${row.note}) Tj ET\nendstream endobj`,
            headers: { 'content-disposition': 'attachment' },
          }
        : give(row);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/invoices').body as { id: string }[];
      for (const item of list.slice(0, 2)) {
        browse('GET', `/api/invoices/${item.id}`);
        browse('GET', `/api/invoices/${item.id}.pdf`);
      }
    },
  };
}

/** All pages are one address and a name in a parameter; one of them, and not the longest, is open to strangers. */
function oneOpenPage(): Shape {
  const all = rows(slug);
  const html = (body: string) => ({ type: 'text/html', body: `<html><body><h1>Handbook</h1>${body}</body></html>` });
  return {
    id: 'one-open-page-of-many-behind-one-address',
    finds: ['auth.anonymous'],
    portal: (flawed) => (ask) => {
      const wanted = ask.query.get('id');
      const row = all.find((one) => one.id === wanted);
      const opened = flawed && row?.owner.key === 'a' && row.title === row.owner.records[1]?.title;
      if (row && (row.owner.key === ask.who || opened))
        return html(`<p>${row.title}</p><p>${row.note}</p><p>${row.amount}</p>`);
      const answer = whoAmI(ask) ?? (ask.who === 'anonymous' ? signedOut : undefined);
      if (answer) return answer;
      const links = own(all, ask).map(({ id }) => `<li><a href="/show?id=${id}">${id}</a></li>`);
      return wanted === null ? html(`<ul>${links.join('')}</ul>`) : html('<p>No such page, or none of yours.</p>');
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/show');
      for (const row of all.filter((one) => one.owner.key === who)) browse('GET', `/show?id=${row.id}`);
    },
  };
}

/** The pages show lists alone; the record is below its list, where no page asks for it. */
function itemNobodyAsked(): Shape {
  const all = rows(number);
  return {
    id: 'item-below-a-list-that-no-page-opens',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/records') return { body: { data: own(all, ask).map(shown) } };
      return give(find(all, ask.path.split('/')[3], ask, flawed));
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', '/api/records');
    },
  };
}

/** The page names its company in a filter, and the server asks nothing more; the other company's name is part of a file's name. */
function filteredByThePage(): Shape {
  const all = rows(uuid);
  return {
    id: 'list-filtered-by-the-page-alone',
    finds: ['authz.read', 'authz.list'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/files')
        return { body: { data: ['quarrendon-and-larkfield-plan.txt', 'prices.txt'].map((name) => ({ name })) } };
      if (ask.path !== '/api/records') return { status: 404, body: { error: 'not_found' } };
      const wanted = ask.query.get('filter[company][_eq]');
      const mine = flawed ? all : own(all, ask);
      return { body: { data: mine.filter((row) => row.owner.slug === wanted).map(shown) } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/files');
      browse('GET', `/api/records?filter[company][_eq]=${customers[who].slug}`);
    },
  };
}
