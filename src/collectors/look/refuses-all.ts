import { type Gap, gap } from '../../model/gap.ts';
import { isJson, mediaType } from '../../parse/header-list.ts';
import type { Asked } from './ask.ts';

/** Statuses with which firewalls refuse; 401 asks for something that a visitor may have. */
const refusals = [403, 405, 406, 418];

/**
 * The front page is refused in the same words as nonsense: then somebody in front may be refusing this machine, and what
 * others are given was not seen. Data (an API's JSON, a bucket's XML) is taken as the host's own answer.
 */
export function refusesAll(home: Asked, nonsense: Asked): boolean {
  const { status, headers } = home.response;
  if (!refusals.includes(status) || nonsense.response.status !== status) return false;
  const type = mediaType(headers);
  if (isJson(type) || /xml$/.test(type)) return false;
  const words = ({ text }: Asked) => text.slice(0, 20_000).replace(/[\w+/=-]*\d[\w+/=-]*/g, '#');
  return words(home) === words(nonsense);
}

export function refusesAllGap(host: string, status: number): Gap {
  return gap(
    'refused',
    `${host} answers ${status} to the front page and to nonsense alike, so somebody in front may be refusing this machine.`,
    `Let this machine through the firewall of ${host}, then run again.`,
    10,
  );
}
