import { type CallExpression, type Expression, parseExpressionAt, type SpreadElement } from 'acorn';

const callLength = 60_000;
export const parseOptions = {
  ecmaVersion: 'latest',
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
} as const;

/** What stands between the brackets at `open`, each argument by itself. */
export function argumentsAt(text: string, open: number): readonly (Expression | SpreadElement)[] {
  // With a name before it, it is a call and cannot be read as a function's head.
  let node: Expression | undefined;
  try {
    node = parseExpressionAt(`f${text.slice(open, open + callLength)}`, 0, parseOptions);
  } catch {
    return [];
  }
  return innermost(node)?.arguments ?? [];
}

/** `f(a).then(b).c(d)` is read whole; the first call is meant. */
function innermost(node: Expression): CallExpression | undefined {
  let at: Expression = node;
  for (let depth = 0; depth < 60; depth++) {
    if (at.type === 'CallExpression') {
      if (at.callee.type === 'Identifier') return at;
      if (at.callee.type === 'Super') return undefined;
      at = at.callee;
    } else if (at.type === 'MemberExpression') {
      if (at.object.type === 'Super') return undefined;
      at = at.object;
    } else if (at.type === 'ChainExpression') at = at.expression;
    else if (at.type === 'LogicalExpression' || at.type === 'BinaryExpression') {
      if (at.left.type === 'PrivateIdentifier') return undefined;
      at = at.left;
    } else if (at.type === 'ConditionalExpression') at = at.test;
    else if (at.type === 'SequenceExpression' && at.expressions[0]) at = at.expressions[0];
    else if (at.type === 'TaggedTemplateExpression') at = at.tag;
    else return undefined;
  }
  return undefined;
}
