import { expect, it } from 'vitest';
import { choosesLanguage, isLanguageName } from '../../src/collectors/portal/crawl/chooses-language.ts';

const at = 'https://portal.test/orders';
const chooses = (path: string, text: string, from = at) => choosesLanguage(new URL(path, at), text, from);

it.each([
  ['/lang/zh_Hans', '中文'],
  ['/set-language/de', ''],
  ['/account/locale/pt-BR/', 'Português (Brasil)'],
  ['/orders?lang=fr', 'Français'],
  ['/orders?locale=de', 'DE'],
  ['/de/orders', 'Deutsch'],
])('%s, "%s", changes the language of every page', (path, text) => {
  expect(chooses(path, text)).toBe(true);
});

it('the same place below another language, from below a language', () => {
  expect(chooses('/de/orders', '🇩🇪 Deutsch', 'https://portal.test/en/orders')).toBe(true);
  expect(chooses('/de/orders', 'DE', 'https://portal.test/en/orders/')).toBe(true);
  expect(chooses('/bg/orders', 'Bulgarian / български език', 'https://portal.test/en/orders/')).toBe(true);
  expect(chooses('/de/orders', 'Deutsch wählen', 'https://portal.test/en/orders')).toBe(true);
  expect(chooses('/fr/orders', '', 'https://portal.test/en/orders')).toBe(true);
});

it.each([
  ['/de/orders', 'Aufträge', 'https://portal.test/de/'],
  ['/it/devices', 'IT', at],
  ['/orders?lang=en', 'Orders', at],
  ['/orders?lang=en&page=2', 'English', 'https://portal.test/orders?lang=en'],
  ['/i18n/keys', 'Keys', at],
  ['/courses/german', 'German', at],
  ['/no/12', 'Norwegian', at],
  ['/it/devices', 'IT department', 'https://portal.test/hr/devices'],
  ['/de/invoices', 'German / invoices', 'https://portal.test/en/orders'],
])('%s, "%s", is a place to go to', (path, text, from) => {
  expect(chooses(path, text, from)).toBe(false);
});

it('words that are a language, and words that are not', () => {
  for (const text of ['Deutsch', 'français', '日本語', 'Español (ES)', '🇵🇱 polski', 'English'])
    expect(isLanguageName(text), text).toBe(true);
  for (const text of ['Orders', 'DE 4711', 'English breakfast', 'Details', ''])
    expect(isLanguageName(text), text).toBe(false);
});
