import { flatten } from '../operations/slots.ts';

/** A write as its page sent it. */
export interface PageWrite {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly contentType: string;
}

/** The same write in a shape that a page of another site can have a browser send without asking first (Fetch: no preflight). */
export interface FormWay {
  readonly way: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly token: 'none' | 'left out' | 'made up' | 'of another session';
}

const boundary = '----lr-form-7MA4YWxkTrZu0gW';
const urlencoded = 'application/x-www-form-urlencoded';
const inPartsType = `multipart/form-data; boundary=${boundary}`;

/** Fields that only the portal's own pages know: Rails, Django, Laravel, ASP.NET, Symfony, Magento, and home-made ones. */
export const tokenField =
  /csrf|xsrf|authenticity_?token|^_token$|__requestverificationtoken|anti-?forgery|^form_?(token|key|build_id)$|^_?nonce$|_wpnonce|^state$/i;

type Fields = readonly (readonly [name: string, value: string])[];

/** Names and values of a body: JSON as `a[b]`, forms of either kind. undefined for anything else. */
export function fieldsOf({ body, contentType }: Pick<PageWrite, 'body' | 'contentType'>): Fields | undefined {
  const json = jsonOf(body);
  if (json !== undefined) return flatten(json, []).map(({ at, value }) => [nameOf(at), value]);
  if (/multipart\/form-data/i.test(contentType))
    return [...body.matchAll(/name="([^"]+)"(?:; filename="[^"]*")?[^\n]*\r?\n\r?\n([^\r\n]*)\r?\n--/g)].map(
      (match) => [match[1] ?? '', match[2] ?? ''],
    );
  return /^[^\s=&{[<]+=/.test(body) ? [...new URLSearchParams(body)] : undefined;
}

/** Names of the fields of a body that are tokens against forged requests. */
export function tokenNames(write: Pick<PageWrite, 'body' | 'contentType'>): readonly string[] {
  return [...new Set((fieldsOf(write) ?? []).map(([name]) => name).filter((name) => tokenField.test(lastOf(name))))];
}

/**
 * The ways, likeliest first. Headers of the portal's own cannot be sent, another method than POST only as a field that names
 * it. Where a body carries a token it is left out, made up, and taken from another session, as an attacker could.
 */
export function postWays(write: PageWrite, foreignTokens: Readonly<Record<string, string>>): readonly FormWay[] {
  const { url } = write;
  const fields = fieldsOf(write);
  const names = tokenNames(write);
  const json = jsonOf(write.body);
  const verb = write.method.toUpperCase();
  const override = verb === 'POST' ? [] : ([['_method', verb]] as const);
  const at = verb === 'POST' ? url : withQuery(url, override);
  const said = verb === 'POST' ? '' : ` that says it is a ${verb}`;
  const token = names.length > 0 ? ('left out' as const) : ('none' as const);
  const bare = fields?.filter(([name]) => !names.includes(name));
  const post = (way: string, body: string, contentType: string, which: FormWay['token'] = token): FormWay => ({
    way: `${way}${said}`,
    method: 'POST',
    url: at,
    body,
    contentType,
    token: which,
  });
  const form = (list: Fields, which?: FormWay['token']) =>
    post('a form', new URLSearchParams([...override, ...list].map(([a, b]) => [a, b])).toString(), urlencoded, which);
  const multipart = (list: Fields, which?: FormWay['token']) =>
    post('a form in parts', inParts([...override, ...list]), inPartsType, which);
  const ways: FormWay[] = [];
  const whole = (list: Fields, which?: FormWay['token']) =>
    /multipart/i.test(write.contentType) ? multipart(list, which) : form(list, which);
  if (json !== undefined) ways.push(post('the JSON as text/plain', JSON.stringify(without(json, names)), 'text/plain'));
  if (bare) ways.push(json === undefined ? whole(bare) : form(bare));
  if (fields && names.length > 0) {
    const exchanged = (value: (name: string, old: string) => string | undefined): Fields | undefined => {
      const list = fields.map(([name, old]) => [name, names.includes(name) ? value(name, old) : old] as const);
      return list.every((one): one is readonly [string, string] => one[1] !== undefined) ? list : undefined;
    };
    const invented = exchanged((_name, old) => madeUp(old));
    const others = exchanged((name) => foreignTokens[name]);
    if (invented) ways.push(whole(invented, 'made up'));
    if (others) ways.push(whole(others, 'of another session'));
  }
  if (bare && json !== undefined) ways.push(multipart(bare));
  if (fields === undefined && json === undefined) ways.push(post('the body as text/plain', write.body, 'text/plain'));
  return ways;
}

/** By following an address, which is what SameSite=Lax lets a foreign page do. */
export function getWays(write: PageWrite): readonly FormWay[] {
  const names = tokenNames(write);
  const fields = fieldsOf(write)?.filter(([name]) => !names.includes(name));
  if (!fields || fields.length === 0) return [];
  const token = names.length > 0 ? ('left out' as const) : ('none' as const);
  return [
    { way: 'by an address', method: 'GET', url: withQuery(write.url, fields), token },
    {
      way: `by an address that says it is a ${write.method.toUpperCase()}`,
      method: 'GET',
      url: withQuery(write.url, [['_method', write.method.toUpperCase()], ...fields]),
      token,
    },
  ];
}

/** The write with other text where the audit's own text stood, whole, or cut to the length of a field. */
export function withText(write: PageWrite, old: string, mark: string): PageWrite {
  const swap = (value: string): string => {
    if (value.includes(old)) return value.split(old).join(mark);
    return value.length >= 6 && old.startsWith(value) ? mark.slice(0, value.length) : value;
  };
  const json = jsonOf(write.body);
  if (json !== undefined) return { ...write, body: JSON.stringify(mapped(json, swap)) };
  if (/multipart\/form-data/i.test(write.contentType)) return { ...write, body: write.body.split(old).join(mark) };
  const fields = fieldsOf(write);
  if (!fields) return { ...write, body: write.body.split(old).join(mark) };
  return { ...write, body: new URLSearchParams(fields.map(([name, value]) => [name, swap(value)])).toString() };
}

/** The body of a form as a browser sends it, and what it is called. */
export const formTypeOf = (multipart: boolean) => (multipart ? inPartsType : urlencoded);
export const formBodyOf = (fields: Fields, multipart: boolean) =>
  multipart ? inParts(fields) : new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();

function inParts(fields: Fields): string {
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--${boundary}--\r\n`;
}

function withQuery(address: string, fields: Fields): string {
  const url = new URL(address);
  for (const [name, value] of fields) url.searchParams.set(name, value);
  return url.href;
}

const nameOf = ([first = '', ...rest]: readonly string[]) => `${first}${rest.map((key) => `[${key}]`).join('')}`;
const lastOf = (name: string) => /\[([^\]]+)\]$/.exec(name)?.[1] ?? name;

/** A token of the same length and letters that nobody issued. */
function madeUp(token: string): string {
  return [...token]
    .map((one, at) =>
      /[a-zA-Z]/.test(one)
        ? 'abcdefghkmnpqrst'.charAt((at * 7) % 16)
        : /\d/.test(one)
          ? String((Number(one) + 3) % 10)
          : one,
    )
    .join('');
}

function without(json: unknown, names: readonly string[], path: readonly string[] = []): unknown {
  if (Array.isArray(json)) return json.map((one, at) => without(one, names, [...path, String(at)]));
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([key]) => !names.includes(nameOf([...path, key])))
      .map(([key, value]) => [key, without(value, names, [...path, key])]),
  );
}

function mapped(json: unknown, swap: (value: string) => string): unknown {
  if (typeof json === 'string') return swap(json);
  if (Array.isArray(json)) return json.map((one) => mapped(one, swap));
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, mapped(value, swap)]));
}

function jsonOf(text: string): object | undefined {
  try {
    const json = JSON.parse(text) as unknown;
    return json !== null && typeof json === 'object' ? json : undefined;
  } catch {
    return undefined;
  }
}
