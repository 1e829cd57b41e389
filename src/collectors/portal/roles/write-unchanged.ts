import type { FunctionTrial } from '../../write-evidence.ts';
import { hostOfUrl } from '../entry.ts';
import { holds } from '../tenancy/atoms.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { mayNotWrite } from '../writes/bench.ts';
import { writeHeaders } from '../writes/guard-tokens.ts';
import { isRecord, textFieldOf } from '../writes/text-field.ts';

type Written = Pick<FunctionTrial, 'write' | 'writeNotTried'>;

/**
 * The operation's address with PATCH, sent by A with the value that stands there already: it changes nothing, and its
 * answer tells whether a customer may. Only with `write`, and only where the record is one of the test accounts' own.
 */
export async function writeUnchanged(
  setting: Setting,
  request: PlainRequest,
  view: RawView,
  privileged: string,
): Promise<Written> {
  const { context } = setting;
  if (context.world.scope.refuses('write', hostOfUrl(request.url)))
    return { writeNotTried: 'changes were not tried: write is not granted' };
  const at = ownRecord(setting, request, view);
  if (!at) return { writeNotTried: 'changes were not tried: no record there belongs to a test account' };
  const { url, field, value } = at;
  const session = setting.session('a');
  if (!session || mayNotWrite(setting, 'PATCH', new URL(url).pathname))
    return { writeNotTried: 'changes were not tried: excluded' };
  const body = JSON.stringify({ [field]: value });
  const id = await context.world.journal.plan({
    identity: 'a',
    method: 'PATCH',
    url,
    what: `a sends "${field}" of a test account's record with the value that it has`,
    undo: { method: 'PATCH', url, body, contentType: 'application/json', as: privileged },
  });
  const extra = await writeHeaders(session, url, 'application/json');
  const answer = await setting.ask({ method: 'PATCH', url, like: request.like, body, permit: 'write', extra }, 'a');
  await context.world.journal.settle(id, { state: 'undone', detail: 'the same value was sent: nothing to take back' });
  const names = selves(setting);
  const answeredRecord =
    answer.outcome === 'data' &&
    answer.content.kind === 'json' &&
    names.some((name) => holds(answer.content.text.toLowerCase(), name));
  return { write: { way: `PATCH of "${field}"`, status: answer.status, outcome: answer.outcome, answeredRecord } };
}

const selves = (setting: Setting) =>
  (['a', 'b', 'a2'] as const).flatMap((name) => setting.session(name)?.self[0]?.toLowerCase() ?? []);

/** A record of a test account: the answer itself, or an item of the list below whose address its id stands. */
function ownRecord(setting: Setting, request: PlainRequest, view: RawView) {
  const url = new URL(request.url);
  url.search = '';
  const names = selves(setting);
  const isOwn = (one: unknown) => {
    const text = JSON.stringify(one ?? null).toLowerCase();
    return names.some((name) => text.includes(JSON.stringify(name).slice(1, -1)));
  };
  const single = textFieldOf(view.content);
  if (single && single.keys.length > 0 && /\{[^}]*\}$/.test(templateOf(setting, request)) && isOwn(single.record))
    return { url: url.href, field: single.keys.at(-1) ?? '', value: single.value };
  const items = Object.values(isRecord(view.content.json) ? view.content.json : { list: view.content.json })
    .filter(Array.isArray)
    .flat()
    .filter(isRecord);
  const item = items.find((one) => (typeof one.id === 'string' || typeof one.id === 'number') && isOwn(one));
  const text = item && textFieldOf({ kind: 'json', leaves: [], text: '', json: item });
  if (!item || !text) return undefined;
  return {
    url: `${url.href.replace(/\/$/, '')}/${encodeURIComponent(String(item.id))}`,
    field: text.keys.at(-1) ?? '',
    value: text.value,
  };
}

function templateOf(setting: Setting, request: PlainRequest): string {
  return (
    setting.map.operations.find((one) => [...one.by.values()].flat().some(({ exchange }) => exchange === request.like))
      ?.template ?? ''
  );
}
