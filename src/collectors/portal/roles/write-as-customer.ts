import { itemAddress, lastPart } from '../../../parse/item-address.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { GapError } from '../../../model/gap.ts';
import type { FunctionTrial } from '../../write-evidence.ts';
import { hostOfUrl } from '../entry.ts';
import { graphqlParts } from '../operations/graphql-request.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from '../writes/bench.ts';
import { schemaOf, typeOf } from '../writes/graphql-candidates.ts';
import { mutationsFor } from '../writes/graphql-mutations.ts';
import { objectPlace } from '../writes/object-place.ts';
import { type EditForm, editForms } from '../writes/form-target.ts';
import { targetAt } from '../writes/page-candidates.ts';
import { proveRecord, type RecordProof } from '../writes/prove-record.ts';
import { notPutBack } from '../writes/reproduce-write.ts';
import { isRecord, textFieldOf } from '../writes/text-field.ts';
import { jsonWay, overridden, type Way } from '../writes/write-target.ts';

type Written = Pick<FunctionTrial, 'write' | 'writeNotTried'>;
const asker = 'a' as const;

/**
 * The record of a test account that a staff operation shows: staff changes a text of it and puts it back, then the customer
 * tries the same by the staff's own address or mutation, and staff reads again. Only with `write`; only what staff reads
 * counts, whatever the answer says.
 */
export async function writeAsCustomer(
  setting: Setting,
  request: PlainRequest,
  view: RawView,
  privileged: IdentityName,
): Promise<Written> {
  const { context } = setting;
  const not = (why: string): Written => ({ writeNotTried: `changes were not tried: ${why}` });
  if (context.world.scope.refuses('write', hostOfUrl(request.url))) return not('write is not granted');
  const form = formOfAccount(setting, view, request.url, privileged);
  if (form) return await byForm(setting, request, form, privileged);
  const own = ownRecord(setting, view.content.json);
  if (!own) return not('no record there belongs to a test account');
  const ways = await waysTo(setting, request, own, privileged);
  if (ways.length === 0) return not('excluded, or no way of writing is known');
  const subject = {
    url: request.url,
    owner: privileged,
    asker,
    what: `a test account’s record in ${privileged}’s list`,
    look: {
      method: request.method,
      url: request.url,
      ...(request.body === undefined ? {} : { body: request.body, contentType: 'application/json' }),
    },
  };
  const proof = await proveRecord(subject, benchAt(setting, request, privileged), (now) => {
    const place = objectPlace(now, own.id, own.key);
    return place && { place, ways, more: overridden };
  });
  if (!proof) return not(`${privileged} could not be shown to change a record by this address`);
  if (proof.restored === false) throw new GapError(notPutBack(new URL(request.url).pathname));
  return told(proof);
}

function told({ trials, field }: RecordProof): Written {
  const shown = trials.find((one) => one.changed === true) ?? trials[0];
  if (!shown) return { writeNotTried: 'changes were not tried: nothing could be sent' };
  const { way, status, outcome, changed } = shown;
  return { write: { way: `${way} of "${field}"`, status, outcome, changed } };
}

/** A form of a page of staff's that is about one test account and nobody else. */
function formOfAccount(
  setting: Setting,
  { source = '', content }: RawView,
  page: string,
  privileged: IdentityName,
): EditForm | undefined {
  if (content.kind !== 'html') return undefined;
  const selves = (name: IdentityName) => (setting.session(name)?.self ?? []).map((one) => one.toLowerCase());
  const accounts = (['a', 'b', 'a2'] as const).flatMap(selves).filter((one) => one.includes('@'));
  const staff = selves(privileged);
  const named = [...new Set(source.toLowerCase().match(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g) ?? [])].filter(
    (one) => !staff.includes(one),
  );
  return named.length === 1 && accounts.includes(named[0] ?? '') ? editForms(source, page)[0] : undefined;
}

async function byForm(
  setting: Setting,
  request: PlainRequest,
  edit: EditForm,
  privileged: IdentityName,
): Promise<Written> {
  const path = new URL(edit.form.action).pathname;
  if (mayNotWrite(setting, edit.form.method, path) || hasFurtherEffect(path))
    return { writeNotTried: 'changes were not tried: excluded, or more than a change' };
  const { url } = request;
  const subject = { url, owner: privileged, asker, what: `a test account’s record, by ${privileged}’s form` };
  const proof = await proveRecord(subject, benchAt(setting, request, privileged), ({ source }) => {
    const now = editForms(source ?? '', edit.page).find(
      ({ form, text }) => form.action === edit.form.action && text.name === edit.text.name,
    );
    return now && targetAt(setting, now, request.like, privileged);
  });
  if (!proof) return { writeNotTried: `changes were not tried: ${privileged}’s form could not be shown to work` };
  if (proof.restored === false) throw new GapError(notPutBack(path));
  return told(proof);
}

interface OwnRecord {
  readonly id: string;
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** The top-level fields of the answer that lead to it. */
  readonly trail: readonly string[];
}

/** The innermost record with an id and a harmless text that names a test account. */
function ownRecord(setting: Setting, json: unknown, trail: readonly string[] = []): OwnRecord | undefined {
  if (json === null || typeof json !== 'object' || trail.length > 8) return undefined;
  const names = (['a', 'b', 'a2'] as const).flatMap((name) => setting.session(name)?.self[0]?.toLowerCase() ?? []);
  const text = JSON.stringify(json).toLowerCase();
  if (!names.some((name) => text.includes(JSON.stringify(name).slice(1, -1)))) return undefined;
  for (const [key, one] of Object.entries(json)) {
    const inner = ownRecord(setting, one, [...trail, key]);
    if (inner) return inner;
  }
  if (!isRecord(json)) return undefined;
  const id = [json.id, json._id, json.uuid].find((one) => typeof one === 'string' || typeof one === 'number');
  const field = textFieldOf({ kind: 'json', leaves: [], text: '', json });
  const [key] = field?.keys ?? [];
  if (id === undefined || key === undefined || field?.keys.length !== 1) return undefined;
  return { id: String(id), key, value: json, trail };
}

async function waysTo(
  setting: Setting,
  request: PlainRequest,
  { id, key, value, trail }: OwnRecord,
  privileged: IdentityName,
): Promise<readonly Way[]> {
  if (graphqlParts(request.method, request.url, request.body)) {
    const schema = await schemaOf(setting, request, privileged);
    if (!schema) return [];
    const type = typeOf(schema, trail[1] ?? '', value);
    const { origin, pathname } = new URL(request.url);
    return mutationsFor(schema, type, key, value)
      .filter(({ name }) => !mayNotWrite(setting, 'mutation', name))
      .map(({ name, source }) => ({
        way: `mutation ${name}`,
        form: async (text) => ({
          method: 'POST',
          url: `${origin}${pathname}`,
          body: JSON.stringify({ query: source(id, text) }),
          contentType: 'application/json',
        }),
      }));
  }
  const url = new URL(request.url);
  url.search = '';
  const address = lastPart(url.pathname) === encodeURIComponent(id) ? url.href : itemAddress(url.href, id);
  if (mayNotWrite(setting, 'PATCH', new URL(address).pathname)) return [];
  return [
    jsonWay('PATCH', address, (text) => ({ [key]: text })),
    jsonWay('PUT', address, (text) => ({ ...value, [key]: text })),
  ];
}
