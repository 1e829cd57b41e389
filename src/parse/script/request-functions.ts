import { argumentsAt } from './arguments-at.ts';
import { nameOf, propertiesOf, textsOf } from './call-text.ts';

/** A function of a script that sends what it is given to the path that it is given. */
export interface RequestFunction {
  /** What stands before the path: `/api`, `{base}/v2`, or nothing. */
  readonly before: string;
  /** As written; none where the caller says it. */
  readonly method?: string;
  /** Its second parameter is the body. */
  readonly sendsSecond: boolean;
}

const sends = /(?<![\w$])(?:fetch|[\w$]{1,30}\.(?<verb>get|post|put|patch|delete))\(/g;
/** `function name(path, body) {`, `name = async (path, body) =>`, `name(path, body) {`. */
const head =
  /(?:function\s+(?<of>[\w$]+)\s*\(|(?<kept>[\w$]+)\s*[=:]\s*(?:async\s*)?(?:function\s*[\w$]*\s*)?\(|(?<![\w$.])(?<own>[\w$]+)\()(?<given>[\w$]+(?:\s*=\s*[^,()]{0,30})?(?:\s*,\s*[\w$]+(?:\s*=\s*[^,()]{0,30})?){0,3})\)\s*(?:=>|\{)/g;
const aloneHead = /(?<kept>[\w$]+)\s*=\s*(?:async\s+)?(?<given>[\w$]+)\s*=>/g;
const reach = 500;
const most = 60;
const notNames = /^(if|for|while|switch|catch|function|return|async)$/;

/** Functions by their names; where two have the same name, as minifiers give them, neither. */
export function requestFunctions(text: string): ReadonlyMap<string, RequestFunction> {
  const found = new Map<string, RequestFunction | undefined>();
  for (const match of text.matchAll(sends)) {
    if (found.size >= most) break;
    const open = match.index + match[0].length - 1;
    const [first, second] = argumentsAt(text, open);
    const path = first?.type === 'Identifier' ? `{${first.name}}` : textsOf(first)[0];
    const put = path && /\{([\w$]+)\}$/.exec(path)?.[1];
    if (path === undefined || put === undefined) continue;
    const owner = ownerOf(text.slice(Math.max(0, match.index - reach), match.index), put);
    if (!owner) continue;
    const verb = match.groups?.verb?.toUpperCase();
    const given = propertiesOf(second);
    const method = verb ?? (second ? (textsOf(given.get('method'))[0] ?? '').toUpperCase() : 'GET');
    const body = verb ? second : given.get('body');
    const isSecond = owner.second !== undefined && names(body).includes(owner.second);
    const one = { before: path.slice(0, -put.length - 2), sendsSecond: isSecond, ...(method ? { method } : {}) };
    const known = found.get(owner.name);
    found.set(owner.name, found.has(owner.name) && known?.before !== one.before ? undefined : one);
  }
  return new Map([...found].flatMap(([name, one]) => (one ? [[name, one] as const] : [])));
}

/** The nearest function before that has such a parameter first. */
function ownerOf(before: string, parameter: string) {
  const heads = [...before.matchAll(head), ...before.matchAll(aloneHead)].sort((one, other) => other.index - one.index);
  for (const { groups } of heads) {
    const name = groups?.of ?? groups?.kept ?? groups?.own ?? '';
    const [first, second] = (groups?.given ?? '').split(',').map((one) => one.split('=')[0]?.trim());
    if (first === parameter && name !== '' && !notNames.test(name)) return { name, second };
  }
  return undefined;
}

/** What a body is made of: `JSON.stringify(b)`, `b && JSON.stringify(b)`, `b`. */
function names(node: Parameters<typeof nameOf>[0] | undefined): readonly string[] {
  if (!node) return [];
  if (node.type === 'CallExpression') return node.arguments.flatMap((one) => names(one));
  if (node.type === 'LogicalExpression') return [...names(node.left as never), ...names(node.right)];
  if (node.type === 'ConditionalExpression') return [...names(node.consequent), ...names(node.alternate)];
  return [nameOf(node)];
}
