import type { Expression, Property, SpreadElement, Super } from 'acorn';

type Part = Expression | Super | SpreadElement;

/**
 * What a text in a script says, as a template: `"/sites/".concat(e.id, "/keys")` is `/sites/{id}/keys`. One of two where the script
 * chooses; none where it is no text. Nothing is run.
 */
export function textsOf(node: Part | undefined, depth = 0): readonly string[] {
  if (!node || depth > 12) return [];
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : typeof node.value === 'number' ? [String(node.value)] : [];
    case 'TemplateLiteral': {
      let texts: readonly string[] = [node.quasis[0]?.value.cooked ?? ''];
      for (const [index, expression] of node.expressions.entries()) {
        texts = joined(texts, put(expression, depth));
        texts = joined(texts, [node.quasis[index + 1]?.value.cooked ?? '']);
      }
      return texts;
    }
    case 'BinaryExpression':
      if (node.operator !== '+' || node.left.type === 'PrivateIdentifier') return [];
      return joined(put(node.left, depth), put(node.right, depth));
    case 'ConditionalExpression':
      return [...textsOf(node.consequent, depth + 1), ...textsOf(node.alternate, depth + 1)].slice(0, 2);
    case 'CallExpression':
      if (node.callee.type !== 'MemberExpression' || nameOf(node.callee) !== 'concat') return [];
      return node.arguments.reduce<readonly string[]>(
        (texts, one) => joined(texts, put(one, depth)),
        put(node.callee.object, depth),
      );
    case 'ParenthesizedExpression':
      return textsOf(node.expression, depth + 1);
    default:
      return [];
  }
}

/** A part of a text: what it says itself, else the name of what is put in. */
function put(node: Part, depth: number): readonly string[] {
  if (node.type === 'ConditionalExpression') {
    const branches = [node.consequent, node.alternate].flatMap((one) => put(one, depth + 1));
    return branches.slice(0, 2);
  }
  const texts = textsOf(node, depth + 1);
  if (texts.length > 0) return texts;
  if (node.type === 'LogicalExpression') return put(node.left, depth + 1);
  return [`{${nameOf(node) || 'x'}}`];
}

/** The name that a value goes by: `podNumber` of `e.podNumber`, of `e.podNumber.value` and of `encodeURIComponent(e.podNumber)`. */
export function nameOf(node: Part, depth = 0): string {
  if (depth > 8) return '';
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ChainExpression':
      return nameOf(node.expression, depth + 1);
    case 'ParenthesizedExpression':
      return nameOf(node.expression, depth + 1);
    case 'MemberExpression': {
      const { property } = node;
      const own =
        property.type === 'Identifier' && !node.computed
          ? property.name
          : property.type === 'Literal' && typeof property.value === 'string'
            ? property.value
            : '';
      return own === 'value' || own === 'current' || own === 'toString' || own === 'trim'
        ? nameOf(node.object, depth + 1) || own
        : own;
    }
    case 'CallExpression': {
      const [first] = node.arguments;
      const callee = node.callee.type === 'Super' ? '' : nameOf(node.callee, depth + 1);
      if (first && /^(encodeURIComponent|encodeURI|String|Number|parseInt)$/.test(callee))
        return nameOf(first, depth + 1);
      return node.callee.type === 'MemberExpression' && node.arguments.length === 0 ? callee : '';
    }
    default:
      return '';
  }
}

function joined(texts: readonly string[], ends: readonly string[]): readonly string[] {
  return texts.flatMap((one) => ends.map((end) => one + end)).slice(0, 3);
}

/** The properties that an object is written with, spread ones left out. */
export function propertiesOf(node: Part | undefined): ReadonlyMap<string, Expression> {
  const object = node?.type === 'ObjectExpression' ? node.properties : [];
  return new Map(
    object
      .filter((one): one is Property => one.type === 'Property' && !one.computed)
      .map((one) => [keyOf(one.key), one.value] as const)
      .filter(([key]) => key !== ''),
  );
}

const keyOf = (key: Expression | { readonly type: 'PrivateIdentifier' }) =>
  key.type === 'Identifier' ? key.name : key.type === 'Literal' && typeof key.value === 'string' ? key.value : '';
