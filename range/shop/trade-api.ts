import { createHmac, randomBytes } from 'node:crypto';
import { type Answer, attachment, problem } from '../portal/http.ts';
import { freshId } from '../portal/identifiers.ts';
import { companies, type CompanyKey, type List, type Order, type Person, type Return } from './records.ts';
import { companyApi } from './company-api.ts';
import { absent, json, listed, plain, sees, type ShopCall, signedOut, text } from './shop-call.ts';

const secret = randomBytes(32);

function signatureOf({ flaw }: ShopCall, id: string, ends: string): string {
  const signed = flaw('shop-label-end-unsigned') ? id : `${id}\n${ends}`;
  return createHmac('sha256', secret).update(signed).digest('hex');
}

function labelAddress(call: ShopCall, { id }: Return): string {
  const seconds = call.decoy('shop-label-of-a-minute') ? 60 : 900;
  const expires = String(Math.floor(call.now().getTime() / 1000) + seconds);
  return `/rest/labels/${id}?${new URLSearchParams({ expires, signature: signatureOf(call, id, expires) })}`;
}

function label(call: ShopCall, id: string): Answer {
  const query = call.url.searchParams;
  const [ends, signature] = [query.get('expires') ?? '', query.get('signature') ?? ''];
  const found = call.records.returns.find((one) => one.id === id);
  const alive = Number(ends) * 1000 > call.now().getTime();
  if (!found || signature !== signatureOf(call, id, ends) || !alive)
    throw problem(403, 'This address opens nothing any more');
  return { status: 200, text: found.label, headers: { 'Content-Disposition': attachment(`${found.number}.txt`) } };
}

/** Some returns are between a company's owner and the shop. */
const isKept = ({ decoy, flaw }: ShopCall, { role }: Person, { forOwner }: Return) =>
  role === 'buyer' && forOwner && (decoy('shop-return-of-owners-alone') || flaw('shop-return-opened-by-buyer'));

const shownReturn = (call: ShopCall, { label: _label, company: _company, forOwner: _forOwner, ...rest }: Return) => {
  const found = call.records.returns.find(({ id }) => id === rest.id);
  return { ...rest, label: found && labelAddress(call, found) };
};
const ordered = (one: Order) => {
  const { bought: _bought, ...rest } = plain(one);
  return rest;
};
const shownList = ({ company, ...rest }: List) => ({ ...rest, companyId: companies[company].id });

function returns(call: ShopCall, person: Person, id: string): Answer {
  const { records, method, body, flaw } = call;
  const found = records.returns.find((one) => one.id === id);
  const own = found !== undefined && sees(person, found.company);
  if (!found || !(own || (method === 'PATCH' && flaw('shop-return-delete-guarded-patch-not')))) throw absent();
  if (isKept(call, person, found) && !(method === 'GET' && flaw('shop-return-opened-by-buyer'))) throw absent();
  if (method === 'PATCH') {
    found.comment = text(body.comment) ?? found.comment;
    if (body.state === 'asked' || body.state === 'cancelled') found.state = body.state;
  } else if (method === 'DELETE') records.returns.splice(records.returns.indexOf(found), 1);
  else if (method !== 'GET') throw problem(405, 'This method is not offered here');
  return method === 'DELETE' ? { status: 204 } : json(shownReturn(call, found));
}

function standingOrder({ records, method, body, flaw }: ShopCall, person: Person, id: string): Answer {
  const found = records.standing.find((one) => one.id === id);
  const own = found !== undefined && sees(person, found.company);
  if (!found || !(own || (method === 'PUT' && flaw('shop-standing-order-put-unguarded')))) throw absent();
  if (method === 'PUT') found.text = text(body.text) ?? found.text;
  else if (method !== 'GET') throw problem(405, 'This method is not offered here');
  return json(plain(found));
}

/** What a standing order is of, asked for by a body. */
function standingOverview({ records, body, flaw, decoy }: ShopCall, person: Person): Answer {
  const found = records.standing.find(({ id }) => id === body.standingOrderId);
  if (found && (sees(person, found.company) || flaw('shop-standing-overview-unguarded'))) return json(plain(found));
  if (decoy('shop-standing-overview-refused-with-200'))
    return json({ found: false, standingOrderId: body.standingOrderId });
  throw absent();
}

