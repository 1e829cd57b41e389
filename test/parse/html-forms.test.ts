import { expect, it } from 'vitest';
import { formBody, formsIn } from '../../src/parse/html-forms.ts';

const page = 'https://portal.example.test/records/7/edit';

it('reads what a browser would send: values, ticks, chosen options, fields outside the form, the base of the page', () => {
  const [form] = formsIn(
    `<base href="/app/"><form id="f" action="save?x=1" method="post" enctype="multipart/form-data">
     <input name="title" value="Fire &amp; doors"><textarea name="note">
line</textarea><input type="checkbox" name="on" checked><input type="checkbox" name="off">
     <select name="state"><option value="a">A<option value="b" selected>B</select>
     <input name="gone" value="x" disabled><input name="fixed" value="y" readonly>
     <button name="go" value="1">Save</button></form><input form="f" name="outside" value="z">`,
    page,
  );
  expect(form).toMatchObject({
    method: 'POST',
    action: 'https://portal.example.test/app/save?x=1',
    multipart: true,
    buttons: [{ name: 'go', value: '1', words: 'Save' }],
  });
  const sent = form?.fields.filter((one) => one.sent).map(({ name, value }) => `${name}=${value}`);
  expect(sent).toEqual(['title=Fire & doors', 'note=line', 'on=on', 'state=b', 'fixed=y', 'outside=z']);
  expect(form?.fields.filter((one) => one.editable).map(({ name }) => name)).not.toContain('fixed');
});

it('builds the bodies that browsers build', () => {
  const entries = [['record[note]', 'a b&c']] as const;
  expect(formBody(entries, false, '')).toEqual({
    body: 'record%5Bnote%5D=a+b%26c',
    contentType: 'application/x-www-form-urlencoded',
  });
  expect(formBody(entries, true, 'X').body).toBe(
    '--X\r\nContent-Disposition: form-data; name="record[note]"\r\n\r\na b&c\r\n--X--\r\n',
  );
});

it.each<[string, string, number]>([
  ['no HTML at all', '\u0000{"a":1}', 0],
  ['a form in a form', '<form method=post><form method=post><input name=a></form></form>', 1],
  ['an action that is no address', '<form method=post action="http://[">', 0],
  ['thousands of forms', '<form method=post></form>'.repeat(5000), 60],
  ['a button ten thousand deep', `<form method=post><button>${'<b>'.repeat(10_000)}`, 1],
  ['tags without an end', '<form method=post><input name=a value="', 1],
])('bad input: a page with %s → the forms that can be read, no throw', (_name, source, count) => {
  expect(formsIn(source, page)).toHaveLength(count);
});

it.each(['hx-put', 'data-hx-put'])('%s says verb and address of a form that a library sends', (name) => {
  const [form] = formsIn(
    `<form ${name}="../orders/7"><input name="note" value="Ramp 2"></form>`,
    'https://a.example/x/y',
  );
  expect([form?.method, form?.action]).toEqual(['PUT', 'https://a.example/orders/7']);
});
