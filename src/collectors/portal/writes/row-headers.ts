import type { HeaderList } from '../../../world/world.ts';
import type { Exchange } from '../recorder.ts';

/** A question for the one row is refused where there is none: all are asked for as a list. */
export const asList = [['accept', 'application/json']] as const;

/** With what a row is written (PostgREST): in the schema that it was read from, and without asking back what was made. */
export function rowHeaders({ requestHeaders }: Pick<Exchange, 'requestHeaders'>): HeaderList {
  const schema = requestHeaders['accept-profile'];
  return [
    ...asList,
    // That would need a policy for reading as well.
    ['prefer', 'return=minimal'],
    ...(schema === undefined ? [] : [['content-profile', schema] as const]),
  ];
}
