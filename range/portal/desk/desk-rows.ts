import { stableId } from '../identifiers.ts';
import type { PortalState, SiteNote } from '../state.ts';

/** A ticket of the service desk, with the file that belongs to it. */
export interface Ticket {
  readonly id: string;
  readonly orgId: string;
  readonly subject: string;
  readonly detail: string;
  readonly site: string;
  readonly status: 'open' | 'waiting' | 'closed';
  readonly file: { readonly name: string; readonly text: string };
}

const tickets: Readonly<Record<string, readonly Omit<Ticket, 'id' | 'orgId'>[]>> = {
  a: [
    {
      subject: 'Dock leveller three sinks overnight',
      detail: 'Check valve seat scored; loaded trailers must not stand on it after eight in the evening.',
      site: 'Pike Lane distribution hall',
      status: 'open',
      file: {
        name: 'leveller-photo-log.txt',
        text: 'Leveller photo log\nSeat scored at four places, gauge reading 84 bar and falling.\n',
      },
    },
    {
      subject: 'Mezzanine smoke head in fault',
      detail: 'Loop two reports head 118 every Tuesday when the cleaners burn incense for the canteen.',
      site: 'Harrow yard canteen',
      status: 'waiting',
      file: {
        name: 'panel-printout.txt',
        text: 'Panel printout\nLoop two head 118 prealarm 06:52, reset by R. Castellan.\n',
      },
    },
  ],
  b: [
    {
      subject: 'Autoclave room extract trips',
      detail: 'Breaker lets go at forty per cent whenever surgery three runs both sterilisers at lunch.',
      site: 'Merrowhaven practice, lower ground',
      status: 'open',
      file: {
        name: 'breaker-readings.txt',
        text: 'Breaker readings\nPhase two draws 31.7 A against a 25 A device, thermograph enclosed.\n',
      },
    },
    {
      subject: 'Compressor oil in the dental air',
      detail: 'Coalescing filter collapsed; four handpieces sent away, the insurer asked for the batch sheet.',
      site: 'Colney surgery plant cupboard',
      status: 'waiting',
      file: {
        name: 'oil-carryover-sheet.txt',
        text: 'Oil carry-over sheet\nResidue 2.9 mg per cubic metre at outlet six, resample ordered.\n',
      },
    },
  ],
};

const notes: Readonly<Record<string, readonly Pick<SiteNote, 'title' | 'body'>[]>> = {
  a: [
    {
      title: 'Key safe by the weighbridge',
      body: 'Code changes with the football season; ask Dermot, never the agency.',
    },
    { title: 'Roof hatch wedge', body: 'The wedge is a broom handle until the closer arrives from Tallinn.' },
  ],
  b: [
    {
      title: 'X-ray room door strip',
      body: 'Lead strip lifts at the hinge; Saoirse has photographs from the Lenten survey.',
    },
    {
      title: 'Boiler house kettle',
      body: 'The kettle stays: it is the only earth bond tester on site, says the inspector.',
    },
  ],
};

const orgIdOf = (state: PortalState, key: string) => state.users.find((user) => user.key === key)?.orgId ?? '';

export function ticketsOf(state: PortalState): readonly Ticket[] {
  return Object.entries(tickets).flatMap(([key, rows]) =>
    rows.map((row) => {
      const id = stableId('ticket', row.subject);
      return { ...row, ...state.ticketChanges.get(id), id, orgId: orgIdOf(state, key) };
    }),
  );
}

export function siteNotesOf(state: PortalState): readonly SiteNote[] {
  const seeded = Object.entries(notes).flatMap(([key, rows]) =>
    rows.map((row) => ({ ...row, id: stableId('note', row.title), orgId: orgIdOf(state, key) })),
  );
  return [...seeded, ...state.newNotes];
}

/** Every private text of the desk. */
export const deskTexts: readonly string[] = [
  ...Object.values(tickets).flatMap((rows) =>
    rows.flatMap((row) => [row.subject, row.detail, row.site, row.file.name, row.file.text.trim()]),
  ),
  ...Object.values(notes).flatMap((rows) => rows.flatMap((row) => [row.title, row.body])),
];
