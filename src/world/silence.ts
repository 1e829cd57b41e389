/**
 * Remembers, for one run, places that never said a word: each is waited for once, and whoever asks later is told at once.
 * A place that has answered anything is never held silent: then it is one question that it does not answer.
 */
export interface Silence {
  readonly holds: (place: string) => boolean;
  /** A full time-out passed without a byte. */
  readonly keptSilent: (place: string) => void;
  readonly answered: (place: string) => void;
}

export function createSilence(): Silence {
  const silent = new Set<string>();
  const spoken = new Set<string>();
  return {
    holds: (place) => silent.has(place),
    keptSilent(place) {
      if (!spoken.has(place)) silent.add(place);
    },
    answered(place) {
      spoken.add(place);
      silent.delete(place);
    },
  };
}