function seen({ records, body, flaw, decoy }: ShopCall, person: Person): Answer {
  const ids = Array.isArray(body.ids) ? body.ids.filter((one) => typeof one === 'string') : [];
  const named = records.notices.filter(({ id }) => ids.includes(id));
  const own = named.filter(({ company }) => company === person.company);
  if (!own.some(({ id }) => id === ids[0])) throw absent();
  for (const one of flaw('shop-bulk-looks-at-first') ? named : own) one.seen = body.seen === true;
  return json({ marked: decoy('shop-bulk-counts-what-it-leaves') ? ids.length : own.length });
}

function lists({ records, method, body, flaw }: ShopCall, person: Person, id: string | undefined): Answer {
  const company = person.company;
  if (company === undefined) throw problem(403, 'Lists are for customers');
  if (id === undefined && method === 'POST') {
    const name = text(body.name);
    if (name === undefined || name === '') throw problem(422, 'A list has a name');
    const made: List = { id: freshId(), company, name, state: 'open' };
    records.lists.push(made);
    return json(shownList(made), 201);
  }
  if (id === undefined) return listed(records.lists.filter((one) => one.company === company).map(shownList));
  const found = records.lists.find((one) => one.id === id && one.company === company);
  if (!found) throw absent();
  if (method === 'DELETE') {
    records.lists.splice(records.lists.indexOf(found), 1);
    return { status: 204 };
  }
  if (method === 'PATCH') {
    found.name = text(body.name) ?? found.name;
    const wanted = (Object.keys(companies) as CompanyKey[]).find((key) => companies[key].id === body.companyId);
    if (wanted && flaw('shop-list-moved-by-company')) found.company = wanted;
  } else if (method !== 'GET') throw problem(405, 'This method is not offered here');
  return json(shownList(found));
}

const ends = { approve: 'approved', close: 'closed', archive: 'archived', reopen: 'open' } as const;

/** What ends a list: whoever buys for the company archives it, its owner approves and closes it. */
function endList({ records, flaw, decoy }: ShopCall, person: Person, id: string, how: keyof typeof ends): Answer {
  const anybody =
    (how === 'archive' && flaw('shop-list-archived-by-anybody')) ||
    (how === 'reopen' && flaw('shop-list-reopened-by-anybody'));
  const found = records.lists.find((one) => one.id === id && (one.company === person.company || anybody));
  const foreign = records.lists.find((one) => one.id === id && one.company !== person.company);
  const saysYes =
    (how === 'archive' && decoy('shop-foreign-list-archived-without-effect')) ||
    (how === 'reopen' && decoy('shop-foreign-list-reopened-without-effect'));
  if (!found && foreign && saysYes) return json({ id, state: ends[how] });
  if (!found || person.company === undefined) throw absent();
  const forOwner = how !== 'archive';
  const forgotten =
    how === 'approve' ? flaw('shop-list-approved-by-buyer') : how === 'close' && flaw('shop-list-closed-by-buyer');
  if (forOwner && person.role !== 'owner' && !forgotten) throw problem(403, 'For owners only');
  if (found.state !== (how === 'reopen' ? 'closed' : 'open')) throw problem(409, 'This list is past that');
  found.state = ends[how];
  return json(shownList(found));
}

/** Several lists at once, by whoever buys for the company. */
function archiveMany({ records, body, flaw, decoy }: ShopCall, person: Person): Answer {
  const ids = Array.isArray(body.ids) ? body.ids.filter((one) => typeof one === 'string') : [];
  const named = records.lists.filter(({ id }) => ids.includes(id));
  const own = named.filter(({ company }) => company === person.company);
  if (!own.some(({ id }) => id === ids[0])) throw absent();
  for (const one of flaw('shop-lists-archived-look-at-first') ? named : own) one.state = 'archived';
  return json({ archived: decoy('shop-lists-archived-counts-what-it-leaves') ? ids.length : own.length });
}

/** What the shop paid for what it sold. */
function margin({ records, flaw }: ShopCall, person: Person, number: string): Answer {
  const found = records.orders.find((one) => one.number === number);
  const own = found?.company === person.company && flaw('shop-margin-of-own-order');
  if (!found || !(person.role === 'staff' || own)) throw absent();
  return json({ number, ...found.bought });
}

