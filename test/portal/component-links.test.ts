import { expect, it } from 'vitest';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { outcomeOf } from '../../src/collectors/portal/tenancy/view.ts';
import { namesRecord } from '../../src/collectors/portal/tenancy/met-anyway.ts';

it('what server components link to is told from their construction', () => {
  const rows = [
    '0:{"b":"build","f":["children","/vendors"],"c":["","vendors"]}',
    '1:["$","$L4",null,{"href":"/vendors/6","children":"Linen and Lath"}]',
    '2:["$","link",null,{"href":"/_next/static/chunks/a1.css","rel":"stylesheet"}]',
    '3:["$","img",null,{"src":"/logo.svg"}]',
  ];
  const { leaves } = readAnswer(Buffer.from(rows.join('\n')), 'text/x-component');
  expect(leaves.map(({ value }) => value).filter((value) => value.startsWith('/'))).toEqual(['/vendors/6']);
  expect(leaves.some((leaf) => namesRecord(leaf, '6'))).toBe(true);
});

it('what a function of the server returned is a refusal where it says an error and nothing else', () => {
  const outcome = (returned: unknown) => {
    const rows = ['0:{"a":"$@1","q":"","i":false,"b":"zc4EQjNrNaEsUHEx0hY-c"}', `1:${JSON.stringify(returned)}`];
    return outcomeOf(200, readAnswer(Buffer.from(rows.join('\n')), 'text/x-component'), undefined);
  };
  expect(outcome({ error: 'Only owners may invite.' })).toBe('error-body');
  expect(outcome({ ok: 'Invitation sent.' })).toBe('data');
  expect(outcome({ id: 'l7', resident: 'Noor Amory', error: null })).toBe('data');
});
