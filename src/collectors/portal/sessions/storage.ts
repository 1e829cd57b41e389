import type { Page } from 'playwright-core';
import type { StoredToken } from '../../session-evidence.ts';
import { findTokens, isSecretLike, withoutScheme } from '../tokens/find-tokens.ts';
import { type Carried, livesOf } from './carriers.ts';
import type { WhoAmI } from './who-am-i.ts';

interface Entry {
  readonly where: StoredToken['where'];
  readonly key: string;
  readonly value: string;
}

/** Where a value stands in the page's storages: the same place in another browser holds that one's. */
export interface StoredLeaf {
  readonly place: string;
  readonly value: string;
}

/** Every text in the page's storages that looks like a key. */
export async function storedSecrets(page: Page): Promise<readonly StoredLeaf[]> {
  const entries = (await page.evaluate(readStorages).catch(() => undefined)) ?? [];
  return entries.flatMap(({ where, key, value }) =>
    leavesOf(value, key)
      .filter((leaf) => isSecretLike(leaf.value))
      .map((leaf) => ({ place: placeOf(where, key, leaf.key), value: leaf.value })),
  );
}

const placeOf = (where: Entry['where'], key: string, leaf: string) => `${where} ${key} ${leaf}`;

/** Whether a key of the storage opens the account by itself, as the portal's own requests carried it. */
export type OpensAlone = (stored: StoredLeaf, probe: WhoAmI) => Promise<boolean>;

/** Values in the page's storages that open the account or renew the session. Raw values stay here. */
export async function findStoredTokens(
  page: Page,
  carried: readonly Carried[],
  now: Date,
  opensAlone: OpensAlone = async () => false,
): Promise<{ readonly stored: readonly StoredToken[]; readonly read: boolean; readonly refresh: readonly string[] }> {
  const entries = await page.evaluate(readStorages).catch(() => undefined);
  if (!entries) return { stored: [], read: false, refresh: [] };
  const carriers = carried.flatMap((one) => one.carriers);
  const stored: StoredToken[] = [];
  const refresh: string[] = [];
  let tries = 0;
  for (const { where, key, value } of entries) {
    const add = (what: StoredToken['what'], proven: boolean, jwt: string | undefined) => {
      const at = { where, key: masked(key), what };
      if (stored.some((one) => one.where === at.where && one.key === at.key && one.what === at.what)) return;
      const lives = jwt === undefined ? undefined : livesOf(jwt, now);
      stored.push({ ...at, proven, ...(lives !== undefined ? { livesSeconds: lives } : {}) });
    };
    for (const leaf of leavesOf(value, key)) {
      if (!isSecretLike(leaf.value)) continue;
      const [token] = findTokens(leaf.value);
      if (/refresh[-_.]?(token|jwt|key)?$/i.test(leaf.key)) {
        refresh.push(leaf.value);
        add('refresh', false, token?.jwt);
        continue;
      }
      if (carriers.some((one) => withoutScheme(one.value) === withoutScheme(leaf.value))) {
        add('session', true, token?.jwt);
        continue;
      }
      const [first] = carried;
      if (!first || tries >= 4) continue;
      if (await opensAlone({ place: placeOf(where, key, leaf.key), value: leaf.value }, first.probe)) {
        add('session', true, token?.jwt);
        continue;
      }
      if (!token) continue;
      tries += 1;
      const opens = await first.probe.ask([{ place: 'header', name: 'authorization', value: `Bearer ${token.jwt}` }]);
      if (opens === 'in') add('session', true, token.jwt);
    }
  }
  return { stored, read: true, refresh };
}

/** Strings in a stored value, which is often JSON, sometimes JSON in JSON. */
function leavesOf(value: string, key: string, depth = 0): { key: string; value: string }[] {
  if (depth > 4 || !/^\s*[{["]/.test(value)) return [{ key, value }];
  try {
    const walk = (one: unknown, at: string): { key: string; value: string }[] =>
      typeof one === 'string'
        ? leavesOf(one, at, depth + 1)
        : one !== null && typeof one === 'object'
          ? Object.entries(one).flatMap(([name, inner]) => walk(inner, `${at}.${name}`))
          : [];
    return walk(JSON.parse(value), key);
  } catch {
    return [{ key, value }];
  }
}

function masked(key: string): string {
  return key.replace(/[0-9a-f-]{8,}|\d{2,}|[^\s@]+@[^\s@]+/gi, '*').slice(0, 60);
}

/** Runs inside the page. */
async function readStorages(): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const where of ['localStorage', 'sessionStorage'] as const) {
    const storage = window[where];
    for (let at = 0; at < Math.min(storage.length, 200); at++) {
      const key = storage.key(at) ?? '';
      entries.push({ where, key, value: (storage.getItem(key) ?? '').slice(0, 20_000) });
    }
  }
  const finished = <T>(request: IDBRequest<T>) =>
    new Promise<T | undefined>((resolve) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(undefined);
    });
  const databases = (await indexedDB.databases?.().catch(() => [])) ?? [];
  for (const { name } of databases.slice(0, 6)) {
    if (!name) continue;
    const database = await finished(indexedDB.open(name));
    if (!database) continue;
    for (const store of [...database.objectStoreNames].slice(0, 8)) {
      const rows = await finished(database.transaction(store).objectStore(store).getAll(null, 30));
      for (const row of rows ?? []) {
        const value = JSON.stringify(row) ?? '';
        entries.push({ where: 'indexedDB', key: `${name}.${store}`, value: value.slice(0, 20_000) });
      }
    }
    database.close();
  }
  return entries;
}
