import { expect, it } from 'vitest';
import { changesOf, sentOf } from '../../src/collectors/portal/writes/sent-change.ts';
import { fullest } from '../../src/collectors/portal/writes/sent-candidates.ts';
import { recordedJson } from './recorded.ts';

const at = (path: string) => `https://portal.test/api${path}`;
const visit = { id: 7104, start: '2026-10-14T05:00', minutes: 330 };
const [change] = changesOf(
  sentOf({
    method: 'PUT',
    url: at('/orgs/42/visits/7104'),
    body: JSON.stringify({ start: '2026-10-21T05:00', minutes: 330 }),
    type: 'application/json',
    page: 'https://portal.test/visits',
    chosen: '2026-10-21T05:00',
    former: '2026-10-14T05:00',
  }) ?? expect.fail('no change'),
);
const startPage = recordedJson(at('/me/start'), { next: [visit] });
const list = recordedJson(at('/orgs/42/visits'), [visit]);
const own = recordedJson(at('/orgs/42/visits/7104'), visit);

it.each([
  ['its own address', [startPage, list, own], own],
  ['the list beside the change', [startPage, list], list],
  ['what shows more of it', [own, recordedJson(at('/me/start'), { next: [{ ...visit, state: 'open' }] })], 'start'],
] as const)('a record that several answers show as well is read at %s', (_what, answers, expected) => {
  const found = fullest(answers, change ?? expect.fail('no change'), 'start');
  if (expected === 'start') expect(found?.url).toBe(at('/me/start'));
  else expect(found).toBe(expected);
});
