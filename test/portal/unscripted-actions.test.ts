import { describe, expect, it } from 'vitest';
import { editForms, formTarget, isSameKind, namedBy } from '../../src/collectors/portal/writes/form-target.ts';
import { viewed } from './viewed.ts';

const action = '60fbabc23c84086dae6f91f07e9386276f45cee0f3';
const key = 'k02078f960272437be5e412d78de37346';
/** What Next draws of a form with a function of the server, before its script runs: with bound arguments, with a state, and bare. */
const forms = {
  bound: (id: string) =>
    `<input type="hidden" name="$ACTION_REF_1"/><input type="hidden" name="$ACTION_1:0" value="{&quot;id&quot;:&quot;${action}&quot;,&quot;bound&quot;:&quot;$@1&quot;}"/><input type="hidden" name="$ACTION_1:1" value="[&quot;${id}&quot;]"/>`,
  state: (id: string) =>
    `<input type="hidden" name="$ACTION_REF_1"/><input type="hidden" name="$ACTION_1:0" value="{&quot;id&quot;:&quot;${action}&quot;,&quot;bound&quot;:&quot;$@1&quot;}"/><input type="hidden" name="$ACTION_1:1" value="[null]"/><input type="hidden" name="$ACTION_KEY" value="${key}"/><input type="hidden" name="id" value="${id}"/>`,
  bare: (id: string) =>
    `<input type="hidden" name="$ACTION_ID_${action}"/><input type="hidden" name="id" value="${id}"/>`,
};
const pageOf = (fields: string) =>
  `<html><body><form action="" encType="multipart/form-data" method="POST">${fields}<input name="title" value="Replace the gutter"/><button>Save</button></form></body></html>`;
const at = (id: string) => `https://portal.example.test/jobs/${id}`;

describe.each(Object.entries(forms))('a form of Next that no script has taken over yet: %s', (_kind, fields) => {
  const [theirs, own] = ['job_7f3a21', 'job_1b9c42'].map((id) => editForms(pageOf(fields(id)), at(id))[0]);

  it('changes the record that it names, and is the same kind of form for another one', () => {
    expect(theirs?.text.name).toBe('title');
    expect(namedBy(theirs ?? expect.fail('no form')).join(' ')).toContain('job_7f3a21');
    expect(theirs && own && isSameKind(theirs, own)).toBe(true);
  });

  it('is sent with what it calls and what is bound to it, by whoever sends it', async () => {
    const edit = theirs ?? expect.fail('no form');
    const ask = async () => viewed('a', 200, pageOf(fields('job_1b9c42')));
    const { ways } = formTarget(edit, 'b', ask, () => at('job_1b9c42'), '----lr');
    const write = await ways[0]?.form('Replace it lr1', 'a');
    expect(write?.contentType).toContain('multipart/form-data');
    expect(write?.body).toContain(action);
    expect(write?.body).toContain('job_7f3a21');
    expect(write?.body).not.toContain('job_1b9c42');
    expect(write?.body).toContain('Replace it lr1');
  });
});
