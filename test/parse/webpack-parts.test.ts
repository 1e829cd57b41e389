import { expect, test } from 'vitest';
import { webpackParts } from '../../src/parse/webpack-parts.ts';

test('names of parts are read as webpack makes them from their numbers', () => {
  expect(webpackParts('o.u=t=>t+".js",o.g=1;o.e(480).then(o.bind(o,480))')).toEqual(['480.js']);
  expect(
    webpackParts('r.u=e=>"static/js/"+({7:"admin"}[e]||e)+"."+{7:"a1b2c3",12:"d4e5f6"}[e]+".chunk.js",r.miniCssF=1'),
  ).toEqual(['static/js/admin.a1b2c3.chunk.js', 'static/js/12.d4e5f6.chunk.js']);
  expect(
    webpackParts('d.u=e=>931===e?"static/chunks/931-aa.js":"static/chunks/"+(({5:"x"})[e]||e)+"-"+({5:"ff"})[e]+".js"'),
  ).toEqual(['static/chunks/x-ff.js']);
  expect(webpackParts('n.u=function(e){return"js/"+e+"."+{3:"0c"}[e]+".js"}')).toEqual(['js/3.0c.js']);
});

test('what is no such name is none, and a part without its own text in the name neither', () => {
  expect(webpackParts('a.u=e=>compute(e)+".js";a.e(4)')).toEqual([]);
  expect(webpackParts('a.u=e=>e+".css";a.e(4)')).toEqual([]);
  expect(webpackParts('a.u=e=>"x/"+{1:"b"}[e]+".js";a.e(4);a.e(1)')).toEqual(['x/b.js']);
  expect(webpackParts('const u = 1; send(u)')).toEqual([]);
});
