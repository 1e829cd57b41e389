/**
 * What frameworks send in place of plain JSON: every value stands once in one list, and what holds others names their places in
 * it. devalue (SvelteKit's `__data.json`, Nuxt's payload) keeps names as they are, turbo-stream (React Router, Remix) lists
 * them too, `{"_4":5}`. Anything else is given back as it is.
 */
export function unflattened(value: unknown): unknown {
  if (isFlat(value)) return inflate(value);
  if (Array.isArray(value) && value.length > 1 && value.every(isKitPart)) return value.map(unflattened);
  if (!isKitPart(value)) return value;
  const { nodes, data } = value;
  if (Array.isArray(nodes)) return { ...value, nodes: nodes.map(unflattened) };
  if (isFlat(data)) return { ...value, data: inflate(data) };
  return typeof data === 'string' ? { ...value, data: unflattenedText(data) } : value;
}

/** An answer of SvelteKit, a node of it, or a part that came later. */
function isKitPart(value: unknown): value is { readonly nodes?: unknown; readonly data?: unknown } {
  return (
    isObject(value) &&
    /^(data|chunk|success|failure|result)$/.test(String(value.type)) &&
    ('nodes' in value || 'data' in value)
  );
}

function unflattenedText(text: string): unknown {
  try {
    return unflattened(JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
/** Places; negative ones stand for what JSON cannot say (undefined, NaN and their like). */
const isPlace = (value: unknown, list: readonly unknown[]) =>
  typeof value === 'number' && Number.isInteger(value) && value >= -9 && value < list.length;

/** Nothing in the list holds anything but places, some of it are values, and each but the first is held by something. */
function isFlat(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value) || value.length < 2) return false;
  const list = value as readonly unknown[];
  const [first] = list;
  const refers = (one: unknown): boolean =>
    Array.isArray(one)
      ? isTagged(one) || one.every((part) => isPlace(part, list))
      : !isObject(one) || Object.values(one).every((part) => isPlace(part, list));
  return (
    (isObject(first) || Array.isArray(first)) &&
    Object.keys(first).length > 0 &&
    list.some((one) => typeof one === 'string') &&
    list.every(refers) &&
    isHeldTogether(list)
  );
}

function isHeldTogether(list: readonly unknown[]): boolean {
  const held = new Set<unknown>();
  for (const one of list) {
    if (one === null || typeof one !== 'object') continue;
    for (const [key, part] of Object.entries(one)) {
      held.add(part);
      if (/^_\d+$/.test(key)) held.add(Number(key.slice(1)));
    }
  }
  return list.every((_, at) => at === 0 || held.has(at));
}

/** `["Date","2026-05-02T…"]`, `["Reactive",4]`, `["D",1790000000000]`: a kind of value, and what it is made of. */
const isTagged = (one: readonly unknown[]): boolean => typeof one[0] === 'string' && /^[A-Za-z]\w*$/.test(one[0]);
/** Kinds whose parts are the value itself; of the others they are places. */
const plainKinds = /^(D|Date|B|BigInt|U|URL|R|RegExp|Y|E|P|Z|Object|ArrayBuffer|\w+Array)$/;

const mostValues = 20_000;
const deepest = 60;

function inflate(list: readonly unknown[], root = 0): unknown {
  let values = 0;
  const at = (place: unknown, depth: number): unknown => {
    if (typeof place !== 'number' || place < 0 || depth > deepest || values > mostValues) return null;
    const one = list[place];
    values += 1;
    if (Array.isArray(one)) {
      if (!isTagged(one)) return one.map((part) => at(part, depth + 1));
      const plain = plainKinds.test(String(one[0]));
      const inner = one.slice(1).map((part) => (!plain && isPlace(part, list) ? at(part, depth + 1) : part));
      return inner.length === 1 ? inner[0] : inner;
    }
    if (!isObject(one)) return one;
    return Object.fromEntries(
      Object.entries(one).map(([key, part]) => {
        const named = /^_\d+$/.test(key) ? list[Number(key.slice(1))] : undefined;
        return [typeof named === 'string' ? named : key, at(part, depth + 1)];
      }),
    );
  };
  return at(root, 0);
}

/** A list whose parts came one after the other, `P4:[…]` what a promise became: later parts go on with the places of the first. */
export function unflattenedLines(text: string): unknown {
  const [first = '', ...later] = text.split('\n').filter((line) => line.trim() !== '');
  const parts = [first, ...later.map((line) => /^[PE]\d+:([[{].*)$/.exec(line)?.[1] ?? '')];
  if (later.length === 0 || !/^\[\{"_\d+"/.test(first) || parts.includes('')) return undefined;
  try {
    const lists = parts.map((part) => JSON.parse(part) as unknown).filter((one) => Array.isArray(one)) as unknown[][];
    const list = lists.flat();
    let root = 0;
    return lists.map((one) => {
      const value = inflate(list, root);
      root += one.length;
      return value;
    });
  } catch {
    return undefined;
  }
}
