import { dayBefore } from '../portal/build-state.ts';
import { stableId } from '../portal/identifiers.ts';

/** Records of the trade shop, all in memory. Every one belongs to one company. */
export type CompanyKey = 'pellow' | 'gannet';

export interface Person {
  readonly key: string;
  readonly id: string;
  readonly company: CompanyKey | undefined;
  readonly name: string;
  readonly email: string;
  /** Staff of the shop belong to no company. */
  role: 'owner' | 'buyer' | 'staff';
  note: string;
}
interface Owned {
  readonly id: string;
  company: CompanyKey;
}
export interface Address extends Owned {
  readonly label: string;
  readonly street: string;
  instructions: string;
}
export interface Order extends Owned {
  readonly number: string;
  readonly placedOn: string;
  readonly lines: readonly { readonly sku: string; readonly text: string; readonly quantity: number }[];
  readonly remark: string;
  /** For the shop's staff alone. */
  readonly bought: { readonly supplier: string; readonly terms: string };
}
export interface StandingOrder extends Owned {
  readonly every: string;
  text: string;
}
export interface Return extends Owned {
  readonly number: string;
  comment: string;
  state: 'asked' | 'sent' | 'cancelled';
  readonly label: string;
  /** Its buyers are not told of it. */
  readonly forOwner: boolean;
}
export interface Notice extends Owned {
  readonly text: string;
  seen: boolean;
}
export interface List extends Owned {
  name: string;
  state: 'open' | 'approved' | 'closed' | 'archived';
}
/** What a company's owner decides for all of its buyers. */
export interface HouseRules extends Owned {
  text: string;
}
/** On what terms a company buys: for its owner alone. */
export interface Credit extends Owned {
  readonly account: string;
  readonly agreement: string;
  readonly remark: string;
}
/** No card of anybody: a name that the payment company gives in its place. */
export interface PaymentMethod extends Owned {
  readonly brand: string;
  readonly ending: string;
  readonly holder: string;
}

export const companies: Readonly<Record<CompanyKey, { readonly id: string; readonly name: string }>> = {
  pellow: { id: stableId('company', 'pellow'), name: 'Pellow Café' },
  gannet: { id: stableId('company', 'gannet'), name: 'Gannet Street Kitchens' },
};

