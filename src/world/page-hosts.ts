import type { Clock } from './world.ts';

/** Hosts that the portal's own pages load something from; third parties get nothing else. */
export interface PageHosts {
  declare(host: string): void;
  /** Whether a page has asked for this host, waiting briefly: the browser connects as its request is announced. */
  expects(host: string): Promise<boolean>;
}

const patienceMs = 2_000;

export function createPageHosts(clock: Clock): PageHosts {
  const declared = new Set<string>();
  const waiting = new Map<string, Set<() => void>>();
  return {
    declare(host) {
      if (declared.has(host)) return;
      declared.add(host);
      for (const resume of waiting.get(host) ?? []) resume();
      waiting.delete(host);
    },
    async expects(host) {
      if (declared.has(host)) return true;
      const stop = new AbortController();
      const list = waiting.get(host) ?? new Set();
      waiting.set(host, list);
      const resume = () => stop.abort();
      list.add(resume);
      await clock.wait(patienceMs, stop.signal).catch(() => undefined);
      list.delete(resume);
      return declared.has(host);
    },
  };
}
