import { type Expression, parseExpressionAt, type SpreadElement } from 'acorn';
import { argumentsAt, parseOptions } from './arguments-at.ts';
import { nameOf, propertiesOf, textsOf } from './call-text.ts';
import { type RequestFunction, requestFunctions } from './request-functions.ts';

/** A parameter as a script writes it: a literal, or the name of what is put in. */
export interface CallParameter {
  readonly name: string;
  readonly value?: string;
  readonly by?: string;
}

/** A request that a script would send, as far as it is written down. */
export interface ScriptCall {
  /** `verb`: `client.get(path)`; `fetch`; `wrapper`: any function that is given a path; `options`: an object with an address in it. */
  readonly kind: 'verb' | 'fetch' | 'wrapper' | 'options';
  /** What is called, by its last name. */
  readonly callee: string;
  /** As told; none where nothing is said. */
  readonly method?: string;
  /** `/sites/{id}/keys`, and `{base}/sites` where what stands before it is put in. */
  readonly path: string;
  readonly query: readonly CallParameter[];
  /** What the body holds, where it is written in place. */
  readonly sent?: readonly CallParameter[];
  /** What a function is given beside a path: a body, where the function sends one. */
  readonly beside?: readonly CallParameter[];
  /** Put together from parts: whether it is ever sent so, the script does not say. */
  readonly maybe?: true;
}

const callsAtMost = 600;
const callLength = 60_000;
const verbs = /^(get|post|put|patch|delete|del|head)$/i;

