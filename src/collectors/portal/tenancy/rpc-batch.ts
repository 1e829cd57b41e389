import type { SlotValue } from '../operations/slots.ts';
import { changeSlot } from '../operations/put-into.ts';
import type { PlainRequest } from './replay.ts';

/**
 * A call of JSON-RPC twice in one batch (JSON-RPC 2.0, §6): first with the asker's reference, then with the owner's. Guards that
 * look at the first call alone let the second through. undefined where the body is no single call.
 */
export function inBatch(
  request: PlainRequest,
  slot: SlotValue,
  ownValue: string,
): { readonly doubled: PlainRequest; readonly slot: SlotValue } | undefined {
  if (slot.place !== 'body' || slot.at === undefined || request.body === undefined) return undefined;
  const call = callIn(request.body);
  const carrier = {
    method: request.method,
    url: request.url,
    headers: request.like.requestHeaders,
    body: request.body,
  };
  const own = callIn(changeSlot(carrier, slot, ownValue).body ?? '');
  if (!call || !own) return undefined;
  const id = typeof call.id === 'number' ? call.id + 1 : `${String(call.id)}b`;
  const doubled = { ...request, body: JSON.stringify([own, { ...call, id }]) };
  return { doubled, slot: { ...slot, at: ['1', ...slot.at] } };
}

function callIn(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    const isCall =
      json !== null && typeof json === 'object' && !Array.isArray(json) && 'jsonrpc' in json && 'id' in json;
    return isCall ? (json as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
