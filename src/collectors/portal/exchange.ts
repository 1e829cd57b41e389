import type { IdentityName } from '../../model/identity.ts';

/** One exchange of the browser, raw. Lives in memory only. */
export interface Exchange {
  readonly identity: IdentityName;
  readonly method: string;
  readonly url: string;
  readonly resource: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody?: string;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The browser did not give the body away: what stands here as empty may have said anything. */
  readonly unread?: true;
  readonly afterSignIn: boolean;
  readonly page: string;
  /** What showed the page or was pressed says that it reads, whatever the method. */
  readonly reads?: boolean;
  /** The word that was being typed into a search. */
  readonly typed?: string;
  /** The audit itself asked for it from inside the page that happened to be open: no page of the portal's did. */
  readonly own?: true;
}

/** A WebSocket that a page opened, with the text frames of its first minutes. */
export interface Channel {
  readonly identity: IdentityName;
  readonly url: string;
  readonly sent: readonly string[];
  readonly received: readonly string[];
}
