import { stableId } from '../portal/identifiers.ts';
import { dayBefore } from '../portal/build-state.ts';
import type { Approval, Customer, Records, Ticket } from './records.ts';
import { deskStaff } from './seed-staff.ts';

const tickets = (now: Date): Ticket[] =>
  (
    [
      [
        'harbour',
        'Sluice three does not close fully',
        'The lower seal hangs. Divers quoted 1,840 for one tide, the pilot wants it before the regatta.',
        'Basin gate, seaward side',
        'open',
        'Came up overnight, pump two runs all the time.',
      ],
      [
        'harbour',
        'Lamp out on the east mole',
        'Second failure since March; the cabinet is wet inside and smells of burnt varnish.',
        'East mole, lamp 14',
        'waiting',
        'Spare ordered from Halvard, nine working days.',
      ],
      [
        'harbour',
        'Berth 6 shore power trips',
        'Trips as soon as the ferry heats. Breaker is the old 63 A one.',
        'Ferry pier, berth 6',
        'open',
        'Ferry company has been told to run its own set.',
      ],
      [
        'harbour',
        'Fuel smell in the bilge pump house',
        'Found to be the neighbour’s tank, not ours. Photographs are with the insurer.',
        'Pump house, lower floor',
        'closed',
        'Closed after the insurer’s visit.',
      ],
      [
        'inland',
        'Pressure drop at Ottery Cross',
        'Two bar lost between valve 118 and the chapel. Leak is suspected below the Penhallow orchard.',
        'Ottery Cross, valve 118',
        'open',
        'Mrs Penhallow lets us dig after the apples are in.',
      ],
      [
        'inland',
        'Reservoir fence cut again',
        'Third time this autumn, always behind the beehives. Police reference OT/5518.',
        'Upper reservoir, north fence',
        'waiting',
        'Camera loaned from the forestry office until Friday.',
      ],
      [
        'inland',
        'Meter readings of Larkfield estate disagree',
        'The sub-meters add up to forty cubic metres more than the main one shows.',
        'Larkfield estate, chamber B',
        'open',
        'Calibration booked with Dunmow Metrology.',
      ],
      [
        'inland',
        'Chlorine dosing alarm at night',
        'The alarm goes at ten past three every night; it is the clock of the old controller.',
        'Treatment works, dosing room',
        'closed',
        'Controller clock set by hand, new one in the budget.',
      ],
    ] as const
  ).map(([depot, title, detail, place, state, comment], at) => ({
    number: 40_211 + at * 3,
    depot,
    title,
    detail,
    place,
    state,
    raisedBy: depot === 'harbour' ? 'Tamsin Okoro' : 'Mireille Sandoval',
    openedOn: dayBefore(now, 30 - at * 3),
    comments: [{ by: depot === 'harbour' ? 'Declan Ferris' : 'Gethin Probert', text: comment }],
  }));

const approvals = (
  [
    [
      'harbour',
      'Divers for sluice three',
      1840,
      'One tide, two divers, seal supplied by us. Needed before the regatta.',
      'asked',
    ],
    ['harbour', 'Overtime of the lamp crew', 612, 'Two nights in the wet cabinet of the east mole.', 'granted'],
    [
      'harbour',
      'New breaker for berth 6',
      2290,
      'Replaces the old one of 63 A. Supplier is Halvard Marine.',
      'refused',
    ],
    [
      'inland',
      'Digging at the Penhallow orchard',
      3475,
      'Mini excavator for three days and a new turf for Mrs Penhallow.',
      'asked',
    ],
    [
      'inland',
      'Camera at the reservoir fence',
      428,
      'Rent until the police have read the plate of the grey van.',
      'granted',
    ],
    [
      'inland',
      'Calibration of the Larkfield meters',
      1164,
      'Six sub-meters, Dunmow Metrology, with certificate.',
      'asked',
    ],
  ] as const
).map(
  ([depot, subject, amount, reason, state]): Approval => ({
    id: stableId('approval', subject),
    depot,
    subject,
    amount,
    reason,
    state,
    askedBy: depot === 'harbour' ? 'Tamsin Okoro' : 'Mireille Sandoval',
  }),
);

const customers = (now: Date): Customer[] =>
  (
    [
      [
        'harbour',
        'Halcyon Ferries Ltd',
        'Ferry pier, Wexcombe WX1 4FP',
        '+44 1632 960 412',
        'Pays late in winter. Ask for Mr Brandt, never for the front office.',
        'HB-77120',
        'Shore power meter sealed again.',
      ],
      [
        'harbour',
        'Cockle Row Fishmongers',
        '3 Cockle Row, Wexcombe WX1 2CR',
        '+44 1632 960 455',
        'Ice machine on the same phase as the lamp of the mole.',
        'HB-77134',
        'Grease trap emptied, invoice contested.',
      ],
      [
        'harbour',
        'Wexcombe Rowing Club',
        'Slipway, Wexcombe WX1 9RC',
        '+44 1632 960 478',
        'Volunteers only; the treasurer is Declan’s sister-in-law.',
        'HB-77151',
        'Standpipe repaired free of charge.',
      ],
      [
        'inland',
        'Penhallow Orchards',
        'Ottery Cross, Ottery OT4 7PO',
        '+44 1632 960 733',
        'Dogs loose after six. Mrs Penhallow signs, not her son.',
        'IN-30918',
        'Pressure logged for a week, down to 1.7 bar.',
      ],
      [
        'inland',
        'Larkfield Estate Management',
        '1 Larkfield Court, Ottery OT2 1LC',
        '+44 1632 960 758',
        'Threatens with the ombudsman since the estimated bill of June.',
        'IN-30944',
        'Sub-meters four and five read twice.',
      ],
      [
        'inland',
        'St Brannoc Care Home',
        'Chapel Lane, Ottery OT4 2SB',
        '+44 1632 960 781',
        'Never to be cut off: two residents on dialysis at home.',
        'IN-30967',
        'Emergency tank tested, valid until spring.',
      ],
    ] as const
  ).map(([depot, name, address, phone, note, meter, visit], at) => ({
    id: stableId('customer', name),
    depot,
    name,
    address,
    phone,
    note,
    meter,
    visits: [{ on: dayBefore(now, 20 - at), text: visit }],
  }));

/** What the desk starts with; days are counted back from `now`. */
export function seedRecords(now: Date): Records {
  return {
    staff: deskStaff.map((one) => ({ ...one })),
    tickets: tickets(now),
    approvals: approvals.map((one) => ({ ...one })),
    customers: customers(now),
  };
}

/** Every private text of the two depots, of five characters and more. */
export function seededTexts(records: Records): readonly string[] {
  const texts = [
    ...records.staff.flatMap(({ name, email, phone, note }) => [name, email, phone, note]),
    ...records.tickets.flatMap(({ title, detail, place, comments }) => [
      title,
      detail,
      place,
      ...comments.map((one) => one.text),
    ]),
    ...records.approvals.flatMap(({ subject, reason }) => [subject, reason]),
    ...records.customers.flatMap(({ name, address, phone, note, meter, visits }) => [
      ...[name, address, phone, note, meter],
      ...visits.map(({ text }) => text),
    ]),
  ];
  return [...new Set(texts)];
}
