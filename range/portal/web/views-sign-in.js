import { api, forget, remember, session } from './api.js';
import { h, link } from './dom.js';
import { field, form } from './form.js';
import { go } from './router.js';

/** Only a path of this application may follow sign-in. */
const nextPath = (query) => {
  const next = query.get('next') ?? '';
  if (session.features.openNext && next !== '') return location.assign(next) ?? '/dashboard';
  const own = session.features.ownNext && URL.canParse(next, location.origin) ? new URL(next, location.origin) : null;
  if (own?.origin === location.origin) return own.pathname + own.search;
  return /^\/[^/\\]/.test(next) ? next : '/dashboard';
};

async function signIn(query, credentials) {
  const answer = await api('POST', '/api/v1/sessions', credentials);
  remember(answer);
  await go(nextPath(query));
}

const emailField = (value = '') =>
  field('email', 'E-mail address', { kind: 'email', autocomplete: 'username', required: true, value });
const passwordField = () =>
  field('password', 'Password', { kind: 'password', autocomplete: 'current-password', required: true });

export async function signInView({ query }) {
  if (session.user !== null) return go(nextPath(query));
  const box = h('div', { class: 'card sign-in' });
  const forgotten = h(
    'p',
    {},
    link('/forgot-password', 'Forgotten your password?'),
    ' · ',
    link('/sign-up', 'Create an account'),
  );
  const oneStep = () => form([emailField(), passwordField()], 'Sign in', (credentials) => signIn(query, credentials));
  const passwordStep = (email) => {
    const step = form([passwordField()], 'Sign in', ({ password }) => signIn(query, { email, password }));
    box.replaceChildren(h('p', {}, 'Signing in as ', h('strong', {}, email)), step, forgotten);
    step.querySelector('input').focus();
  };
  const addressStep = () =>
    form([emailField()], 'Continue', async ({ email }) => {
      await api('POST', '/api/v1/sign-in/address', { email });
      passwordStep(email);
    });
  box.append(session.features.emailFirst ? addressStep() : oneStep(), forgotten);
  return [
    query.has('signed-out') && h('p', { role: 'status' }, 'You are signed out.'),
    h('p', { class: 'muted' }, 'For customers of Northline Building Services.'),
    box,
  ];
}

export async function signOutView() {
  await api('DELETE', '/api/v1/session');
  forget();
  session.user = null;
  await go('/sign-in?signed-out=1');
}

export async function forgotView() {
  const box = h('div', { class: 'card sign-in' });
  box.append(
    form([emailField()], 'Send a link', async (body) => {
      const answer = await api('POST', '/api/v1/password-resets', body);
      box.replaceChildren(h('p', { role: 'status' }, answer.message));
    }),
  );
  return [box, h('p', {}, link('/sign-in', 'Back to sign-in'))];
}

export async function resetView({ params }) {
  const { email } = await api('GET', `/api/v1/password-resets/${params.token}`);
  const box = h('div', { class: 'card sign-in' });
  const newPassword = field('password', 'New password (12 characters or more)', {
    kind: 'password',
    autocomplete: 'new-password',
    minlength: 12,
  });
  box.append(
    form(
      [...(email ? [h('input', { type: 'hidden', name: 'email', value: email })] : []), newPassword],
      'Save',
      async (body) => {
        await api('POST', `/api/v1/password-resets/${params.token}`, body);
        box.replaceChildren(h('p', { role: 'status' }, 'Your new password is set.'), link('/sign-in', 'Sign in'));
      },
    ),
  );
  return [box];
}
