import type { SignedInCall } from './call.ts';
import { freshId } from './identifiers.ts';
import { organisationOf } from './scope.ts';

/** Adds a line to the diary of the caller's organisation. */
export function record(call: SignedInCall, text: string): void {
  const { state, options } = call.context;
  state.activity.push({ id: freshId(), orgId: organisationOf(call).id, at: options.now().toISOString(), text });
}
