// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of scripts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callsInScript } from '../../src/parse/script/calls-in-script.ts';
import { chunksIn } from '../../src/parse/script/chunks-in.ts';

const said = (text: string) =>
  callsInScript(text).map(({ kind, method, path, query, sent }) =>
    [
      kind,
      method ?? '-',
      path,
      ...query.map(({ name, value, by }) => `${name}=${value ?? `{${by}}`}`),
      ...(sent ? [`[${sent.map(({ name }) => name)}]`] : []),
    ].join(' '),
  );

describe('what a script would send', () => {
  it.each([
    ['a client with a method for each verb', 'N.get(`/sites/${t}/keys`)', 'verb GET /sites/{t}/keys'],
    [
      'its path put together',
      'n.put("/sites/".concat(e.siteId,"/keys"),{note:a,code:b})',
      'verb PUT /sites/{siteId}/keys [note,code]',
    ],
    ['a sum', 'this.http.delete(base+"/notes/"+encodeURIComponent(r.id))', 'verb DELETE {base}/notes/{id}'],
    [
      'parameters beside it',
      'x.get(`/jobs/${o.value}`,{params:{include:"crew.plan",q:term}})',
      'verb GET /jobs/{o} include=crew.plan q={term}',
    ],
    ['parameters in the address', 'x.get(`/bills?archived=1&year=${y}`)', 'verb GET /bills archived=1 year={y}'],
    [
      'fetch',
      'await fetch("/api/files/sign",{method:"POST",body:JSON.stringify({documentId:e})})',
      'fetch POST /api/files/sign [documentId]',
    ],
    ['fetch behind an address', 'fetch(`${Pe}/sites/${e}`).then(e=>e.json()).then(e=>q(e))', 'fetch - {Pe}/sites/{e}'],
    ['a function of its own', 'it("PATCH",`/tasks/${e.id}`,{done:!0})', 'wrapper PATCH /tasks/{id} [done]'],
    [
      'one that is told the method',
      'Pi(`/api/papers/${r}`,{method:"PUT",body:JSON.stringify(n)})',
      'wrapper PUT /api/papers/{r}',
    ],
    ['one that is told nothing', 'M("/notices")', 'wrapper - /notices'],
    ['an object with an address', '$.ajax({url:"/papers/"+id,type:"DELETE"})', 'options DELETE /papers/{id}'],
    [
      'what a query library is given',
      'e.query({query:e=>({url:`/papers/${e.id}`,method:"PUT",body:e})})',
      'options PUT /papers/{id}',
    ],
  ])('%s', (_what, text, call) => expect(said(`var a=1;${text};b()`)).toContain(call));

  it('both that it chooses between, each with its method', () => {
    expect(said('K(e?`/places/${e}`:"/places",{method:e?"PATCH":"POST"})')).toEqual([
      'wrapper PATCH /places/{e}',
      'wrapper POST /places',
    ]);
  });

  it('and nothing of what only looks like it', () => {
    const text =
      'h("div","w-1/2 flex");t("a/b.css");g("Terms / conditions");n.get("key");x.get("/logo.svg");y("//cdn.test/x")';
    expect(said(text)).toEqual([]);
  });

  it('whatever the text is, it says something and throws nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (one, other) => {
        expect(callsInScript(`${one} x.get("/a/${other}`).length).toBeLessThanOrEqual(600);
      }),
    );
  });
});

describe('further parts of a build', () => {
  it('that are loaded when they are needed', () => {
    const text =
      'const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/Team-x1.js","assets/Team-x1.css"])))=>i;p(()=>import("./Bills-9.js"))';
    expect(chunksIn(text, 'https://p.test/app/assets/index-1.js')).toEqual([
      'https://p.test/app/assets/Bills-9.js',
      'https://p.test/app/assets/Team-x1.js',
    ]);
  });

  it('of this host alone', () => {
    expect(chunksIn('import("//cdn.test/x.js")', 'https://p.test/a.js')).toEqual([]);
  });
});
