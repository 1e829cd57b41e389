/** Something internal that an answer showed. `sample` is masked. */
export interface LeakSign {
  readonly kind: string;
  readonly sample: string;
}
export interface ErrorProbe {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly bytes: number;
  readonly signs: readonly LeakSign[];
  /** Headers that name the software which answered, where it sent any. */
  readonly software?: readonly (readonly [name: string, value: string])[];
  /** Why this was no answer of the portal's, if it was not. */
  readonly trouble?: string;
}
/** Answers to requests that must fail (subject: host). */
export interface ErrorsLook {
  readonly host: string;
  /** `https://app.example.com`. */
  readonly origin: string;
  readonly probes: readonly ErrorProbe[];
}

export type ExposedKind =
  | 'version-control'
  | 'environment-file'
  | 'backup'
  | 'credentials'
  | 'debug-endpoint'
  | 'server-status'
  | 'health-endpoint'
  | 'source-map'
  | 'config-file'
  | 'log-file'
  | 'api-docs'
  | 'folder-metadata';
export interface ExposureProbe {
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly outcome: 'absent' | 'denied' | 'present' | 'like-control' | 'trouble';
  readonly kind?: ExposedKind;
  /** What in the content proves it; values masked. */
  readonly proof?: string;
  /** Public by intent in many portals, or harmless alone. */
  readonly minor?: boolean;
}
/** Answers to well-known paths that nothing links to, judged by content (subject: host). */
export interface ExposureLook {
  readonly host: string;
  readonly origin: string;
  /** Random paths asked before and after: what this host says to nonsense. */
  readonly controls: readonly { readonly path: string; readonly status: number; readonly contentType: string }[];
  readonly probes: readonly ExposureProbe[];
  /** A random path was answered with a file's content too: nothing can be told apart. */
  readonly fakesEverything: boolean;
  /** Only the paths that robots try first were asked for, since so many hosts are listed, or since this one only redirects. */
  readonly shortened?: 'many-hosts' | 'only-redirects';
  /** The answers changed to refusals while we looked. */
  readonly blockedMidway?: string;
}
