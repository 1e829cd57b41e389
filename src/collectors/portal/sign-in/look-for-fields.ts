import type { PageTools } from './page-tools.ts';

export type FoundFields = ReturnType<typeof lookForFields>;

/** Runs inside the page: which fields ask for workspace, user name, password and code. Refers to its argument alone. */
export function lookForFields(tools: PageTools) {
  const { words, all, visible, labelOf, textOf, buttons, formOf } = tools;
  const inputs = all.filter(
    (one): one is HTMLInputElement =>
      one instanceof HTMLInputElement &&
      !one.disabled &&
      // Some open a field to typing when it is entered; a name that is only shown again is filled in already.
      (!one.readOnly || one.type === 'password' || one.value === '') &&
      one.type !== 'hidden' &&
      visible(one),
  );
  const captchaField = (one: HTMLInputElement) => /captcha/i.test(`${one.name} ${labelOf(one)}`);
  // One box a digit, however they are typed.
  const boxes = inputs.filter((one) => one.maxLength === 1 && /^(text|tel|number|password|)$/.test(one.type));
  const codeBoxes = boxes.length >= 4 && boxes.length <= 8 ? boxes : [];
  const rest = inputs.filter((one) => !codeBoxes.includes(one) && !captchaField(one));
  const isCode = (one: HTMLInputElement) =>
    one.autocomplete === 'one-time-code' ||
    (one.type !== 'password' && one.type !== 'email' && words.code.test(`${one.name} ${labelOf(one)}`)) ||
    (one.type === 'password' && /\botp\b|totp|one.?time/i.test(`${one.name} ${one.id} ${one.autocomplete}`));
  const typed = rest.filter((one) => one.type === 'password' && !isCode(one));
  // Some hide what is typed by other means than the type of the field.
  const masked = rest.filter(
    (one) =>
      /^(text|tel|)$/.test(one.type) &&
      !isCode(one) &&
      (/current-password/i.test(one.autocomplete) ||
        !['', 'none'].includes(getComputedStyle(one).getPropertyValue('-webkit-text-security')) ||
        words.password.test(labelOf(one).replace(one.id, '')) ||
        /^(pass(word|wd)?|pwd)$/i.test(one.name)),
  );
  const passwords = typed.length > 0 ? typed : masked.length === 1 ? masked : [];
  const saidIn = (form: Element | null) =>
    form
      ? buttons
          .filter((button) => form.contains(button))
          .map(textOf)
          .join(' ')
      : '';
  const passwordPoints = (one: HTMLInputElement) => {
    const form = formOf(one);
    const beside = passwords.filter((other) => formOf(other) === form).length;
    const said = saidIn(form);
    let points = beside === 1 ? 2 : -2;
    if (/current/i.test(one.autocomplete)) points += 5;
    if (/new/i.test(one.autocomplete)) points -= beside > 1 ? 3 : 1;
    if (words.signIn.test(said)) points += 3;
    if (words.register.test(said)) points -= 4;
    return points;
  };
  const password = [...passwords].sort((one, other) => passwordPoints(other) - passwordPoints(one))[0];
  const sameForm = passwords.filter((one) => password !== undefined && formOf(one) === formOf(password));
  const said = saidIn(password ? formOf(password) : null);

  const textual = rest.filter((one) => /^(text|email|tel|url|number|)$/.test(one.type) && !passwords.includes(one));
  const says = (input: HTMLInputElement) => `${input.name} ${labelOf(input)}`;
  // Beside the password stands who signs in: fields of other forms, a registration or a newsletter, are not asked for.
  const home = (() => {
    const form = password ? formOf(password) : null;
    if (form || !password) return form;
    const holds = (box: Element) => textual.some((one) => tools.within(box, one));
    for (let near = tools.above(password); near; near = tools.above(near)) if (holds(near)) return near;
    return null;
  })();
  const near = home ? textual.filter((one) => tools.within(home, one) || formOf(one) === home) : textual;
  const unfit =
    /search|query|suche|recherche|buscar|cerca|pesquis|zoek|szukaj|検索|搜索|newsletter|subscribe|coupon|voucher|zip|postal/i;
  const points = (input: HTMLInputElement) => {
    let sum = 0;
    if (input.type === 'email') sum += 5;
    if (/username|email/i.test(input.autocomplete)) sum += 5;
    if (words.user.test(input.name)) sum += 4;
    if (words.user.test(labelOf(input))) sum += 3;
    if (password && formOf(input) !== null && formOf(input) === formOf(password)) sum += 3;
    if (input.type === 'search' || input.getAttribute('role') === 'searchbox' || unfit.test(says(input))) sum -= 8;
    if (words.workspace.test(says(input)) && input.type !== 'email' && !words.user.test(says(input))) sum -= 6;
    return sum;
  };
  let code: HTMLInputElement | undefined = textual
    .concat(rest.filter((one) => one.type === 'password' && isCode(one)))
    .find((one) => isCode(one) && !(words.user.test(one.name) && one.autocomplete !== 'one-time-code'));
  const ranked = near
    .filter((one) => one !== code)
    .map((input) => ({ input, sum: points(input) }))
    .sort((one, other) => other.sum - one.sum);
  let user = ranked[0] && ranked[0].sum >= 3 ? ranked[0].input : undefined;
  const lists = all.filter(
    (one): one is HTMLSelectElement => one instanceof HTMLSelectElement && !one.disabled && visible(one),
  );
  const asksForCustomer = (one: HTMLInputElement | HTMLSelectElement) =>
    words.workspace.test(`${one.name} ${labelOf(one)}`) && !unfit.test(`${one.name} ${labelOf(one)}`);
  const workspace =
    textual.find((one) => one !== code && one !== user && asksForCustomer(one)) ?? lists.find(asksForCustomer);
  if (!user && password)
    user = near
      .filter((one) => one !== workspace && one !== code && !unfit.test(says(one)) && tools.follows(password, one))
      .pop();
  // A customer's number is called a code as well: beside a password it is who signs in.
  if (!user && code && password && code.autocomplete !== 'one-time-code' && code.type !== 'password') {
    user = code;
    code = undefined;
  }
  return {
    user: sameForm.length > 1 && !user ? undefined : user,
    password,
    workspace,
    code: codeBoxes.length > 0 ? codeBoxes[0] : code,
    codeBoxes,
    captchaAsked: inputs.some(captchaField),
    newPassword: sameForm.length > 1 || (password !== undefined && /new/i.test(password.autocomplete)),
    /** What the password opens is a new account, by what the form's buttons say. */
    registers: words.register.test(said) && !words.signIn.test(said),
  };
}
