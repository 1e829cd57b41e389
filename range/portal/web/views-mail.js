import { api } from './api.js';
import { h, link } from './dom.js';
import { field, form } from './form.js';

const emailInput = (label) => field('email', label, { kind: 'email', autocomplete: 'email', required: true });
const choosePassword = () =>
  field('password', 'Password (12 characters or more)', {
    kind: 'password',
    autocomplete: 'new-password',
    minlength: 12,
  });
const say = (box, message, ...more) => box.replaceChildren(h('p', { role: 'status' }, message), ...more);

export async function signUpView() {
  const box = h('div', { class: 'card sign-in' });
  box.append(
    form(
      [
        field('name', 'Your name', { autocomplete: 'name', required: true }),
        field('company', 'Company', { autocomplete: 'organization', required: true }),
        emailInput('E-mail address'),
        choosePassword(),
      ],
      'Create account',
      async (body) => {
        const answer = await api('POST', '/api/v1/sign-ups', body);
        if (answer.code) box.replaceChildren(h('p', { role: 'status' }, answer.message), codeForm(box, body.email));
        else say(box, answer.message);
      },
    ),
  );
  return [box, h('p', {}, link('/sign-in', 'Back to sign-in'))];
}

function codeForm(box, email) {
  const code = field('code', 'Code', { autocomplete: 'one-time-code', inputmode: 'numeric', maxlength: 6 });
  return form([code], 'Confirm', async (body) => {
    await api('POST', '/api/v1/sign-up-codes', { email, ...body });
    say(box, 'Thank you, your account is open.', link('/sign-in', 'Sign in'));
  });
}

export async function verifyView({ params }) {
  const box = h('div', { class: 'card sign-in' });
  box.append(
    form([], 'Confirm my address', async () => {
      await api('POST', `/api/v1/verifications/${params.token}`, {});
      say(box, 'Thank you, your account is open.', link('/sign-in', 'Sign in'));
    }),
  );
  return [box];
}

export async function inviteView() {
  const box = h('div', { class: 'card' });
  box.append(
    form([emailInput('E-mail address of your colleague')], 'Send invitation', async (body) =>
      say(box, (await api('POST', '/api/v1/invites', body)).message),
    ),
  );
  return [box];
}

export async function acceptView({ params }) {
  const box = h('div', { class: 'card sign-in' });
  const invitation = await api('GET', `/api/v1/invites/${params.token}`);
  box.append(
    h('p', {}, `Join ${invitation.organisation} as `, h('strong', {}, invitation.email)),
    form(
      [
        ...(invitation.inForm ? [h('input', { type: 'hidden', name: 'email', value: invitation.email })] : []),
        field('name', 'Your name', { autocomplete: 'name', required: true }),
        choosePassword(),
      ],
      'Join',
      async (body) => {
        const answer = await api('POST', `/api/v1/invites/${params.token}`, body);
        say(box, answer.message, link('/sign-in', 'Sign in'));
      },
    ),
  );
  return [box];
}
