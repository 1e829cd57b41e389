import { looksLikeId } from '../crawl/page-key.ts';

/**
 * What kind of room an address asks for, by the words before an id in its parameters: `?topic=booking.{id}` is judged apart from
 * `?topic=vehicle.{id}`. Empty where none says.
 */
export function roomOf(address: string): string {
  const rooms = [...new URL(address).searchParams].flatMap(([name, value]) => {
    const [, kind = '', sign = '', id = ''] = /^([a-z][a-z_-]{1,40}?)([.:/-])([^.:/]{1,64})$/i.exec(value) ?? [];
    return looksLikeId(id) ? [`${name}=${kind}${sign}{id}`] : [];
  });
  return rooms.length === 0 ? '' : `?${rooms.sort().join('&')}`;
}
