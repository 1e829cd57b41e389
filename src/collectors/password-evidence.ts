import type { Standing } from './session-evidence.ts';

/** sessions.password-change: two sessions of a disposable account, one of which changed the password. */
export interface PasswordChange {
  readonly identity: 'burner' | 'a2';
  /** Path of the page with the form. */
  readonly page: string;
  /** The account signed in with the new password afterwards. */
  readonly changed: true;
  readonly probes: readonly {
    readonly probe: string;
    readonly before: Standing;
    readonly after: readonly { readonly afterSeconds: number; readonly standing: Standing }[];
    /** The genuine token ran out by its own `exp` before the last look. */
    readonly ranOut: boolean;
  }[];
  /** A fresh page in the other browser afterwards: still signed in, or not; null where that could not be told. */
  readonly browserIsIn: boolean | null;
  /**
   * The same form with another present password in it: `taken` where the server was sent that one and the account then signed in with the
   * new one. Absent where the form asks for none, and in older dossiers.
   */
  readonly wrongPresent?: 'taken' | 'refused' | 'unclear';
  /** The account has its former password again. */
  readonly restored: boolean;
  readonly reproduce: string;
}

export type WeakKind =
  | 'seven characters'
  | 'a common one'
  | 'a common one with capital and mark'
  | "the account's name";

/** auth.password-policy: weak passwords in the same form, in which a strong one had been taken. */
export interface WeakPasswords {
  readonly identity: 'burner' | 'anonymous';
  /** The form: for a new account, behind a reset link, or by default the one in which the disposable account changes its password. */
  readonly where?: 'sign-up' | 'reset';
  readonly page: string;
  readonly trials: readonly {
    readonly kind: WeakKind;
    readonly length: number;
    /** `accepted`: the account signed in with it, or mail came for the new one; `page-only`: the page sent nothing, and the request could not be repeated. */
    readonly outcome: 'refused' | 'accepted' | 'page-only' | 'unclear';
    readonly status: number;
    readonly said: string;
  }[];
  readonly restored: boolean;
  readonly reproduce: string;
}

export interface PasswordEvidence {
  readonly 'session.password': PasswordChange;
  readonly 'access.weak-password': WeakPasswords;
}
