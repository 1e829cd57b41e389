import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  type TypeNode,
  visit,
} from 'graphql/language';

/** A GraphQL operation that a script holds: its text, or its name alone where the text is kept by the server. */
export interface ScriptOperation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string;
  /** Root fields; the operation's name where there is no text. */
  readonly fields: readonly string[];
  /** The operation with the fragments that it uses. */
  readonly source?: string;
  /** By name: the type as written, `UpdateNoteInput!` say. */
  readonly variables: readonly { readonly name: string; readonly type: string }[];
}

const most = 200;
const longest = 20_000;
/** How far before its first word a text may begin: fragments often stand first. */
const lead = 6000;

/**
 * The operations in scripts (GraphQL specification, October 2021), wherever they are: in `gql` templates and plain strings,
 * as documents parsed beforehand (`kind:"Document"`), or as names of persisted ones (Relay's `operationKind`). Fragments may lie in
 * another script. What cannot be parsed is left out; nothing is run.
 */
export function operationsInScripts(scripts: readonly string[]): readonly ScriptOperation[] {
  const documents = scripts.flatMap((text) => [...writtenIn(text), ...parsedIn(text)]).slice(0, most * 3);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { definitions } of documents)
    for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const found = new Map<string, ScriptOperation>();
  const add = (one: ScriptOperation) => {
    const key = `${one.kind} ${one.name} ${one.fields.join('+')}`;
    if (found.size < most && (!found.has(key) || one.source !== undefined)) found.set(key, one);
  };
  for (const { definitions } of documents)
    for (const one of definitions) {
      if (one.kind !== Kind.OPERATION_DEFINITION) continue;
      const fields = one.selectionSet.selections.flatMap((part) => (part.kind === Kind.FIELD ? [part.name.value] : []));
      if (fields.length === 0 || fields.every((name) => name.startsWith('__'))) continue;
      const used = fragmentsOf({ kind: Kind.DOCUMENT, definitions: [one] }, fragments);
      const source = used && [print(one), ...used.map((part) => print(part))].join('\n');
      add({
        kind: one.operation,
        name: one.name?.value ?? fields[0] ?? '',
        fields,
        variables: (one.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => ({
          name: variable.name.value,
          type: typeText(type, defaultValue !== undefined),
        })),
        ...(source === undefined ? {} : { source }),
      });
    }
  for (const text of scripts)
    for (const [, before = '', after = '', kind = ''] of text.matchAll(persisted)) {
      const name = before || after;
      const isKnown = [...found.values()].some((one) => one.name === name);
      if (!isKnown) add({ kind: kind as ScriptOperation['kind'], name, fields: [name], variables: [] });
    }
  return [...found.values()];
}

/** Relay: `{id:"…",metadata:{},name:"SaveMutation",operationKind:"mutation",text:null}`, as code or as JSON. */
const persisted =
  /(?:["']?name["']?:\s*["'](\w{2,80})["'],\s*|["']?operationName["']?:\s*["'](\w{2,80})["'],\s*)["']?operation(?:Kind|Type)["']?:\s*["'](query|mutation|subscription)["']/g;

/** Nothing where a fragment is missing: the text would be refused. */
function fragmentsOf(
  document: DocumentNode,
  known: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FragmentDefinitionNode[] | undefined {
  const used = new Map<string, FragmentDefinitionNode>();
  let missing = false;
  const follow = (node: DocumentNode | FragmentDefinitionNode) =>
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const one = known.get(value);
        if (!one) missing = true;
        else if (!used.has(value)) {
          used.set(value, one);
          follow(one);
        }
      },
    });
  follow(document);
  return missing ? undefined : [...used.values()];
}

function typeText(type: TypeNode, hasDefault: boolean): string {
  const text = print(type);
  return hasDefault ? text.replace(/!$/, '') : text;
}

/** Texts between quotes that read as GraphQL. */
function* writtenIn(text: string): Generator<DocumentNode> {
  let end = 0;
  for (const { index } of text.matchAll(
    /\b(?:query|mutation|subscription|fragment)\s+\w+(?:\s|\\n)*[({@o]|\bmutation\s*[({]/g,
  )) {
    if (index < end) continue;
    const start = openingOf(text, index);
    if (start === undefined) continue;
    const close = closingOf(text, start);
    if (close === undefined) continue;
    const document = parsed(unescaped(text.slice(start + 1, close), text[start] === '`'));
    if (!document) continue;
    end = close;
    yield document;
  }
}

/** The quote before, with nothing but GraphQL between. */
function openingOf(text: string, index: number): number | undefined {
  const from = Math.max(0, index - lead);
  for (let at = index - 1; at >= from; at--)
    if ((text[at] === '`' || text[at] === '"' || text[at] === "'") && text[at - 1] !== '\\') return at;
  return undefined;
}

function closingOf(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length && at - start < longest; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
    else if (text[at] === '\n' && quote !== '`') return undefined;
  }
  return undefined;
}

/** What a template puts in at run time are fragments, which are taken from where they stand. */
function unescaped(text: string, isTemplate: boolean): string {
  const plain = isTemplate ? text.replace(/\$\{[^}]*\}/g, ' ') : text;
  return plain.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_all, code: string) =>
    code.startsWith('u') && code.length === 5
      ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
      : code === 'n' || code === 'r' || code === 't'
        ? '\n'
        : code,
  );
}

function parsed(source: string): DocumentNode | undefined {
  try {
    return parse(source, { maxTokens: 20_000, noLocation: true });
  } catch {
    return undefined;
  }
}

/** Documents that were parsed when the script was built, as object literals or JSON. */
function* parsedIn(text: string): Generator<DocumentNode> {
  for (const { index } of text.matchAll(/\{\s*["']?kind["']?:\s*["']Document["'],\s*["']?definitions/g)) {
    const json = literalAt(text, index);
    const document = json === undefined ? undefined : fromLiteral(json);
    if (document) yield document;
  }
}

/** The object literal that begins here; undefined where it does not end within reach. */
function literalAt(text: string, start: number): string | undefined {
  let depth = 0;
  for (let at = start; at < text.length && at - start < longest * 4; at++) {
    const one = text[at];
    if (one === '"' || one === "'") {
      const close = closingOf(text, at);
      if (close === undefined) return undefined;
      at = close;
    } else if (one === '{') depth += 1;
    else if (one === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return undefined;
}

function fromLiteral(literal: string): DocumentNode | undefined {
  // Strings first, so that nothing inside them is taken for a key.
  const json = literal.replace(
    /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|([{,]\s*)([A-Za-z_]\w*)(\s*:)|!0|!1|void 0|undefined/g,
    (all, before?: string, key?: string, colon?: string) => {
      if (key !== undefined) return `${before}"${key}"${colon}`;
      if (all.startsWith("'")) return JSON.stringify(all.slice(1, -1));
      return all === '!0' ? 'true' : all === '!1' ? 'false' : /^(void|undefined)/.test(all) ? 'null' : all;
    },
  );
  try {
    // Printed and read again: what is no document does not survive.
    return parsed(print(JSON.parse(json) as DocumentNode));
  } catch {
    return undefined;
  }
}
