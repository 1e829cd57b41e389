import { type Shape, customers } from '../shape.ts';

const notes = {
  a: [{ id: 'ravenmoor:boiler', text: 'The flange of Osgood Tarrant drips, 14 litres a day' }],
  b: [{ id: 'saltmarsh:pier', text: 'Gannet Steps is closed for Leopold Hartnell until 9 May' }],
} as const;

/**
 * A notebook whose every page says who is signed in, at which minute and in which link, and whose refusals are pages with status
 * 200: an address at which its owner has nothing either must not pass for one that was refused.
 */
export const accountPages: Shape = {
  id: 'pages-that-say-the-account-and-the-time',
  finds: [],
  portal: () => {
    let asked = 0;
    return ({ who, path, query }) => {
      asked += 1;
      if (who === 'anonymous') return { status: 302, headers: { location: '/login' } };
      const { user } = customers[who];
      const id = query.get('id') ?? 'start';
      const found = notes[who].find((one) => one.id === id);
      const minute = Math.floor(asked / 12);
      const said = found?.text ?? (id === 'start' ? 'Welcome' : 'You may not see this, or there is no such page');
      return {
        type: 'text/html',
        body: `<html><head><script>var SIG = " --- ${who === 'a' ? 'Ines of the North-Quay' : 'Tobias of the South-Pier'} 18:${10 + minute}";</script></head><body>${user}
          <a href="/beacon?page=${id.toLowerCase().replaceAll(' ', '_')}&amp;t=${1000 + minute}">.</a><p>${said}</p>
          ${path === '/list' ? notes[who].map((one) => `<a href="/note?id=${one.id}">${one.id}</a>`).join('') : ''}</body></html>`,
      };
    };
  },
  walk: (who, browse) => {
    if (who === 'anonymous') return;
    browse('GET', '/list');
    // A page that is named somewhere and was never written.
    browse('GET', `/note?id=${who === 'a' ? 'Ravenmoor Plans' : 'Saltmarsh Plans'}`);
  },
};
