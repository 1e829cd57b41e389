import { customers, refused, type Shape, signedOut, whoAmI } from '../shape.ts';
import { number, own, rows } from './records.ts';

const ofCustomer = { a: '41', b: '57' } as const;

/** A calendar for those who hold its key, whose number help pages for everybody have as well; the key is looked at, or it is not. */
export function calendarWithKey(): Shape {
  const all = rows(number);
  const keyOf = (who: 'a' | 'b') => `k${customers[who].org.slice(4)}Pw`;
  return {
    id: 'calendar-whose-key-nobody-looks-at',
    finds: ['auth.anonymous', 'authz.read'],
    portal: (flawed) => (ask) => {
      const whose = (['a', 'b'] as const).find((one) => ask.path === `/calendars/${ofCustomer[one]}.ics`);
      if (whose) {
        if (!flawed && ask.query.get('key') !== keyOf(whose)) return refused;
        const days = all
          .filter(({ owner }) => owner.key === whose)
          .map(({ title, note }) => `BEGIN:VEVENT\r\nSUMMARY:${title}\r\nDESCRIPTION:${note}\r\nEND:VEVENT\r\n`);
        return { type: 'text/calendar', body: `BEGIN:VCALENDAR\r\n${days.join('')}END:VCALENDAR\r\n` };
      }
      const { who } = ask;
      const me = whoAmI(ask);
      if (me || who === 'anonymous') return me ?? signedOut;
      if (ask.path === '/help')
        return { type: 'text/html', body: '<a href="/help/41">Keys</a><a href="/help/57">Calendars</a>' };
      if (ask.path !== '/') return refused;
      const titles = own(all, ask).map(({ title }) => `<li>${title}`);
      const link = `<a href="/calendars/${ofCustomer[who]}.ics?key=${keyOf(who)}">Subscribe</a>`;
      return { type: 'text/html', body: `<a href="/help">Help</a>${link}<ul>${titles.join('')}</ul>` };
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const path of ['/', '/help', `/calendars/${ofCustomer[who]}.ics?key=${keyOf(who)}`]) browse('GET', path);
    },
  };
}
