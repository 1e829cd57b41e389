import { expect, it } from 'vitest';
import { fromStart } from '../../src/collectors/portal/tenancy/channel-lines.ts';

it('a channel that goes on behind the last message is listened to from the first one', () => {
  const heard = 'https://portal.example/live?threads=17&since=0';
  expect(fromStart('https://portal.example/live?threads=17&since=20931')).toBe(heard);
  expect(fromStart('wss://portal.example/live?lastEventId=88')).toBe('wss://portal.example/live?lastEventId=0');
  for (const same of ['https://portal.example/live?thread=17', 'wss://portal.example/live?after=c2Vx&room=17'])
    expect(fromStart(same)).toBe(same);
});
