/** What tells an answer by a counter: its status, its words, a CAPTCHA; else only that it is another one. */
export type LimitSign = 'status' | 'words' | 'captcha';

/** One kind of answer to a wrong password, masked. */
export interface GuessAnswer {
  /** 0 where none came. */
  readonly status: number;
  readonly says: string;
  readonly sign?: LimitSign;
  /** Headers that say when to come back, as they came. */
  readonly comeBack?: readonly { readonly header: string; readonly value: string }[];
}

export interface Guess {
  readonly n: number;
  /** Since the first. */
  readonly atMs: number;
  readonly ms: number;
  /** Which of the answers it got. */
  readonly answer: number;
}

/** How a series of guesses ended: by what a limit shows itself, or without one. */
export type SeriesEnd =
  | { readonly by: 'status' | 'words' | 'captcha' | 'another-answer' | 'delay'; readonly from: number }
  | { readonly by: 'all-sent' }
  | { readonly by: 'not-settled'; readonly detail: string };

/** A right password, tried after wrong ones. */
export interface RightTry {
  /** Since the last wrong one. */
  readonly afterSeconds: number;
  readonly accepted: boolean;
}

/** Wrong passwords for one name in a row, and what came of them (limits.login, limits.spoof, limits.retry-after). */
export interface GuessTrial {
  readonly who: 'burner' | 'nobody';
  /** The request of the form sent again, or the form filled in each time. */
  readonly way: 'request' | 'form';
  readonly wanted: number;
  /** Each kind once, in the order in which they came. */
  readonly answers: readonly GuessAnswer[];
  readonly guesses: readonly Guess[];
  readonly end: SeriesEnd;
  /** Whether a name that nobody has, and that was not tried before, is limited as well. */
  readonly anotherNameLimited?: boolean;
  /** A browser without the cookies of the others, between guesses that were limited: whether it was, in turn. */
  readonly freshLimited?: readonly boolean[];
  readonly spoof?: SpoofTrial;
  readonly spoofNotTried?: string;
  /** The burner's own password: straight after, then with time. */
  readonly right?: readonly RightTry[];
  /** Another declared account while the burner was refused: the portal as such let people in. */
  readonly otherAccountIn?: boolean;
  readonly reproduce: string;
}

/** Guesses with and without forged addresses in turn, while plain ones were limited. */
export interface SpoofTrial {
  readonly headers: readonly string[];
  /** In the order in which they were sent. */
  readonly guesses: readonly { readonly forged: boolean; readonly limited: boolean }[];
  /** Of the headers the one that is enough by itself. */
  readonly enough?: string;
}

export interface LimitsEvidence {
  readonly 'limits.sign-in': GuessTrial;
}
