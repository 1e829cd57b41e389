import { expect, it } from 'vitest';
import { leftOut } from '../../src/collectors/portal/colleague/left-out.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { recorded, recordedJson } from './recorded.ts';

const contracts = [
  { id: 51, number: 'WV-2019-51', scope: 'Pressure vessels and cooling', fee: 38640, rate: 94.5 },
  { id: 53, number: 'WV-2022-53', scope: 'Compressed air of hall two', fee: 6120, rate: 82 },
];
const answer = recordedJson('https://app.example.com/api/contracts', contracts, { identity: 'a2' });
const page = (text: string, answers: readonly Exchange[] = [answer], more: object = {}) => ({
  text,
  choices: [],
  buttons: [],
  answers,
  ...more,
});
const both = contracts.map(({ number, scope }) => `${number} ${scope}`).join('\n');
const whole = `${both}\n38.640,00 € 94,50 €\n6.120,00 € 82,00 €`;
const told = (own: ReturnType<typeof page>, shown: ReturnType<typeof page>) =>
  leftOut(own, shown).map(({ how, field, values }) => [how, field, values]);

it('columns that the owner’s page draws and a colleague’s leaves out, though the answer has them', () => {
  expect(told(page(whole), page(both))).toEqual([['fields', 'fee', ['38640', '6120', '94.5', '82']]]);
});

it.each([
  ['both pages draw them', page(whole), page(whole)],
  ['neither does', page(both), page(both)],
  ['the colleague’s page has drawn nothing yet', page(whole), page('Contracts')],
  ['one row is drawn with them', page(whole), page(`${both}\n6.120,00 € 82,00 €`)],
  [
    'the answer does not bring them',
    page(whole),
    page(both, [
      recordedJson(
        answer.url,
        contracts.map(({ fee: _, rate: __, ...rest }) => rest),
      ),
    ]),
  ],
  [
    'they only stand to be chosen',
    page(`${both}\nCompressors Ltd\nCold Stores Ltd`, [], { choices: ['Compressors Ltd', 'Cold Stores Ltd'] }),
    page(both, [
      recordedJson(
        answer.url,
        contracts.map((one, at) => ({ ...one, firm: ['Compressors Ltd', 'Cold Stores Ltd'][at] })),
      ),
    ]),
  ],
])('nothing is said where %s', (_what, own, shown) => {
  expect(told(own, shown)).toEqual([]);
});

const account = recorded(
  'https://app.example.com/settings',
  '<h1>Settings</h1><script type="application/json">{"company":{"name":"Maple","account":"55901873348"}}</script>',
);
const masked = 'Settings\nPayout account •••• 3348';

it('a number whose end alone is shown, where only the owner’s page can be told to show the rest', () => {
  const own = page(masked, [], { buttons: ['Save', 'Reveal'] });
  expect(told(own, page(masked, [account]))).toEqual([['masked', 'account', ['55901873348']]]);
  expect(told(own, page(masked, [account], { buttons: ['Reveal'] }))).toEqual([]);
  expect(told(page(masked, [], { buttons: ['Save'] }), page(masked, [account]))).toEqual([]);
  expect(told(own, page('Settings', [account]))).toEqual([]);
});
