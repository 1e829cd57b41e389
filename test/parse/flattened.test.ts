import { describe, expect, it } from 'vitest';
import { devalued, streamed } from '../../bench/tenancy/shapes/flattened.ts';
import { unflattened, unflattenedLines } from '../../src/parse/flattened.ts';

const since = new Date(Date.UTC(2026, 4, 2));
const record = { orders: [{ id: 57, title: 'Whey tanker', since, none: null, lines: [] }], more: { open: true } };
const plain = JSON.parse(JSON.stringify(record)) as typeof record;

describe('values that frameworks flatten', () => {
  it('devalue: a node of SvelteKit, its answer, a list of parts, and the payload of Nuxt', () => {
    const node = { type: 'data', data: devalued(record) };
    expect(unflattened(node)).toEqual({ type: 'data', data: plain });
    expect(unflattened({ type: 'data', nodes: [null, { type: 'skip' }, node] })).toEqual({
      type: 'data',
      nodes: [null, { type: 'skip' }, { type: 'data', data: plain }],
    });
    expect(unflattened([node, { type: 'chunk', id: 1, data: devalued(['late part']) }])).toEqual([
      { type: 'data', data: plain },
      { type: 'chunk', id: 1, data: ['late part'] },
    ]);
    expect(unflattened({ type: 'success', status: 200, data: JSON.stringify(devalued(record)) })).toMatchObject({
      data: plain,
    });
    expect(unflattened([['ShallowReactive', 1], { data: 2 }, { title: 3 }, 'Whey tanker'])).toEqual({
      data: { title: 'Whey tanker' },
    });
  });

  it('turbo-stream: names are values too; what a promise became comes later', () => {
    expect(unflattened(JSON.parse(streamed(record)))).toEqual({
      ...plain,
      orders: [{ ...plain.orders[0], since: since.getTime() }],
    });
    const lines = '[{"_1":2},"late",["P",2]]\nP2:[{"_4":5},"title","Whey tanker"]\n';
    expect(unflattenedLines(lines)).toEqual([{ late: 2 }, { title: 'Whey tanker' }]);
  });

  it.each([
    [
      'rows',
      [
        { id: 1, title: 'one' },
        { id: 2, title: 'two' },
      ],
    ],
    ['rows of small numbers', [{ id: 1 }, { id: 0 }]],
    ['words', ['one', 'two']],
    ['rows that are alike, and a word', [{ n: 1 }, { n: 1 }, { n: 1 }, 'x']],
    ['a row and words', [{ id: 1, name: 'x' }, 'two']],
    ['data of something else', { type: 'data', data: [{ id: 1 }] }],
    ['a place that refers to itself for ever', [{ id: 9 }, 'x']],
  ])('leaves %s alone', (_name, value) => expect(unflattened(value)).toEqual(value));

  it('ends where places refer in a circle', () => {
    expect(JSON.stringify(unflattened([[0, 0], 'x'])).length).toBeLessThan(1_000_000);
  });
});
