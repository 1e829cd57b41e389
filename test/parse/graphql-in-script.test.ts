import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { operationsInScripts } from '../../src/parse/graphql-in-script.ts';

const of = (...scripts: string[]) =>
  operationsInScripts(scripts).map(({ kind, name, fields }) => `${kind} ${name}: ${fields.join(' ')}`);
const asCode = (value: unknown) =>
  JSON.stringify(value)
    .replace(/"([a-zA-Z]+)":/g, '$1:')
    .replace(/true/g, '!0')
    .replace(/false/g, '!1');

describe('GraphQL in scripts', () => {
  it('is found in templates, with fragments that another script holds', () => {
    const one =
      'const a=gql`\n  mutation SaveNote($id: ID!, $text: String) {\n saveNote(id: $id, text: $text) { ...N }\n }\n $' +
      '{F}`;';
    const [found] = operationsInScripts([one, 'const F=gql`fragment N on Note { id text }`']);
    expect(found).toMatchObject({
      kind: 'mutation',
      fields: ['saveNote'],
      variables: [
        { name: 'id', type: 'ID!' },
        { name: 'text', type: 'String' },
      ],
      source: expect.stringContaining('fragment N on Note'),
    });
  });
  it('is found in minified strings with escapes, in either quote', () => {
    const text =
      'a={text:"mutation Del(\\n  $input: DelInput!\\n) {\\n  del(input: $input) {\\n    ok\\n  }\\n}\\n"},b=\'query Q{me{id}}\'';
    expect(of(text)).toEqual(['mutation Del: del', 'query Q: me']);
  });
  it('is found as documents that were parsed when the script was built', () => {
    const document = parse('mutation Move($ids: [ID!]!) { moveMany(ids: $ids, to: "a,b:c") { id } }', {
      noLocation: true,
    });
    expect(of(`var D=${asCode(document)},x=1`)).toEqual(['mutation Move: moveMany']);
    expect(of(`JSON=${JSON.stringify(document)}`)).toEqual(['mutation Move: moveMany']);
  });
  it('is known by name alone where the server keeps the text', () => {
    const text = 'params:{id:"9c01",metadata:{},name:"SaveCartMutation",operationKind:"mutation",text:null}';
    const [found] = operationsInScripts([text]);
    expect(found).toEqual({ kind: 'mutation', name: 'SaveCartMutation', fields: ['SaveCartMutation'], variables: [] });
  });
  it('is not what only reads like it', () => {
    expect(of('"To send a mutation use the form {x}"', 'query string ({a:1})', '`mutation {x} {`', '')).toEqual([]);
  });
  it('has no text where a fragment is nowhere', () => {
    expect(operationsInScripts(['`mutation A { a { ...Gone } }`'])[0]).not.toHaveProperty('source');
  });
  it('is looked for in large scripts without taking long', () => {
    const filler = 'function a(b){return "query "+b}var c={kind:"Document",x:1};'.repeat(40_000);
    expect(of(`${filler}"mutation Last { last }"`)).toEqual(['mutation Last: last']);
  });
});
