import { expect, it } from 'vitest';
import { labelledMessages } from '../../src/collectors/portal/tenancy/labelled-messages.ts';

const isOwners = (value: string) => value === 'C-20733' || value === 'org_9c02e1';

it.each([
  ['{"Id":2,"CustomerId":"C-20733","Text":"Payment of 17,992.75 received"}', true],
  ['{"event":"paid","tenant":{"id":"org_9c02e1"},"text":"Invoice 4711"}', true],
  ['{"Id":3,"CustomerId":"C-20418","Text":"Your bill is ready"}', false],
  ['{"text":"Planned works on Sunday"}', false],
  ['{"authorId":"C-20733","text":"Hello everybody"}', false],
  ['ping', false],
])('%s says whose it is: %s', (line, said) => {
  expect(labelledMessages([line], isOwners)).toEqual(said ? [line] : []);
});
