import type { Sighting } from '../secrets/sighting.ts';
import type { FolderScan } from '../world/secrets/scan-folder.ts';
import type { RepositoryScan } from '../world/secrets/scan-repository.ts';

/** What a repository's whole history holds (subject: its name). */
export interface HistoryLook extends RepositoryScan {
  readonly repo: string;
  /** Of a repository inside that of the portal: where it stands there, and what git is told so that it reads this one. */
  readonly inner?: { readonly path: string; readonly git: readonly string[] };
}
/** What the files of a folder hold (subject: its name). */
export interface FilesLook extends FolderScan {
  readonly folder: string;
}

/** A text that visitors' browsers are given, or that an account received. */
export interface WebText {
  readonly url: string;
  readonly what: 'page' | 'script' | 'source map' | 'answer';
  readonly bytes: number;
}
/** What the browser is given by a host (subject: host). */
export interface WebLook {
  readonly host: string;
  readonly origin: string;
  readonly texts: readonly WebText[];
  readonly secrets: readonly Sighting[];
  /** Scripts or maps that could not be read. */
  readonly unread: readonly { readonly url: string; readonly why: string }[];
}

/** Every secret that was found anywhere, once (subject: the target). */
export interface ExposedLook {
  readonly secrets: readonly {
    readonly mark: string;
    readonly rule: string;
    readonly provider: string;
    /** The name it was given, where that is how it is known. */
    readonly name?: string;
    readonly weight: Sighting['weight'];
    readonly places: readonly string[];
    readonly since?: string;
    /** When it ends by itself. */
    readonly until?: string;
  }[];
  /** Places that were searched, in plain words. */
  readonly searched: readonly string[];
  /** What could not be searched and may hold more, and why. */
  readonly unsearched: readonly string[];
}

export interface SecretsEvidence {
  readonly 'secrets.history': HistoryLook;
  readonly 'secrets.tree': FilesLook;
  readonly 'secrets.build': FilesLook;
  readonly 'secrets.logs': FilesLook;
  readonly 'secrets.web': WebLook;
  readonly 'secrets.exposed': ExposedLook;
}
