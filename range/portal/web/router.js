import { session } from './api.js';
import { h } from './dom.js';
import { cookieNotice, frame, welcome } from './frame.js';

let known = [];

const compiled = (path) => new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`);

/** Goes to a path of this application without loading the page again. */
export function go(path) {
  history.pushState(null, '', path);
  return show();
}

function found(path) {
  for (const route of known) {
    const match = route.pattern.exec(path);
    if (match !== null) return { route, params: match.groups ?? {} };
  }
  return undefined;
}

/** Shows the page of the present address; whoever is not signed in lands on sign-in and comes back afterwards. */
export async function show() {
  const path = location.pathname;
  const match = found(path === '/' ? '/dashboard' : path);
  if (match === undefined) return paint('Page not found', [h('p', {}, 'There is nothing at this address.')]);
  if (!match.route.open && session.user === null) return signInFirst(path);
  try {
    const query = new URLSearchParams(location.search);
    const content = await match.route.view({ params: match.params, query });
    if (content !== undefined && location.pathname === path) paint(match.route.title, content);
  } catch (error) {
    if (error.status === 401 && !match.route.open) return signInFirst(path);
    if (error.status === undefined) throw error;
    paint('This did not work', [h('p', { class: 'empty' }, error.message)]);
  }
}

function signInFirst(path) {
  const back = path === '/' || path === '/sign-out' ? '' : `?next=${encodeURIComponent(path + location.search)}`;
  history.replaceState(null, '', `/sign-in${back}`);
  return show();
}

function paint(title, content) {
  document.title = `${title} · Northline customer portal`;
  document.getElementById('root').replaceChildren(frame(title, content));
  cookieNotice();
  welcome();
  scrollTo(0, 0);
}

/** Takes clicks on links of this application, and starts. */
export function listen(routes) {
  known = routes.map((route) => ({ ...route, pattern: compiled(route.path) }));
  addEventListener('popstate', show);
  document.addEventListener('click', (event) => {
    const anchor = event.target.closest?.('a[href]');
    const elsewhere = event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey;
    if (!anchor || elsewhere || anchor.target || anchor.hash || anchor.origin !== location.origin) return;
    event.preventDefault();
    go(anchor.pathname + anchor.search);
  });
}
