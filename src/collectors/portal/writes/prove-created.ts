import { isDeepStrictEqual } from 'node:util';
import type { IdentityName } from '../../../model/identity.ts';
import type { ExtraField } from '../../write-evidence.ts';
import { createdAddress } from '../canaries/created-address.ts';
import type { RawView } from '../tenancy/view.ts';
import type { Privileged } from './privileged.ts';
import type { WriteBench } from './prove-record.ts';
import { isRecord } from './text-field.ts';

type Field = ExtraField['fields'][number];

export interface CreatedSubject {
  readonly asker: IdentityName;
  /** Where such an object is made, and with which body. */
  readonly url: string;
  readonly body: string;
  readonly contentType: string;
  /** The text in it that is exchanged for a new one each time. */
  readonly proof: string;
  /** Where its owner reads what there is. */
  readonly list: string;
}
export type CreatedBench = Pick<WriteBench, 'journal' | 'write' | 'mark' | 'wait'> & {
  readonly readAt: (url: string) => Promise<RawView>;
};

const settleMs = 2200;

/**
 * An object of the account's own is made once more by the request that the portal's form made it with, each time with a further field
 * that the page never sends, and read again. Each is in the journal before it is sent, and taken back with the other planted ones.
 */
export async function proveCreated(
  { asker, url, body, contentType, proof, list }: CreatedSubject,
  bench: CreatedBench,
  candidates: readonly Privileged[],
  isOffered: (field: Privileged) => Promise<boolean | null>,
): Promise<readonly Field[]> {
  const fields: Field[] = [];
  for (const one of candidates) {
    const mark = bench.mark();
    const [key = ''] = one.keys;
    const sent = JSON.stringify({ ...(JSON.parse(body.split(proof).join(mark)) as object), [key]: one.wanted });
    const id = await bench.journal.plan({
      identity: asker,
      method: 'POST',
      url,
      what: `${asker} makes an object of its own with "${key}" beside what the page sends`,
      mark,
    });
    const answer = await bench.write(asker, { method: 'POST', url, body: sent, contentType });
    const { status } = answer;
    if (status === 0 || status >= 400) {
      await bench.journal.settle(id, { state: 'refused', status });
      fields.push({ field: key, kind: one.kind, status, readBack: 'not-shown', restTaken: false, restored: null });
      continue;
    }
    const created = createdAddress(url, JSON.stringify(answer.content.json), answer.location, sent);
    await bench.journal.settle(id, { state: 'done', status, ...(created === undefined ? {} : { created }) });
    let made = await readBack(created, mark);
    if (!made) {
      await bench.wait(settleMs);
      made = await readBack(created, mark);
    }
    const now = made?.[key];
    const taken = isDeepStrictEqual(now, one.wanted);
    const read = made === undefined ? 'unclear' : taken ? 'taken' : now === undefined ? 'not-shown' : 'as-before';
    const field: Field = {
      field: key,
      kind: one.kind,
      status,
      readBack: read,
      restTaken: made !== undefined,
      restored: null,
    };
    fields.push(taken ? { ...field, offered: await isOffered(one) } : field);
  }
  return fields;

  async function readBack(created: string | undefined, mark: string) {
    for (const place of created === undefined ? [list] : [created, list]) {
      const view = await bench.readAt(place);
      const found = view.outcome === 'data' ? recordHolding(view.content.json, mark) : undefined;
      if (found) return found;
    }
    return undefined;
  }
}

/** The innermost object in an answer one of whose own texts holds the mark. */
export function recordHolding(json: unknown, mark: string): Readonly<Record<string, unknown>> | undefined {
  if (json === null || typeof json !== 'object') return undefined;
  for (const one of Object.values(json)) {
    const inner = recordHolding(one, mark);
    if (inner) return inner;
  }
  const says = Object.values(json).some((one) => typeof one === 'string' && one.includes(mark));
  return says && isRecord(json) ? json : undefined;
}
