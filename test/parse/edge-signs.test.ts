import { expect, test } from 'vitest';
import { unknownEdge } from '../../src/parse/edge/recognise.ts';

test.each<[string, string, string, number]>([
  ['a place of delivery in a value', 'x-id', 'fr5-hw-edge-gc13', 1],
  ['the name of an edge as the server', 'server', 'EdgePrism/5.2', 1],
  ['the name of an edge in a header', 'x-gocache-cachestatus', 'HIT', 1],
  ['a header of a CDN', 'x-cdn-pop', 'fra', 1],
  ['a server of one’s own', 'server', 'nginx', 0],
  ['a cache of one’s own', 'via', '1.1 varnish (Varnish/7.2)', 0],
  ['a switch for an old browser', 'x-ua-compatible', 'IE=edge', 0],
  ['an address of a library', 'link', '<https://cdn.example.com/a.js>; rel=preload', 0],
])('an edge that is in no list: %s', (_what, name, value, count) => {
  expect(unknownEdge([[name, value]])).toHaveLength(count);
});
