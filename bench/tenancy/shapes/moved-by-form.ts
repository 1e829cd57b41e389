import { type Ask, type Reply, type Shape, whoAmI } from '../shape.ts';
import { orgOf, rowsOf, type WriteShape } from './write-shape.ts';
import { escaped } from './markup.ts';

interface Job {
  id: string;
  org: string;
  note: string;
  siteId: string;
}
type Kind = 'choice' | 'edit' | 'hidden' | 'listed-below';

const page = (body: string): Reply => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html><body><nav><a href="/jobs">Jobs</a></nav>${body}</body></html>`,
});
const missing: Reply = { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };

/** Pages of jobs, each at a site: a choice of its own moves a job, or the form that edits it says where it stands. */
const jobs =
  (kind: Kind): WriteShape['open'] =>
  (variant) => {
    const sites = rowsOf((at) => String(101 + at * 3));
    const all = sites.map(
      (one, at): Job => ({
        id: String(5001 + at),
        org: one.org,
        note: `Second visit number ${at} with the long ladder`,
        siteId: one.id,
      }),
    );
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return { status: 302, headers: { location: '/login' } };
      const mine = sites.filter((one) => one.org === orgOf(ask.who));
      const own = all.filter((one) => one.org === orgOf(ask.who));
      const token = `<input type="hidden" name="_csrf" value="${ask.who}9f3c7d21aa08b44c1e77d2">`;
      const [, place, id, below] = ask.path.split('/');
      if (place === 'sites') {
        const site = mine.find((one) => one.id === id);
        if (!site) return missing;
        const listed = kind === 'listed-below' ? all.filter((one) => one.siteId === id) : [];
        return page(
          `<h1>${escaped(site.title)}</h1><p>${escaped(site.note)}</p>${listed.map((one) => `<li>${escaped(one.note)}</li>`).join('')}`,
        );
      }
      if (id === undefined)
        return page(
          own.map((one) => `<a href="/jobs/${one.id}">Job</a> <a href="/sites/${one.siteId}">Site</a>`).join(''),
        );
      const job = own.find((one) => one.id === id);
      if (!job) return missing;
      if (ask.method === 'POST') {
        const sent = new URLSearchParams(ask.body);
        if (sent.get('_csrf') !== `${ask.who}9f3c7d21aa08b44c1e77d2`) return { status: 403, body: 'Forbidden' };
        const siteId = sent.get('site_id') ?? job.siteId;
        const isOwn = mine.some((one) => one.id === siteId);
        const there = { status: 303, headers: { location: `/jobs/${job.id}` } };
        if (!isOwn && variant === 'guarded') return { status: 422, type: 'text/html', body: '<p>Unknown site</p>' };
        if (!isOwn && variant === 'decoy') return there;
        Object.assign(job, { siteId, note: sent.get('note')?.replace(/\r\n/g, '\n') ?? job.note });
        return there;
      }
      const at = sites.find((one) => one.id === job.siteId);
      const options = mine.map(
        (one) => `<option value="${one.id}" ${one.id === job.siteId ? 'selected' : ''}>${escaped(one.title)}</option>`,
      );
      const choice =
        kind === 'hidden'
          ? `<input type="hidden" name="site_id" value="${job.siteId}">`
          : `<select name="site_id">${options.join('')}</select>`;
      const said =
        kind === 'listed-below'
          ? ''
          : `<p>At ${escaped(at?.title ?? '')}. ${kind === 'choice' ? '' : 'Mind:'} <b>${escaped(at?.note ?? '')}</b></p>`;
      if (kind === 'choice')
        return page(
          `<h1>${escaped(job.note)}</h1>${said}<form method="post" action="/jobs/${id}/move">${token}${choice}<button>Move</button></form>`,
        );
      return page(
        `${said}<form method="post" action="/jobs/${id}${below === undefined ? '' : `/${below}`}">${token}${choice}<textarea name="note">\n${escaped(job.note)}</textarea><button>Save</button></form>`,
      );
    };
    return { answer, data: () => structuredClone({ sites, all }) };
  };

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const list = String(browse('GET', '/jobs').body);
  for (const [, path] of [...list.matchAll(/href="(\/(?:jobs|sites)\/\d+)"/g)].slice(0, 4)) browse('GET', path ?? '');
};

/** A record of the asker's own set below another customer's by a form. */
export const movedByFormShapes: readonly WriteShape[] = [
  { id: 'moved-by-a-choice', open: jobs('choice'), walk },
  { id: 'moved-by-its-edit-form', open: jobs('edit'), walk },
  { id: 'moved-by-a-hidden-field', open: jobs('hidden'), walk },
  { id: 'moved-by-form-and-listed-below', open: jobs('listed-below'), walk },
];
