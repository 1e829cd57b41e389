import { parseDictionary } from './structured-dictionary.ts';

/** Feature → who may use it: `*`, `self`, `src` or an origin. An empty list: nobody. */
export type PermissionsPolicy = ReadonlyMap<string, readonly string[]>;

/** Permissions-Policy is a structured dictionary; one mistake and browsers drop the whole header. Null then. */
export function parsePermissionsPolicy(values: readonly string[]): PermissionsPolicy | null {
  const dictionary = parseDictionary(values.join(', '));
  if (!dictionary) return null;
  return new Map([...dictionary].map(([feature, items]) => [feature, items.map((item) => item.text)]));
}

/** Features that reach a visitor's surroundings, money or keys. */
export const powerfulFeatures = [
  'camera',
  'microphone',
  'geolocation',
  'display-capture',
  'payment',
  'usb',
  'serial',
  'bluetooth',
  'hid',
  'midi',
] as const;

/** Powerful features that every embedded site may use. */
export function openToAll(policy: PermissionsPolicy): string[] {
  return powerfulFeatures.filter((feature) => policy.get(feature)?.includes('*'));
}
