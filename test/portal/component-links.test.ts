import { expect, it } from 'vitest';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
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
