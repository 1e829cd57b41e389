import { expect, it } from 'vitest';
import { movesOf } from '../../src/collectors/portal/writes/moved-forms.ts';
import { recorded } from './recorded.ts';

const page = (second: string) =>
  recorded(
    'https://x.test/documents',
    `<!doctype html><form method="post" action="/documents/701/move"><select name="task"><option value="801">Roof
     </option><option value="803" ${second}>Gate</option></select><button>Attach</button></form>`,
  );

it('a record is moved where its form says below what it stands: it could not be put back otherwise', () => {
  expect(movesOf({ exchanges: [page('selected')] }, 'b').map(({ field }) => [field.name, field.value])).toEqual([
    ['task', '803'],
  ]);
  expect(movesOf({ exchanges: [page('')] }, 'b')).toEqual([]);
});
