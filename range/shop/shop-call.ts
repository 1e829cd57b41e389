import type { IncomingHttpHeaders } from 'node:http';
import type { ShopDecoyId, ShopFlawId } from '../flaws/shop.ts';
import { type Answer, problem } from '../portal/http.ts';
import type { CompanyKey, Person, Records } from './records.ts';

/** One request to the shop, already parsed. */
export interface ShopCall {
  readonly records: Records;
  readonly flaw: (id: ShopFlawId) => boolean;
  readonly decoy: (id: ShopDecoyId) => boolean;
  readonly now: () => Date;
  readonly person: Person | undefined;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  json: value,
  headers: { 'Cache-Control': 'no-store' },
});
export const listed = (items: readonly unknown[]) => json({ items });
/** A row without whose it is. */
export const plain = <Row extends { readonly company: CompanyKey }>({ company: _company, ...rest }: Row) => rest;
export const absent = () => problem(404, 'There is nothing of yours at this address');
export const signedOut = () => problem(401, 'Please sign in');

/** Whether somebody may see what belongs to a company. Staff of the shop see all. */
export const sees = (person: Person, company: CompanyKey) => person.role === 'staff' || person.company === company;
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 2000 ? value : undefined;
