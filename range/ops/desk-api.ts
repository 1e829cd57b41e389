import type { IncomingMessage } from 'node:http';
import type { OpsFlawId } from '../flaws/ops.ts';
import type { Answer } from '../portal/http.ts';
import { sees } from './desk-call.ts';
import type { Records, Staff } from './records.ts';

export interface DeskApiOptions {
  readonly records: Records;
  readonly flaw: (id: OpsFlawId) => boolean;
  /** Subject of an access token; undefined where it is not good, or no longer. */
  readonly subjectOf: (token: string) => string | undefined;
}

/** What the pages fetch. It knows no cookie: an access token or nothing. */
export function deskApi({ records, flaw, subjectOf }: DeskApiOptions): (request: IncomingMessage, url: URL) => Answer {
  const answerOf = (staff: Staff, { pathname, searchParams }: URL): Answer | undefined => {
    const own = <Row extends { readonly depot: Staff['depot'] }>(rows: readonly Row[]) =>
      rows.filter((row) => sees(staff, row.depot));
    if (pathname === '/api/summary') {
      const last = own(records.tickets).flatMap(({ number, comments }) =>
        comments.slice(-1).map((one) => `T-${number}: ${one.text}`),
      );
      return { status: 200, json: { lines: last, open: own(records.tickets).length } };
    }
    if (pathname === '/api/search') {
      const asked = (searchParams.get('q') ?? '').toLowerCase();
      const all = flaw('ops-search-over-both-depots') ? records.tickets : own(records.tickets);
      const found =
        asked.length < 3 ? [] : all.filter(({ title, detail }) => `${title} ${detail}`.toLowerCase().includes(asked));
      return {
        status: 200,
        json: { hits: found.map(({ number, title, detail }) => ({ href: `/tickets/${number}`, title, detail })) },
      };
    }
    const number = /^\/api\/tickets\/(\d{1,7})\/history$/.exec(pathname)?.[1];
    const ticket = own(records.tickets).find((one) => String(one.number) === number);
    if (ticket)
      return {
        status: 200,
        json: { lines: [`${ticket.openedOn} raised by ${ticket.raisedBy}`, `${ticket.state}: ${ticket.place}`] },
      };
    const id = /^\/api\/customers\/([0-9a-f-]{36})\/visits$/.exec(pathname)?.[1];
    const customer = own(records.customers).find((one) => one.id === id);
    return customer && { status: 200, json: { lines: customer.visits.map(({ on, text }) => `${on} ${text}`) } };
  };
  return (request, url): Answer => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const subject = token === '' ? undefined : subjectOf(token);
    const staff = records.staff.find(({ id }) => id === subject);
    const headers = { 'Cache-Control': 'no-store' };
    if (!staff)
      return {
        status: 401,
        json: { error: 'a valid access token is needed' },
        headers: { ...headers, 'WWW-Authenticate': 'Bearer' },
      };
    if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, headers: { Allow: 'GET, HEAD' } };
    const found = answerOf(staff, url) ?? { status: 404, json: { error: 'not found' } };
    return { ...found, headers };
  };
}
