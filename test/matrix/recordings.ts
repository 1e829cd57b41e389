import type { Dossier, StoredEvidence } from '../../src/model/dossier.ts';
import type { Entry } from './entries.ts';
import { collectorsFor, openSite, type Site } from './examine.ts';

/** What a walk through the clean portal leaves behind; the rest of a look works on it. */
const walkers: readonly string[] = ['sign-in', 'crawl', 'canaries', 'operations'];

interface Recording {
  readonly site: Site;
  readonly evidence: readonly StoredEvidence[];
}

/**
 * Walks through the clean portal, kept signed in with what was seen, so that one walk serves many flaws: the range is
 * switched over, and only what comes after the walk is done again. As many recordings as are in use at once.
 */
export interface Recordings {
  readonly serve: (entry: Entry) => boolean;
  /** Evidence of the walk and of what followed it with the entry's flaws on. */
  readonly examine: (entry: Entry) => Promise<Dossier>;
  /** Ends the recordings that are idle: one of them may have been spoilt. */
  readonly close: () => Promise<void>;
}

export function openRecordings(signal: AbortSignal): Recordings {
  const idle: Recording[] = [];
  const record = async (like: Entry): Promise<Recording> => {
    const site = await openSite({ ...like, id: 'recording', switches: {} }, signal);
    const { evidence } = await site.look(collectorsFor(like).filter(({ id }) => walkers.includes(id)));
    return { site, evidence };
  };
  return {
    serve: (entry) =>
      entry.recordedClean === true &&
      entry.switches.edition === undefined &&
      collectorsFor(entry).some(({ id }) => id === 'crawl'),
    examine: async (entry) => {
      const recording = idle.pop() ?? (await record(entry));
      const { site, evidence } = recording;
      site.range.switchTo(entry.switches);
      const after = collectorsFor(entry).filter(({ id, cleansUp }) => !walkers.includes(id) && !cleansUp);
      const dossier = await site.look(after, evidence);
      site.range.switchTo({});
      idle.push(recording);
      return dossier;
    },
    close: async () => {
      for (const { site } of idle.splice(0)) await site.close();
    },
  };
}
