import type { ElementHandle, Page } from 'playwright-core';

/** What of a sign-in form is on the page now. Handles are found anew at every look and never stored. */
export interface SignInForm {
  readonly user?: ElementHandle<HTMLElement>;
  readonly password?: ElementHandle<HTMLElement>;
  readonly code?: ElementHandle<HTMLElement>;
  readonly submit?: ElementHandle<HTMLElement>;
  /** A control that leads to a form: "Sign in" in the page's language. */
  readonly entry?: ElementHandle<HTMLElement>;
  readonly captcha: boolean;
  /** A user field alone is the first of two steps, not a newsletter box: its button or the address says so. */
  readonly firstStep: boolean;
}

/** Looks for fields, submit control and sign-in link in one pass over the page, open shadow roots included. */
export async function findSignInForm(
  page: Page,
  words: { readonly signIn: RegExp; readonly next: RegExp },
): Promise<SignInForm> {
  const found = await page.evaluateHandle(lookForForm, {
    signIn: words.signIn.source,
    next: words.next.source,
  });
  const element = async (name: string) =>
    ((await found.getProperty(name)).asElement() as ElementHandle<HTMLElement> | null) ?? undefined;
  const [user, password, code, submit, entry] = await Promise.all(
    ['user', 'password', 'code', 'submit', 'entry'].map(element),
  );
  const flag = async (name: string) => (await (await found.getProperty(name)).jsonValue()) as boolean;
  const [captcha, firstStep] = [await flag('captcha'), await flag('firstStep')];
  await found.dispose();
  return { user, password, code, submit, entry, captcha, firstStep };
}

/** Runs inside the page: must not refer to anything outside itself. */
function lookForForm(words: { signIn: string; next: string }) {
  const signIn = new RegExp(words.signIn, 'iu');
  const next = new RegExp(words.next, 'iu');
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot | Element) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    if (box.width < 4 || box.height < 4) return false;
    const style = getComputedStyle(element);
    return style.visibility !== 'hidden' && style.display !== 'none' && Number(style.opacity || '1') > 0.05;
  };
  const textOf = (element: Element) =>
    [
      element.getAttribute('aria-label'),
      element.getAttribute('value'),
      element.getAttribute('title'),
      (element as HTMLElement).innerText,
    ]
      .filter(Boolean)
      .join(' ')
      .trim()
      .slice(0, 120);
  const labelOf = (input: HTMLInputElement) =>
    [
      ...(input.labels ? [...input.labels].map((label) => label.innerText) : []),
      input.placeholder,
      input.getAttribute('aria-label') ?? '',
      (input.getAttribute('aria-labelledby') ?? '')
        .split(/\s+/)
        .map((id) => (id ? (document.getElementById(id)?.innerText ?? '') : ''))
        .join(' '),
      input.id,
    ].join(' ');
  const inputs = all.filter(
    (one): one is HTMLInputElement => one instanceof HTMLInputElement && !one.disabled && !one.readOnly && visible(one),
  );
  const passwords = inputs.filter((input) => input.type === 'password');
  const password =
    passwords.length === 1
      ? passwords[0]
      : (passwords.find((one) => /current/i.test(one.autocomplete)) ?? passwords[0]);
  const manyPasswords = passwords.length > 1;
  const textual = inputs.filter((input) => ['text', 'email', 'tel', '', 'url', 'number'].includes(input.type));
  const userWords =
    /user|e-?mail|login|account|benutzer|konto|utilisateur|identifiant|courriel|usuario|correo|utente|usuário|gebruiker|użytkownik|ユーザー|メール|账号|帐号|用户|邮箱|帳號|信箱/iu;
  const score = (input: HTMLInputElement) => {
    const label = labelOf(input);
    let points = 0;
    if (input.type === 'email') points += 5;
    if (/username|email/i.test(input.autocomplete)) points += 5;
    if (userWords.test(input.name)) points += 4;
    if (userWords.test(label)) points += 3;
    if (password && input.form && input.form === password.form) points += 3;
    if (
      input.type === 'search' ||
      /search|query|suche|newsletter|subscribe|coupon|zip|phone/i.test(`${input.name} ${label}`)
    )
      points -= 6;
    return points;
  };
  const ranked = textual
    .map((input) => ({ input, points: score(input) }))
    .sort((one, other) => other.points - one.points);
  let user = ranked[0] && ranked[0].points >= 3 ? ranked[0].input : undefined;
  if (!user && password)
    user = textual.filter((one) => one.compareDocumentPosition(password) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const code = inputs.find(
    (input) =>
      input.type !== 'password' &&
      (input.autocomplete === 'one-time-code' ||
        /otp|totp|mfa|2fa|one.?time|verification.?code|auth.*code|token.*code/i.test(
          `${input.name} ${labelOf(input)}`,
        )),
  );
  const isButton = (one: Element) =>
    one instanceof HTMLButtonElement ||
    (one instanceof HTMLInputElement && /submit|button|image/.test(one.type)) ||
    one.getAttribute('role') === 'button';
  const buttons = all.filter((one) => isButton(one) && visible(one) && !(one as HTMLButtonElement).disabled);
  const anchor = password ?? code ?? user;
  const foreign =
    /google|microsoft|github|facebook|apple|sso|saml|passkey|linkedin|okta|forgot|show|hide|reset|magic|register|sign ?up|create/i;
  let submit: Element | undefined;
  if (anchor) {
    const inForm = anchor.form ? buttons.filter((one) => anchor.form?.contains(one)) : [];
    submit =
      inForm.find(
        (one) =>
          (one as HTMLButtonElement).type === 'submit' &&
          (signIn.test(textOf(one)) || next.test(textOf(one))) &&
          !foreign.test(textOf(one)),
      ) ?? inForm.find((one) => (one as HTMLButtonElement).type === 'submit' && !foreign.test(textOf(one)));
    for (
      let near: Element | null = anchor.parentElement, depth = 0;
      !submit && near && depth < 6;
      near = near.parentElement, depth++
    ) {
      const box = near;
      submit = buttons.find(
        (one) =>
          box.contains(one) && (signIn.test(textOf(one)) || next.test(textOf(one))) && !foreign.test(textOf(one)),
      );
    }
  }
  const entry = all.find(
    (one) =>
      (one instanceof HTMLAnchorElement || isButton(one)) &&
      visible(one) &&
      textOf(one).length < 40 &&
      (signIn.test(textOf(one)) ||
        (one instanceof HTMLAnchorElement &&
          /\/(log-?in|sign-?in|auth)([/?#]|$)/i.test(one.getAttribute('href') ?? ''))) &&
      !/google|microsoft|github|facebook|apple|register|sign ?up/i.test(textOf(one)),
  );
  const captcha = all.some(
    (one) =>
      one instanceof HTMLIFrameElement &&
      /recaptcha|hcaptcha|turnstile|captcha|arkose|funcaptcha/i.test(one.src) &&
      visible(one) &&
      one.getBoundingClientRect().height > 40,
  );
  const says = submit ? textOf(submit) : '';
  const firstStep =
    user !== undefined &&
    !password &&
    (signIn.test(says) || next.test(says) || /log-?in|sign-?in|\/auth|account|session/i.test(location.href));
  return { user: manyPasswords && !user ? undefined : user, password, code, submit, entry, captcha, firstStep };
}