const owners: readonly string[] = ['a', 'b'];
const person = (key: string, company: CompanyKey | undefined, name: string, note: string): Person => ({
  key,
  id: stableId('buyer', key),
  company,
  name,
  email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@${company ?? 'northline'}.example`,
  role: company === undefined ? 'staff' : owners.includes(key) ? 'owner' : 'buyer',
  note,
});

const people = (): Person[] => [
  person('a', 'pellow', 'Jory Pellow', 'Orders on Sundays only.'),
  person('b', 'gannet', 'Osric Falconer', 'Wants everything before the school bell.'),
  person('a2', 'pellow', 'Wenna Trethewey', 'Has the second key of the café.'),
  person('b2', 'gannet', 'Lowenna Birch', 'Stands in for Osric in the holidays.'),
  person('admin', undefined, 'Petroc Nance', 'Runs the trade counter.'),
  person('burner', 'pellow', 'Spare Buyer', 'For rehearsals only.'),
];

/** Per company: addresses, orders, standing orders, returns, notices, a list, a payment method. */
const texts = {
  pellow: {
    addresses: [
      ['Café', '4 Quay Lane', 'Ring twice, the bell of the bakery is the same.'],
      ['Store room', '9 Net Loft', 'Leave crates below the stairs, never on them.'],
    ],
    remarks: ['Without the cinnamon rolls this time.', 'The invoice goes to Wenna, not to Jory.'],
    lines: [
      ['CF-1180', 'Dark roast, whole beans'],
      ['MK-0341', 'Oat drink, barista'],
    ],
    standing: ['Twelve kilos of dark roast before the regatta weekend.', 'Forty litres of oat drink for the terrace.'],
    returns: ['Grinder burr cracked after two days.', 'Cups came with another café’s logo.'],
    notices: ['Your beans leave Falmouth on Friday.', 'The terrace umbrellas are back in stock for you.'],
    suppliers: ['Mount’s Bay Roasters', 'Zennor Oat Works'],
    buying: ['Bought at thirty-one below list', 'Bought in pallets of ninety'],
    list: 'Terrace season',
    card: ['Visa', '4417', 'J Pellow'],
    rules: 'Whoever orders more than forty kilos asks Jory first.',
    credit: ['PELL-88214-Q', 'Net sixty after the regatta', 'The tax office looks at the terrace takings.'],
  },
  gannet: {
    addresses: [
      ['Main kitchen', '31 Gannet Street', 'Deliver before 7:40, afterwards the yard is full of children.'],
      ['Cold store', '2 Tannery Row', 'The code of the gate is on the caretaker’s board.'],
    ],
    remarks: ['Nut-free batches only, eleven pupils react.', 'Split between the two kitchens by Osric’s table.'],
    lines: [
      ['FL-2209', 'Wholemeal flour, 16 kg sacks'],
      ['LN-0917', 'Red lentils, catering pack'],
    ],
    standing: ['Nine sacks of wholemeal flour each half-term.', 'Sixty tins of chickpeas for the allergy menu.'],
    returns: ['Lentils had weevils in three of five packs.', 'Oven gloves were a size for children.'],
    notices: ['Your flour waits at the Tannery Row depot.', 'The allergy menu was approved by the council.'],
    suppliers: ['Carn Brea Millers', 'Lamorna Pulse Traders'],
    buying: ['Bought at a loss until Whitsun', 'Bought with the hospital’s order'],
    list: 'Half-term stock',
    card: ['Mastercard', '9052', 'Gannet Street Kitchens'],
    rules: 'Nothing with nuts is ordered, not even for staff.',
    credit: ['GANN-30957-T', 'Paid by the council quarterly', 'The contract ends with the school year.'],
  },
} as const;

export interface Records {
  readonly people: readonly Person[];
  readonly addresses: Address[];
  readonly orders: readonly Order[];
  readonly standing: StandingOrder[];
  readonly returns: Return[];
  readonly notices: Notice[];
  readonly lists: List[];
  readonly cards: readonly PaymentMethod[];
  readonly rules: readonly HouseRules[];
  readonly credits: readonly Credit[];
}

/** What the shop starts with; days are counted back from `now`. */
export function seedShop(now: Date): Records {
  const keys = Object.keys(texts) as CompanyKey[];
  const of = <Row>(make: (company: CompanyKey, side: number) => readonly Row[]): Row[] =>
    keys.flatMap((company, side) => [...make(company, side)]);
  const id = (...parts: readonly (string | number)[]) => stableId('shop', ...parts.map(String));
  return {
    people: people(),
    addresses: of((company) =>
      texts[company].addresses.map(([label, street, instructions], at) => ({
        id: id('address', company, at),
        company,
        label,
        street,
        instructions,
      })),
    ),
    orders: of((company, side) =>
      texts[company].remarks.map((remark, at) => ({
        id: id('order', company, at),
        company,
        number: `TR-${70_413 + side * 211 + at * 17}`,
        placedOn: dayBefore(now, 12 + at * 9),
        lines: texts[company].lines.map(([sku, text]) => ({ sku, text, quantity: 2 + side + at })),
        remark,
        bought: { supplier: texts[company].suppliers[at] ?? '', terms: texts[company].buying[at] ?? '' },
      })),
    ),
    standing: of((company) =>
      texts[company].standing.map((text, at) => ({
        id: id('standing', company, at),
        company,
        every: at ? 'week' : 'month',
        text,
      })),
    ),
    returns: of((company, side) =>
      texts[company].returns.map((comment, at) => ({
        id: id('return', company, at),
        company,
        number: `RT-${5108 + side * 73 + at * 11}`,
        comment,
        state: 'asked' as const,
        forOwner: at === 1,
        label: `Return label\n${companies[company].name}\n${texts[company].addresses[0][1]}\n${comment}\n`,
      })),
    ),
    notices: of((company) =>
      texts[company].notices.map((text, at) => ({ id: id('notice', company, at), company, text, seen: false })),
    ),
    lists: of((company) => [{ id: id('list', company), company, name: texts[company].list, state: 'open' as const }]),
    cards: of((company) => {
      const [brand, ending, holder] = texts[company].card;
      return [{ id: id('card', company), company, brand, ending, holder }];
    }),
    rules: of((company) => [{ id: id('rules', company), company, text: texts[company].rules }]),
    credits: of((company) => {
      const [account, agreement, remark] = texts[company].credit;
      return [{ id: id('credit', company), company, account, agreement, remark }];
    }),
  };
}

/** Every private text of the two companies, of five characters and more. */
export function shopTexts({ people: all, ...rest }: Records): readonly string[] {
  const found = new Set(all.flatMap(({ name, email, note }) => [name, email, note]));
  for (const { addresses, remarks, standing, returns, notices, list, rules, credit, ...own } of Object.values(texts))
    for (const text of [
      ...addresses.flat(),
      ...remarks,
      ...standing,
      ...returns,
      ...notices,
      list,
      rules,
      ...credit,
      ...own.suppliers,
      ...own.buying,
    ])
      found.add(text);
  for (const { number } of [...rest.orders, ...rest.returns]) found.add(number);
  return [...found].filter((text) => text.length >= 5);
}
