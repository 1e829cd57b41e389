import { percentDecoded } from '../../../parse/percent-decoded.ts';
import type { Slot } from '../../portal-evidence.ts';
import { graphqlParts } from './graphql-request.ts';
import { isGuardToken } from './slot-name.ts';

/** A value that a request carries, and exactly where, so that another one can be put there. */
export interface SlotValue extends Slot {
  readonly value: string;
  /** Keys into the JSON of a body or parameter; a part's number first for GraphQL. */
  readonly at?: readonly string[];
  /** Stands under the name of an id in some answer: a reference, whatever the slot is called. */
  readonly refers?: true;
  /** Is what was typed into a search of the page. */
  readonly typed?: true;
}

/** What a request says besides its path: URL, headers (lower case), body as text. */
export interface Carrier {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Every value in query, body, GraphQL variables and literals, own headers and unsigned cookies, in that order. */
export function slotsOf(carrier: Carrier): readonly SlotValue[] {
  return [
    ...querySlots(carrier.url),
    ...bodySlots(carrier),
    ...headerSlots(carrier.headers),
    ...cookieSlots(carrier.headers),
  ].filter(isOfUse);
}

const longest = 500;
/** The state of a page that posts itself back is of any length, and has to be the asker's own. */
export const isOfUse = (slot: SlotValue): boolean =>
  slot.value !== '' && (slot.value.length <= longest || isGuardToken(slot));

/** Which parts of a page its framework wants: SvelteKit, React Router and Remix. */
const partWanted = /^(x-sveltekit-[\w-]+|_routes|_data)$/;

function querySlots(url: string): SlotValue[] {
  return [...new URL(url).searchParams].flatMap(([name, value]): SlotValue[] => {
    // A number against caches refers to nothing.
    if (/^_(rsc|dc|t|ts)$|^(cache_?bust(er)?|nocache)$/i.test(name) || partWanted.test(name)) return [];
    const json = /^\s*[[{]/.test(value) ? fromJson(value) : undefined;
    return json === undefined
      ? [{ place: 'query', name, value }]
      : flatten(json, []).map(({ at, value: inner }) => ({
          place: 'query',
          name: [name, ...at].join('.'),
          value: inner,
          at: [name, ...at],
        }));
  });
}

function bodySlots({ method, url, body, headers }: Carrier): SlotValue[] {
  if (body === undefined || body === '') return [];
  const parts = graphqlParts(method, url, body);
  if (parts)
    return parts.flatMap((part, number) => [
      ...flatten(part.variables, []).map(
        ({ at, value }): SlotValue => ({ place: 'graphql', name: at.join('.'), value, at: [String(number), ...at] }),
      ),
      ...part.literals.map(
        ({ name, value, start, end }): SlotValue => ({
          place: 'graphql',
          name,
          value,
          at: [String(number), '@', String(start), String(end)],
        }),
      ),
    ]);
  const json = fromJson(body);
  if (json !== undefined && json !== null && typeof json === 'object')
    return flatten(json, []).map(({ at, value }) => ({ place: 'body', name: at.join('.'), value, at }));
  if (/^\s*</.test(body))
    return [...body.matchAll(/<([\w:.-]+)(?:\s[^<>]*)?>([^<>]{1,300})<\/\1>/g)].map(
      (match): SlotValue => ({ place: 'body', name: match[1] ?? '', value: (match[2] ?? '').trim() }),
    );
  if (/multipart\/form-data/i.test(headers['content-type'] ?? ''))
    return [...body.matchAll(/name="([^"]+)"\r?\n\r?\n([^\r\n]{1,300})\r?\n--/g)].map(
      (match): SlotValue => ({ place: 'body', name: match[1] ?? '', value: match[2] ?? '' }),
    );
  if (/^[^\s=&]+=/.test(body))
    return [...new URLSearchParams(body)].map(([name, value]) => ({ place: 'body', name, value }));
  return [];
}

const credential = /auth|token|session|csrf|xsrf|jwt|credential|secret|signature|sid$|^sid|password|api-?key|cookie/i;
const plumbing =
  /^(accept|content|user-agent|referer|origin|host|connection|cache|pragma|sec-|priority|dnt|upgrade|te$|x-requested-with|x-request|x-correlation|x-trace|traceparent|tracestate|x-b3|x-datadog|sentry|baggage|x-client|x-app|x-version|x-platform|x-timezone|x-locale|if-|range|soapaction|next-|rsc|purpose|x-http-method|x-payload|apikey|prefer|hx-|turbo-frame|x-inertia|x-livewire|x-sveltekit|x-up-|x-pjax|x-remix|x-nuxt)/i;

/** Headers of the application's own that may name a tenant, a user or a record: never credentials. */
function headerSlots(headers: Readonly<Record<string, string>>): SlotValue[] {
  return Object.entries(headers).flatMap(([name, value]): SlotValue[] =>
    name.startsWith(':') || credential.test(name) || plumbing.test(name) || !isPlainValue(value)
      ? []
      : [{ place: 'header', name, value }],
  );
}

function cookieSlots(headers: Readonly<Record<string, string>>): SlotValue[] {
  return (headers.cookie ?? '').split(/;\s*/).flatMap((pair): SlotValue[] => {
    const cut = pair.indexOf('=');
    const [name, value] = [pair.slice(0, cut), percentDecoded(pair.slice(cut + 1))];
    if (cut < 1 || credential.test(name) || /^_|^(amp|intercom|ajs|hubspot|optimizely|lang|locale|theme)/i.test(name))
      return [];
    return isPlainValue(value) ? [{ place: 'cookie', name, value }] : [];
  });
}

/** Short and of one piece: signed and sealed values are long, or end in a signature. */
function isPlainValue(value: string): boolean {
  return (
    value.length > 0 && value.length <= 64 && /^[\w@.:+-]+={0,2}$/.test(value) && !/^[\w-]{20,}\.[\w-]{6,}/.test(value)
  );
}

/** Every string and number in a JSON value, with its keys. */
export function flatten(
  value: unknown,
  at: readonly string[],
): { readonly at: readonly string[]; readonly value: string }[] {
  if (at.length > 12) return [];
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, one]) => flatten(one, [...at, key]));
  return typeof value === 'string' || typeof value === 'number' ? [{ at, value: String(value) }] : [];
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
