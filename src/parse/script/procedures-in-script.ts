import type { Expression, SpreadElement } from 'acorn';
import { argumentsAt } from './arguments-at.ts';
import { nameOf, propertiesOf } from './call-text.ts';
import { type CallParameter, parametersOf } from './calls-in-script.ts';

/** A procedure that a script calls: by a chain of names (`trpc.orders.byId.useQuery(…)`), or by a text (`call("orders.byId", …)`). */
export interface ScriptProcedure {
  /** Its parts: `orders`, `byId`; what stands for the client may come first where it is a chain. */
  readonly parts: readonly string[];
  /** The call itself says that it reads: `useQuery`. */
  readonly reads: boolean;
  /** Fields of its input; one with an empty name where the input is a value of its own. None where it is given nothing. */
  readonly input: readonly CallParameter[];
}

const most = 400;
const chain =
  /((?:[\w$]+\??\.){2,6})(useQuery|useSuspenseQuery|useInfiniteQuery|query|fetch|prefetch|ensureData|queryOptions|infiniteQueryOptions|call)\(/g;
const named = /([\w$]+)\(\s*(["'])([A-Za-z]\w*(?:[./:][A-Za-z]\w*){0,3})\2\s*(?=[,)])/g;

/**
 * Procedures that a script names for its client (tRPC, oRPC, JSON-RPC, persisted operations). A function that is given names counts only where one
 * of them is among `known`, those that the pages were seen to call.
 */
export function proceduresInScript(text: string, known: ReadonlySet<string>): readonly ScriptProcedure[] {
  const found = new Map<string, ScriptProcedure>();
  const add = (one: ScriptProcedure) => {
    const key = one.parts.join('.');
    const before = found.get(key);
    if (found.size < most && (!before || before.input.length < one.input.length)) found.set(key, one);
  };
  for (const match of text.matchAll(chain)) {
    const [all, names = '', verb = ''] = match;
    const parts = names
      .split(/\??\./)
      .filter((one) => one !== '')
      .slice(1);
    if (parts.some((one) => one === 'prototype')) continue;
    const [first] = argumentsAt(text, match.index + all.length - 1);
    if (verb === 'call' && first?.type !== 'ObjectExpression') continue;
    add({ parts, reads: verb !== 'call', input: inputOf(first) });
  }
  const calls = [...text.matchAll(named)];
  const callees = new Set(calls.filter(([, , , name = '']) => known.has(name)).map(([, callee]) => callee));
  for (const match of calls) {
    const [, callee = '', , name = ''] = match;
    if (!callees.has(callee)) continue;
    const [, second] = argumentsAt(text, match.index + callee.length);
    add({ parts: name.split(/[./:]/), reads: false, input: inputOf(second) });
  }
  return [...found.values()];
}

/** `{ id: e.id }`, `{ input: { id } }` of oRPC's options, or a value: `e.id`. */
function inputOf(given: Expression | SpreadElement | undefined): readonly CallParameter[] {
  if (!given || given.type === 'SpreadElement') return [];
  if (given.type === 'ObjectExpression') {
    const inner = propertiesOf(given).get('input');
    return parametersOf(inner?.type === 'ObjectExpression' ? inner : given).filter(({ name }) => !ofClient.test(name));
  }
  const by = nameOf(given);
  const isNothing = given.type === 'Literal' || by === 'undefined' || given.type === 'UnaryExpression';
  return isNothing ? [] : [{ name: '', by }];
}

/** What a query client is told beside the input. */
const ofClient = /^(queryKey|queryFn|enabled|staleTime|gcTime|initialData|placeholderData|select|trpc|context)$/;
