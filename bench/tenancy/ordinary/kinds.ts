/** What the portal keeps: seven kinds of records, each with a list, a page of its own, comments and an export. */
export const kinds = ['orders', 'invoices', 'contracts', 'tickets', 'sites', 'contacts', 'deliveries'] as const;
export type Kind = (typeof kinds)[number];

export const tenants = ['a', 'b'] as const;
export type Tenant = (typeof tenants)[number];

export interface Account {
  readonly user: string;
  readonly password: string;
  readonly name: string;
  readonly tenant?: Tenant;
}

export const accounts: Readonly<Record<'a' | 'b' | 'admin', Account>> = {
  a: { user: 'mara.quist@fennlock.example', password: 'Tarn-Beacon-58', name: 'Mara Quist', tenant: 'a' },
  b: { user: 'ivo.draper@oldwharf.example', password: 'Copper-Hollow-31', name: 'Ivo Draper', tenant: 'b' },
  admin: { user: 'desk@portal.example', password: 'Slate-Meadow-94', name: 'Portal Desk' },
};

export interface Row {
  readonly id: string;
  readonly tenant: Tenant;
  title: string;
  amount: number;
  note: string;
  readonly comments: { readonly id: string; readonly text: string; readonly by: string }[];
}

const places = {
  a: ['Fennlock Mill', 'Quarry Lane 4', 'Beck House', 'Larch Yard'],
  b: ['Old Wharf Pier', 'Customs Row 9', 'Tidewell Dock', 'Harbour Lofts'],
} as const;
const words = {
  a: ['copper flashing', 'slate ridge', 'lead valley', 'oak sill'],
  b: ['bilge pump', 'anchor winch', 'mooring line', 'deck sealant'],
} as const;

/** Eight rows of each kind and customer, of values that no other row has. */
export function seededRows(): Record<Kind, Row[]> {
  let count = 0;
  const rowsOf = (kind: Kind) =>
    tenants.flatMap((tenant) =>
      Array.from({ length: 8 }, (_, at): Row => {
        const number = 4107 + count++ * 37;
        const [place, word] = [places[tenant][at % 4], words[tenant][(at + kind.length) % 4]];
        return {
          id: String(1000 + count),
          tenant,
          title: `${kind.slice(0, -1)} ${number}: ${word} for ${place}`,
          amount: number * 13 + 0.5,
          note: `Agreed by telephone with ${accounts[tenant].name} about ${word}, file ${number * 7}.`,
          comments: [{ id: String(number), text: `Reminder ${number * 3} about ${word}`, by: accounts[tenant].name }],
        };
      }),
    );
  return Object.fromEntries(kinds.map((kind) => [kind, rowsOf(kind)])) as Record<Kind, Row[]>;
}
