import type { OpsFlawId } from '../flaws/ops.ts';
import type { Answer } from '../portal/http.ts';
import type { DepotKey, Records, Staff } from './records.ts';
import { openPage, type Viewer } from './views.ts';

/** One request of somebody who is signed in. */
export interface DeskCall {
  readonly records: Records;
  readonly viewer: Viewer;
  readonly flaw: (id: OpsFlawId) => boolean;
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: URLSearchParams;
  readonly now: () => Date;
}
export interface DeskRoute {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly answer: (call: DeskCall) => Answer | undefined;
}

export const html = (text: string, status = 200): Answer => ({
  status,
  text,
  type: 'text/html; charset=utf-8',
  headers: { 'Cache-Control': 'no-store' },
});
export const seeOther = (location: string): Answer => ({ status: 303, headers: { Location: location } });
export const nothingHere = () => html(openPage('Not found', '<p>There is nothing at this address.</p>'), 404);

/** Whether somebody may see what belongs to a depot. */
export const sees = ({ depot }: Staff, owner: DepotKey | undefined) => depot === undefined || depot === owner;
export const mine = <Row extends { readonly depot: DepotKey | undefined }>(
  rows: readonly Row[],
  { viewer }: DeskCall,
) => rows.filter((row) => sees(viewer.staff, row.depot));
export const text = (body: URLSearchParams, name: string) => (body.get(name) ?? '').trim().slice(0, 2000);

export const get = (path: RegExp, answer: DeskRoute['answer']): DeskRoute => ({ method: 'GET', path, answer });
export const post = (path: RegExp, answer: DeskRoute['answer']): DeskRoute => ({ method: 'POST', path, answer });
