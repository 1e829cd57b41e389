import { avatarPath, consoleOrigin, session } from './api.js';
import { button, h, link } from './dom.js';

const sections = [
  ['/dashboard', 'Dashboard'],
  ['/projects', 'Projects'],
  ['/invoices', 'Invoices'],
  ['/messages', 'Messages'],
  ['/contacts', 'Contacts'],
  ['/diary', 'Diary'],
  ['/desk', 'Service desk'],
  ['/team', 'Team'],
  ['/plans', 'Plans'],
  ['/export', 'Export'],
];

/** The page around the content: header, navigation, main part. */
export function frame(title, content) {
  const main = h('main', { id: 'content' }, h('h1', {}, title), content);
  if (session.user === null) return h('div', { class: 'signed-out' }, h('header', {}, brand()), main);
  // So that the next visit begins where this one was.
  // biome-ignore lint/suspicious/noDocumentCookie: as portals do, and in every browser
  document.cookie = `section=${location.pathname.split('/')[1] ?? ''}; path=/; Secure; SameSite=Lax`;
  const navigation = h('nav', { 'aria-label': 'Sections', id: 'sections' }, sections.map(entry));
  const menu = button('Menu', () => {
    const open = navigation.classList.toggle('open');
    menu.setAttribute('aria-expanded', String(open));
  });
  menu.classList.add('menu');
  menu.setAttribute('aria-expanded', 'false');
  menu.setAttribute('aria-controls', 'sections');
  return h(
    'div',
    { class: 'signed-in' },
    h('a', { class: 'skip', href: '#content' }, 'Skip to content'),
    h('header', {}, brand(), menu, searchBox(), account()),
    h('div', { class: 'columns' }, navigation, main),
    h('footer', {}, 'Northline Building Services · Customer desk +44 1632 960 100'),
  );
}

const brand = () => h('a', { class: 'brand', href: '/' }, 'Northline');

function entry([path, label]) {
  const here = location.pathname.startsWith(path);
  return h('a', { href: path, 'aria-current': here ? 'page' : undefined }, label);
}

function searchBox() {
  const value = location.pathname === '/search' ? (new URLSearchParams(location.search).get('q') ?? '') : '';
  return h(
    'form',
    { class: 'search', role: 'search', action: '/search', method: 'get' },
    h('input', { type: 'search', name: 'q', value, 'aria-label': 'Search', placeholder: 'Search' }),
  );
}

function account() {
  const { user } = session;
  return h(
    'div',
    { class: 'account' },
    h('img', { src: avatarPath, alt: '', width: 32, height: 32 }),
    h('div', {}, link('/settings', user.name), h('span', { class: 'muted' }, user.organisation?.name ?? '')),
    user.role === 'staff' && h('a', { href: consoleOrigin }, 'Console'),
    link('/sign-out', 'Sign out'),
  );
}

/** The cookie notice lies over everything until it has been answered. */
export function cookieNotice() {
  if (
    !session.features.cookieNotice ||
    localStorage.getItem('cookie-choice') ||
    document.querySelector('.cookie-notice')
  )
    return;
  const choose = (choice) => () => {
    localStorage.setItem('cookie-choice', choice);
    notice.remove();
  };
  const notice = h(
    'div',
    { class: 'cookie-notice', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'cookie-title' },
    h(
      'div',
      { class: 'card' },
      h('h2', { id: 'cookie-title' }, 'Cookies'),
      h('p', {}, 'We use a cookie to keep you signed in, and with your consent one that counts visits.'),
      h(
        'div',
        { class: 'actions' },
        button('Accept all', choose('all'), 'primary'),
        button('Only necessary cookies', choose('necessary')),
      ),
    ),
  );
  document.body.append(notice);
}

/** A greeting over the first page after the first sign-in. */
export function welcome() {
  if (!session.features.welcome || session.user === null || localStorage.getItem('welcomed')) return;
  if (document.querySelector('dialog')) return;
  const close = () => {
    localStorage.setItem('welcomed', 'yes');
    dialog.close();
    dialog.remove();
  };
  const dialog = h(
    'dialog',
    { class: 'card', 'aria-labelledby': 'welcome-title' },
    h('h2', { id: 'welcome-title' }, 'Welcome to your portal'),
    h('p', {}, 'Your projects, invoices and messages are in one place now.'),
    h('div', { class: 'actions' }, button('Get started', close, 'primary'), button('Not now', close)),
  );
  document.body.append(dialog);
  dialog.showModal();
}
