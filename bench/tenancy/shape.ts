/** A request as a shape of portal sees it. */
export interface Ask {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: ReadonlyMap<string, string>;
  readonly body: string;
  /** Whose session the request carries. */
  readonly who: Who;
}
export type Who = 'a' | 'b' | 'anonymous';

export interface Reply {
  readonly status?: number;
  /** Objects are sent as JSON. */
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A browser keeps no body of it: a drawing, a download. */
  readonly unkept?: true;
}

/** What the browser of a customer does: asks as the page would, and may use what came back. */
export type Browse = (
  method: string,
  path: string,
  with_?: {
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly type?: string;
    /** What was pressed says that it shows something. */
    readonly shows?: true;
  },
) => Reply;

/** One kind of portal in small, with the flaw and without it. */
export interface Shape {
  readonly id: string;
  /** Any of these failing finds the flaw. */
  readonly finds: readonly string[];
  /** Values that the owner declares as B's alone; none where the proof must do without. */
  readonly canaries?: readonly string[];
  readonly portal: (flawed: boolean) => (ask: Ask) => Reply;
  readonly walk: (who: 'a' | 'b' | 'anonymous', browse: Browse) => void;
  /** Cookies of a customer beside the session. */
  readonly cookies?: (who: 'a' | 'b') => Readonly<Record<string, string>>;
  /** Where a customer's portal is, where each has its own. */
  readonly origin?: (who: Who) => string;
  /** Credentials in a header in place of the cookie. */
  readonly bearer?: (who: 'a' | 'b') => string;
}

export interface Customer {
  readonly key: 'a' | 'b';
  readonly org: string;
  readonly orgName: string;
  readonly slug: string;
  readonly user: string;
  readonly userId: string;
  readonly records: readonly { readonly title: string; readonly note: string; readonly amount: number }[];
}

export const customers: Readonly<Record<'a' | 'b', Customer>> = {
  a: {
    key: 'a',
    org: 'org_4410a7',
    orgName: 'Larkfield Joinery',
    slug: 'larkfield',
    user: 'ines@larkfield.example',
    userId: '71',
    records: [
      { title: 'Staircase for the Tollgate house', note: 'Oak, second fix, ring Mrs Amory first', amount: 184250.75 },
      { title: 'Shop front on Pellow Street', note: 'Scaffold licence runs out in May', amount: 92110.4 },
      { title: 'Window seats at the old rectory', note: 'Paint is the vicar’s own choice', amount: 40312.05 },
    ],
  },
  b: {
    key: 'b',
    org: 'org_9c02e1',
    orgName: 'Quarrendon Dairy',
    slug: 'quarrendon',
    user: 'tobias@quarrendon.example',
    userId: '84',
    records: [
      { title: 'Culture tank three valve swap', note: 'Drain before six or the rind batch is lost', amount: 273018.61 },
      { title: 'Cold store door heater', note: 'Relay burnt twice since Lammas', amount: 65590.22 },
      { title: 'Whey tanker bay resurfacing', note: 'Contractor wants cash for the Sunday shift', amount: 118204.9 },
    ],
  },
};
export const both = [customers.a, customers.b] as const;

export const refused: Reply = { status: 404, body: { error: 'not_found' } };
export const signedOut: Reply = { status: 401, body: { error: 'unauthenticated' } };

/** Who am I, as nearly every portal answers it. */
export function whoAmI(ask: Ask): Reply | undefined {
  if (ask.path !== '/api/me') return undefined;
  if (ask.who === 'anonymous') return signedOut;
  const { user, userId, org, orgName } = customers[ask.who];
  return { body: { id: userId, email: user, organisation: { id: org, name: orgName } } };
}