/** A call whose first argument begins like a text, and an object with an address in it. */
const callStart =
  /(?<chain>(?:[\w$\])]+\??\.)?[\w$]+)\(\s*(?=["'`]|[\w$.!]{1,40}\s*[+?]\s*["'`]|[\w$.]{1,40}\.concat\()/g;
/** Most calls with a text are none of these; the parser is for those where a path is near. */
const pathNear =
  /^\(\s*(?:[\w$.!]{1,40}\s*[+?]\s*)?["'`]?[^"'`]{0,60}\/|^\(\s*["'](?:GET|POST|PUT|PATCH|DELETE)["']|concat\(/i;
/** An address that a script sends the browser to for a file. */
const fileStart =
  /(?:\blocation|\.href|\.src)\s*=\s*(?=[`"'][^`"'\n]{0,80}(?:export|download|\bcsv|\.xlsx|\.pdf|report)|[\w$.]{1,30}\s*\+\s*["'`][^`"'\n]{0,80}(?:export|download|\.csv|\.xlsx|\.pdf))/g;
const optionsStart = /\{(?=[^{}()]{0,160}\burl\s*:\s*["'`(\w$])/g;

/**
 * Requests that a script names (ECMA-262 expressions, read by a parser and never run): `fetch`, methods called after an HTTP verb,
 * functions that are given a path, objects with `url`. Empty where nothing can be read; at most 600.
 */
export function callsInScript(text: string): readonly ScriptCall[] {
  const found: ScriptCall[] = [];
  const functions = requestFunctions(text);
  for (const match of text.matchAll(callStart)) {
    if (found.length >= callsAtMost) break;
    const open = match.index + match[0].trimEnd().length - 1;
    if (!pathNear.test(text.slice(open, open + 90))) continue;
    const chain = match.groups?.chain ?? '';
    const own = functions.get(chain.replace(/^this\./, ''));
    found.push(...ofCall(chain, argumentsAt(text, open)).map((one) => (own ? sentBy(own, one) : one)));
  }
  for (const match of text.matchAll(fileStart)) {
    if (found.length >= callsAtMost) break;
    const node = expressionAt(text, match.index + match[0].length);
    const address = node?.type === 'SequenceExpression' ? node.expressions[0] : node;
    found.push(...made('fetch', 'href', ['GET'], address, [], undefined));
  }
  for (const match of text.matchAll(optionsStart)) {
    if (found.length >= callsAtMost) break;
    found.push(...ofOptions('', expressionAt(text, match.index)));
  }
  return found;
}

/** What a function of the script's own does with the path and the body that it is given. */
function sentBy(own: RequestFunction, { beside, ...call }: ScriptCall): ScriptCall {
  const isWhole = own.before === '' || call.path.startsWith('{') || /^https?:/.test(call.path);
  const method = call.method ?? own.method;
  return {
    ...call,
    ...(call.kind === 'wrapper' && (own.before !== '' || own.method) ? { kind: 'fetch' as const } : {}),
    path: isWhole ? call.path : `${own.before}${call.path}`,
    ...(method ? { method } : {}),
    ...(beside && !own.sendsSecond ? { beside } : {}),
    ...(beside && own.sendsSecond ? { sent: beside } : {}),
  };
}

function expressionAt(text: string, at: number): Expression | undefined {
  try {
    return parseExpressionAt(text.slice(at, at + callLength), 0, parseOptions);
  } catch {
    return undefined;
  }
}

function ofCall(chain: string, given: readonly (Expression | SpreadElement)[]): readonly ScriptCall[] {
  const callee = chain.split('.').at(-1) ?? '';
  const [first, second, third] = given;
  if (chain.includes('.') && verbs.test(callee)) {
    const method = callee.toUpperCase().replace('DEL', 'DELETE').replace('DELETEETE', 'DELETE');
    const sends = /^(POST|PUT|PATCH)$/.test(method);
    const extra = propertiesOf(sends ? third : second);
    return made(
      'verb',
      callee,
      [method],
      first,
      [extra.get('params'), extra.get('searchParams')],
      sends ? second : extra.get('data'),
    );
  }
  const told = given
    .slice(0, 3)
    .flatMap((one) => textsOf(one))
    .find((one) => /^(GET|POST|PUT|PATCH|DELETE)$/i.test(one));
  const path = textsOf(first).some((one) => one.includes('/')) ? first : second;
  const extra = propertiesOf(path === first ? second : third);
  const kind = callee === 'fetch' ? 'fetch' : 'wrapper';
  const methods = extra.has('method') ? textsOf(extra.get('method')) : told ? [told] : [];
  const shaped = ['method', 'body', 'data', 'json', 'params', 'query', 'searchParams', 'headers', 'credentials'];
  // A function that is given a path and nothing that belongs to a request may lead to a page as well.
  if (kind === 'wrapper' && !told && !shaped.some((name) => extra.has(name)) && given.length > 1)
    return path === first && extra.size > 0 ? besides(callee, first, second) : [];
  const body = extra.get('body') ?? extra.get('json') ?? extra.get('data') ?? (told ? third : undefined);
  const params = [extra.get('params'), extra.get('query'), extra.get('searchParams')];
  return made(kind, callee, methods, path, params, body);
}

/** `send("/orders/card", { orderId: e.id })`: what the function does with the second is not written here. */
function besides(
  callee: string,
  path: Expression | SpreadElement | undefined,
  second: Expression | SpreadElement | undefined,
): readonly ScriptCall[] {
  const beside = sentIn(second) ?? [];
  return made('wrapper', callee, [], path, [], undefined).map((one) => ({ ...one, beside }));
}

function ofOptions(callee: string, node: Expression | undefined): readonly ScriptCall[] {
  const said = propertiesOf(node);
  const method = said.get('method') ?? said.get('type');
  if (!said.has('url') || !['method', 'type', 'data', 'params', 'body'].some((name) => said.has(name))) return [];
  return made(
    'options',
    callee,
    textsOf(method),
    said.get('url'),
    [said.get('params')],
    said.get('data') ?? said.get('body'),
  );
}

function made(
  kind: ScriptCall['kind'],
  callee: string,
  methods: readonly string[],
  address: Expression | SpreadElement | undefined,
  params: readonly (Expression | undefined)[],
  sent: Expression | SpreadElement | undefined,
): readonly ScriptCall[] {
  const body = sentIn(sent);
  return textsOf(address).flatMap((text, index, all): readonly ScriptCall[] => {
    const [path = '', behind = ''] = text.split('#')[0]?.split('?') ?? [];
    if (!isPath(path)) return [];
    // Where a script chooses both, the second address goes with the second method.
    const method = (methods.length === all.length ? methods[index] : methods[0])?.toUpperCase();
    const query = [...inAddress(behind), ...params.flatMap((one) => parametersOf(one))];
    return [{ kind, callee, path, query, ...(method ? { method } : {}), ...(body ? { sent: body } : {}) }];
  });
}

const isPath = (path: string) =>
  path.length <= 200 &&
  /^(https?:\/\/[\w.{}:-]+)?\/?[\w{][\w{}./~@%:$-]*$/.test(path) &&
  path.includes('/') &&
  !path.includes('//', 8) &&
  !path.startsWith('//') &&
  /[a-z]{2}/i.test(path.replace(/\{[^}]*\}/g, '')) &&
  !/\.(m?js|css|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|mp4|webm|wasm|html?)$/i.test(path);

function inAddress(text: string): readonly CallParameter[] {
  return text.split('&').flatMap((part): readonly CallParameter[] => {
    const [name = '', ...rest] = part.split('=');
    const value = rest.join('=');
    if (!/^[A-Za-z_][\w[\].-]{0,40}$/.test(name) || rest.length === 0) return [];
    const by = /^\{([^}]*)\}$/.exec(value)?.[1];
    return by === undefined ? [{ name, value: decoded(value) }] : [{ name, by }];
  });
}

export function parametersOf(node: Expression | undefined): readonly CallParameter[] {
  const object =
    node?.type === 'NewExpression' && node.arguments[0]?.type === 'ObjectExpression' ? node.arguments[0] : node;
  return [...propertiesOf(object)].map(([name, value]): CallParameter => {
    const [text] = textsOf(value);
    if (text !== undefined && !text.includes('{')) return { name, value: text };
    if (value.type === 'Literal' && typeof value.value === 'boolean') return { name, value: String(value.value) };
    // A bundler writes `!0` for true.
    if (value.type === 'UnaryExpression' && value.operator === '!' && value.argument.type === 'Literal')
      return { name, value: String(value.argument.value === 0) };
    return { name, by: nameOf(value) };
  });
}

function sentIn(sent: Expression | SpreadElement | undefined): readonly CallParameter[] | undefined {
  if (sent?.type === 'CallExpression' && sent.callee.type === 'MemberExpression' && nameOf(sent.callee) === 'stringify')
    return sentIn(sent.arguments[0]);
  if (sent?.type !== 'ObjectExpression') return undefined;
  const given = parametersOf(sent).slice(0, 40);
  return given.length > 0 ? given : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
