export type MailKind =
  | 'reset'
  | 'invite'
  | 'verification'
  | 'receipt'
  | 'invoice'
  | 'notification'
  | 'approval'
  | 'other';

/** Where a link of a message leads, by its host. `sign-in`: a listed or well-known identity provider; `tracker`: a mail service's click counter; `filter`: the receiver's own, in place of the link. */
export type LinkRelation = 'listed' | 'own-domain' | 'sign-in' | 'tracker' | 'filter' | 'stranger';

export interface MailLinkFact {
  readonly host: string;
  readonly scheme: 'https' | 'http';
  /** Path with everything that could be a secret or a name left out. */
  readonly path: string;
  readonly role: 'action' | 'other';
  readonly kind: 'opens' | 'loads' | 'header';
  readonly relation: LinkRelation;
  readonly works: 'yes' | 'no' | 'not-tried';
  readonly detail: string;
}

/** One message that the portal was asked for, as it arrived or did not (email.delivery). Domains only, no addresses. */
export interface MailDelivery {
  readonly kind: MailKind;
  readonly inbox: string;
  readonly provider: string;
  /** What was done to have it sent, for a person. */
  readonly asked: string;
  /** The portal took the request: its answer, or what its page said. */
  readonly accepted: boolean | null;
  readonly portalSaid: string;
  /** The address belongs to an account that is known to exist, or mail of this portal came to this inbox in this run. */
  readonly mustArrive: boolean;
  readonly waitedSeconds: number;
  /** What our own SMTP listener saw, where it is the inbox. */
  readonly smtp: readonly string[];
  readonly otherMessages: number;
  readonly arrived?: ArrivedMail;
}

export interface ArrivedMail {
  /** By our own clock, from the press of the button until the message was seen. */
  readonly seconds: number;
  readonly spam: boolean;
  readonly folder: string;
  readonly fromDomain: string;
  /** Addresses in From, or From fields: more than one is refused by large receivers. Absent in older dossiers. */
  readonly authors?: number;
  readonly senderNamed: boolean;
  /** The From domain is one of the configuration's, or of the portal's own. */
  readonly fromOwn: boolean;
  readonly replyTo: readonly {
    readonly domain: string;
    readonly own: boolean;
    /** Whether mail to it can arrive: MX or address records; null where DNS gave no answer. */
    readonly takesMail: boolean | null;
  }[];
  readonly dkim: readonly {
    readonly domain: string;
    readonly selector: string;
    readonly result: string;
    readonly why?: string;
    readonly aligned: boolean;
  }[];
  readonly spf?: { readonly result: string; readonly domain: string; readonly aligned: boolean; readonly by: string };
  readonly dmarc: { readonly result: string; readonly policy: string; readonly found: boolean };
  /** What the receiver itself wrote, `spf` and `dkim` and `dmarc`. */
  readonly receiverSays: Readonly<Record<string, string>>;
  /** A DNS question about the sender stayed without an answer. */
  readonly transient: boolean;
  readonly plainText: boolean;
  readonly html: boolean;
  readonly trouble?: string;
  readonly links: readonly MailLinkFact[];
}

export interface MailStep {
  readonly step: 'form' | 'asked' | 'arrived' | 'opened' | 'completed' | 'signed-in';
  readonly ok: boolean | null;
  readonly detail: string;
  /** What would settle a step that is not. */
  readonly closeBy?: string;
}

/** A journey that goes through the mailbox, step by step, until the first that does not work. */
export interface MailJourney {
  readonly as: string;
  /** The portal shows no way to begin: its sign-in page was examined and offers none. */
  readonly notOffered?: boolean;
  readonly steps: readonly MailStep[];
}

/** What a link from a mail may do (sessions.reset-token). */
export interface LinkUse {
  /** `sign-in`: a link in place of a password, which is meant to sign in. */
  readonly flow: 'reset' | 'invite' | 'verification' | 'sign-in';
  readonly opensSignedIn: boolean | null;
  readonly secondUse: 'refused' | 'accepted' | 'unclear' | 'not-tried';
  readonly secondUseDetail: string;
  /** Whether a host name of our choice, sent with the request, came back in the link. */
  readonly hostFollowed: 'no' | 'yes' | 'unclear' | 'not-tried';
  readonly hostDetail: string;
  /** Of a reset: whether the answer to whoever asked for it held the link's own token. Absent where the answer was not seen, and in older dossiers. */
  readonly inAnswer?: boolean;
  /** Of an invitation: whether it lets in whoever holds it, under an address of their own; of a reset, whether it sets the password of whomever the request names. `unnamed`: its page names no address. Absent where none goes along with a reset, and in older dossiers. */
  readonly bound?: { readonly state: 'bound' | 'unnamed' | 'any' | 'unclear'; readonly detail: string };
  readonly expiry: {
    readonly state: 'ended' | 'alive' | 'unclear' | 'not-waited';
    readonly waitedMinutes: number;
    /** What the mail itself says, where it says something. */
    readonly statedMinutes?: number;
    readonly detail: string;
  };
}

/** Controls that mail something to whoever presses them: where they were looked for, and what was pressed. */
export interface NoticeLook {
  readonly pages: number;
  readonly pressed: readonly { readonly kind: MailKind; readonly as: string }[];
  /** A control asks somebody for an approval; pressed on an object of our own alone. */
  readonly approvals?: boolean;
  /** Why nobody looked. */
  readonly skipped?: string;
}

export interface DeliveryEvidence {
  readonly 'mail.notices': NoticeLook;
  readonly 'mail.delivery': MailDelivery;
  readonly 'journey.reset': MailJourney;
  readonly 'journey.invite': MailJourney;
  readonly 'journey.signup': MailJourney;
  readonly 'link.use': LinkUse;
}
