/** Raw values of this run, memory only: browser contexts, recordings, canaries. Typed slots by collector. */
export interface Live {
  get<T>(slot: LiveSlot<T>): T | undefined;
  set<T>(slot: LiveSlot<T>, value: T): void;
}
/** A typed key; made once beside the collector that fills it. */
export interface LiveSlot<T> {
  readonly name: string;
  readonly empty?: T;
}

export function createLive(): Live {
  const values = new Map<string, unknown>();
  return {
    get: <T>(slot: LiveSlot<T>) => (values.get(slot.name) as T | undefined) ?? slot.empty,
    set: <T>(slot: LiveSlot<T>, value: T) => void values.set(slot.name, value),
  };
}
