/**
 * The certificate library asks for the decorator-metadata functions of the abandoned Reflect proposal at load.
 * It needs them to store and look up a few values by target and key, no more; so they are given here, before it loads.
 */
type Metadata = Map<unknown, unknown>;
const store = new WeakMap<object, Metadata>();

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const held = store.get(target) ?? new Map<unknown, unknown>();
  store.set(target, held.set(key, value));
}

const getOwnMetadata = (key: unknown, target: object): unknown => store.get(target)?.get(key);

function getMetadata(key: unknown, target: object): unknown {
  for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const held = store.get(at);
    if (held?.has(key)) return held.get(key);
  }
  return undefined;
}

const metadata =
  (key: unknown, value: unknown) =>
  (target: object): void =>
    defineMetadata(key, value, target);

if (!('getMetadata' in Reflect)) Object.assign(Reflect, { defineMetadata, getOwnMetadata, getMetadata, metadata });
export const reflectMetadataReady = true;
