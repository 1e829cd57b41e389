import { type Answer, problem } from '../portal/http.ts';
import type { CompanyKey, Person } from './records.ts';
import { absent, json, listed, plain, type ShopCall, text } from './shop-call.ts';

const forOwner = () => problem(403, 'For owners only');

const shown = ({ id, name, email, role }: Person) => ({ id, name, email, role });

/** The people of a company; who is an owner, its owners say. */
function team(call: ShopCall, person: Person, id: string | undefined): Answer {
  const { records, method: sent, url, body, flaw, decoy } = call;
  const method = sent === 'POST' ? (url.searchParams.get('_method') ?? sent) : sent;
  const people = records.people.filter(({ company }) => company === person.company);
  if (id === undefined) return listed(people.map(shown));
  const found = people.find((one) => one.id === id);
  if (!found || method !== 'PATCH') throw absent();
  const wanted = body.role === 'owner' || body.role === 'buyer' ? body.role : undefined;
  if (wanted === undefined) throw problem(422, 'There is no such role');
  const isUnasked = flaw('shop-role-given-by-buyer') || (flaw('shop-role-by-button-for-buyers') && sent !== method);
  if (person.role === 'owner' || isUnasked) found.role = wanted;
  else if (!decoy('shop-role-of-a-buyer-left-as-it-is')) throw forOwner();
  return json(shown(found));
}

/** What concerns a whole company: its people, its rules for all buyers, and on what terms it buys. undefined where the path is another. */
export function companyApi(call: ShopCall, person: Person, kind: string, id: string | undefined): Answer | undefined {
  const { records, method, body, flaw } = call;
  if (!['team', 'house-rules', 'credit', 'credit-sheet'].includes(kind)) return undefined;
  if (person.company === undefined) throw forOwner();
  const ofCompany = <Row extends { readonly company: CompanyKey }>(rows: readonly Row[]): Row => {
    const found = rows.find(({ company }) => company === person.company);
    if (!found) throw absent();
    return found;
  };
  const isOwner = person.role === 'owner';
  if (kind === 'team') return team(call, person, id);
  if (id !== undefined) return undefined;
  if (kind === 'house-rules') {
    const rules = ofCompany(records.rules);
    const changes = method === 'PUT';
    if (!isOwner && !(changes && flaw('shop-house-rules-by-buyer'))) throw forOwner();
    if (changes) rules.text = text(body.text) ?? rules.text;
    return json({ text: rules.text });
  }
  const { id: _id, ...credit } = plain(ofCompany(records.credits));
  if (!isOwner && !(kind === 'credit-sheet' && flaw('shop-credit-sheet-for-buyers'))) throw forOwner();
  return json(credit);
}
