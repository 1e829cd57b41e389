import { expect, it } from 'vitest';
import { labelledIn } from '../../src/collectors/portal/writes/labelled.ts';

const inForm = (text: string) =>
  `<form method="post"><label>Role of your assistant <input name="helper" value="x"></label><p>${text}</p><button>Save</button></form>`;

it.each([
  ['E-mail ana@clinic.example, role member', 'member'],
  ['Signed in with the role: <b>owner</b>.', 'owner'],
  ['Your role Member is shown to others', undefined],
  ['The role member of the board may see this', undefined],
  ['role member, once role owner', undefined],
])('%s says the role %s', (text, role) => {
  expect(labelledIn(inForm(text)).get('role')).toBe(role);
});