function invoice({ records, person, headers, flaw, decoy }: ShopCall, number: string): Answer {
  const found = records.orders.find((one) => one.number === number);
  const within = headers['x-internal-request'] === '1' && flaw('shop-inner-header-opens');
  const asked = [headers['x-internal-request'], headers['x-forwarded-for']].filter((one) => one !== undefined).join();
  if (!person && !within)
    throw problem(401, 'Please sign in', decoy('shop-invoice-says-who-asked') && asked ? { asked } : {});
  if (!found || !(within || (person && sees(person, found.company)))) throw absent();
  return json({ invoice: `IN-${number.slice(3)}`, ...ordered(found), billedTo: companies[found.company].name });
}

function staff(call: ShopCall, person: Person, path: string, method: string): Answer | undefined {
  const { records, body } = call;
  const odd = path !== path.replace(/;.*$/, '') || path.endsWith('/');
  const open =
    path.includes(';') && call.flaw('shop-staff-path-with-semicolon') && path.startsWith('/rest/staff/sales');
  const overridden = call.flaw('shop-staff-change-by-override') && call.method === 'POST' && method === 'PATCH';
  if (odd && !open) return undefined;
  if (person.role !== 'staff' && !open && !overridden) throw problem(403, 'This is for our staff');
  if (path.replace(/;.*$/, '') === '/rest/staff/sales')
    return listed(records.orders.map((one) => ({ ...ordered(one), company: companies[one.company].name })));
  const buyers = records.people.filter(({ role }) => role !== 'staff');
  if (path === '/rest/staff/customers') return listed(buyers.map(({ id, name, email }) => ({ id, name, email })));
  const found = buyers.find(({ id }) => path === `/rest/staff/customers/${id}`);
  if (!found) throw absent();
  if (method === 'PATCH') found.note = text(body.note) ?? found.note;
  else if (method !== 'GET') throw problem(405, 'This method is not offered here');
  const { key: _key, ...shown } = found;
  return json(shown);
}

/** What was ordered, by REST. undefined where nothing has such a path. */
export function tradeApi(call: ShopCall): Answer | undefined {
  const path = call.url.pathname;
  const [, kind = '', id, more] = /^\/rest\/([a-z-]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
  if (kind === 'labels' && id !== undefined && call.method === 'GET') return label(call, id);
  if (kind === 'orders' && id !== undefined && more === 'invoice' && call.method === 'GET') return invoice(call, id);
  const { person, records, method } = call;
  if (!person) throw signedOut();
  const named = call.headers['x-http-method-override'];
  if (path.startsWith('/rest/staff/'))
    return staff(call, person, path, method === 'POST' && typeof named === 'string' ? named.toUpperCase() : method);
  const own = <Row extends { readonly company: CompanyKey }>(rows: readonly Row[]) =>
    rows.filter(({ company }) => company === person.company);
  const byLink = method === 'GET' && more === 'archive' && call.flaw('shop-list-archived-by-link');
  const ending = method === 'POST' || byLink;
  if (kind === 'lists' && id !== undefined && ending && more !== undefined && Object.hasOwn(ends, more)) {
    const ended = endList(call, person, id, more as keyof typeof ends);
    return byLink ? { status: 303, headers: { Location: `/lists/${id}` } } : ended;
  }
  if (kind === 'lists' && id === 'archive-many' && method === 'POST') return archiveMany(call, person);
  if (kind === 'orders' && id !== undefined && more === 'margin' && method === 'GET') return margin(call, person, id);
  if (more !== undefined) return undefined;
  const ofCompany = companyApi(call, person, kind, id);
  if (ofCompany) return ofCompany;
  if (kind === 'lists') return lists(call, person, id);
  if (kind === 'notices' && id === 'seen' && method === 'POST') return seen(call, person);
  if (kind === 'standing-orders' && id === 'overview' && method === 'POST') return standingOverview(call, person);
  if (kind === 'returns' && id !== undefined) return returns(call, person, id);
  if (kind === 'standing-orders' && id !== undefined) return standingOrder(call, person, id);
  if (id !== undefined) return undefined;
  if (kind === 'notices') return listed(own(records.notices).map(plain));
  if (kind === 'returns')
    return listed(
      own(records.returns)
        .filter((one) => !isKept(call, person, one))
        .map(({ id: one, number }) => ({ id: one, number })),
    );
  if (kind === 'standing-orders')
    return listed(own(records.standing).map(({ id: one, every }) => ({ id: one, every })));
  return undefined;
}
