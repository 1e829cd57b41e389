/** Sources of the words that `lookForForm` is given: it runs inside the page and can import nothing. */
export type LookWords = Readonly<
  Record<'signIn' | 'next' | 'user' | 'workspace' | 'code' | 'foreign' | 'passwordWay' | 'provider', string>
>;

/** Runs inside the page: must not refer to anything outside itself. `lists` origins whose sign-in buttons may be pressed. */
export function lookForForm({ words, origins }: { words: LookWords; origins: readonly string[] }) {
  const [signIn, next, userWords, workspaceWords, codeWords, foreign, passwordWay, provider] = [
    words.signIn,
    words.next,
    words.user,
    words.workspace,
    words.code,
    words.foreign,
    words.passwordWay,
    words.provider,
  ].map((source) => new RegExp(source, 'iu')) as [RegExp, RegExp, RegExp, RegExp, RegExp, RegExp, RegExp, RegExp];
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
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
      element instanceof HTMLInputElement ? element.value : undefined,
      element.getAttribute('title'),
      element instanceof HTMLInputElement ? element.alt : undefined,
      (element as HTMLElement).innerText,
    ]
      .filter(Boolean)
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 120);
  const byId = (input: Element, id: string) => (input.getRootNode() as Document | ShadowRoot).getElementById?.(id);
  const labelOf = (input: HTMLInputElement) =>
    [
      ...(input.labels ? [...input.labels].map((label) => label.innerText) : []),
      input.placeholder,
      input.getAttribute('aria-label') ?? '',
      ...(input.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => {
        const labelled = id ? byId(input, id) : null;
        return labelled instanceof HTMLElement ? labelled.innerText : '';
      }),
      input.title,
      input.id,
    ].join(' ');
  const inputs = all.filter(
    (one): one is HTMLInputElement =>
      one instanceof HTMLInputElement && !one.disabled && !one.readOnly && one.type !== 'hidden' && visible(one),
  );
  const isButton = (one: Element) =>
    one instanceof HTMLButtonElement ||
    (one instanceof HTMLInputElement && /^(submit|button|image)$/.test(one.type)) ||
    one.getAttribute('role') === 'button' ||
    (one.tagName.includes('-') && /button|btn/i.test(one.tagName));
  const usable = (one: Element) => visible(one) && !(one as HTMLButtonElement).disabled;
  const buttons = all.filter((one) => isButton(one) && usable(one));
  const captchaField = (one: HTMLInputElement) => /captcha/i.test(`${one.name} ${labelOf(one)}`);

  // One box a digit, however they are typed.
  const boxes = inputs.filter((one) => one.maxLength === 1 && /^(text|tel|number|password|)$/.test(one.type));
  const codeBoxes = boxes.length >= 4 && boxes.length <= 8 ? boxes : [];
  const rest = inputs.filter((one) => !codeBoxes.includes(one) && !captchaField(one));

  const isCode = (one: HTMLInputElement) =>
    one.autocomplete === 'one-time-code' ||
    (one.type !== 'password' && one.type !== 'email' && codeWords.test(`${one.name} ${labelOf(one)}`)) ||
    (one.type === 'password' && /\botp\b|totp|one.?time/i.test(`${one.name} ${one.id} ${one.autocomplete}`));
  const passwords = rest.filter((one) => one.type === 'password' && !isCode(one));
  const formOf = (one: Element) => one.closest('form, dialog, [role=dialog]');
  const passwordPoints = (one: HTMLInputElement) => {
    const form = formOf(one);
    const beside = passwords.filter((other) => formOf(other) === form).length;
    const said = form
      ? buttons
          .filter((button) => form.contains(button))
          .map(textOf)
          .join(' ')
      : '';
    let points = beside === 1 ? 2 : -2;
    if (/current/i.test(one.autocomplete)) points += 5;
    if (/new/i.test(one.autocomplete)) points -= beside > 1 ? 3 : 1;
    if (signIn.test(said)) points += 3;
    if (/regist|sign ?up|create/i.test(said)) points -= 4;
    return points;
  };
  const password = [...passwords].sort((one, other) => passwordPoints(other) - passwordPoints(one))[0];
  const sameForm = passwords.filter((one) => password !== undefined && formOf(one) === formOf(password));

  const textual = rest.filter((one) => /^(text|email|tel|url|number|)$/.test(one.type));
  const says = (input: HTMLInputElement) => `${input.name} ${labelOf(input)}`;
  const unfit =
    /search|query|suche|recherche|buscar|cerca|pesquis|zoek|szukaj|検索|搜索|newsletter|subscribe|coupon|voucher|zip|postal/i;
  const points = (input: HTMLInputElement) => {
    let sum = 0;
    if (input.type === 'email') sum += 5;
    if (/username|email/i.test(input.autocomplete)) sum += 5;
    if (userWords.test(input.name)) sum += 4;
    if (userWords.test(labelOf(input))) sum += 3;
    if (password && formOf(input) !== null && formOf(input) === formOf(password)) sum += 3;
    if (input.type === 'search' || input.getAttribute('role') === 'searchbox' || unfit.test(says(input))) sum -= 8;
    if (workspaceWords.test(says(input)) && input.type !== 'email' && !userWords.test(says(input))) sum -= 6;
    return sum;
  };
  let code: HTMLInputElement | undefined = textual
    .concat(rest.filter((one) => one.type === 'password' && isCode(one)))
    .find((one) => isCode(one) && !(userWords.test(one.name) && one.autocomplete !== 'one-time-code'));
  const ranked = textual
    .filter((one) => one !== code)
    .map((input) => ({ input, sum: points(input) }))
    .sort((one, other) => other.sum - one.sum);
  let user = ranked[0] && ranked[0].sum >= 3 ? ranked[0].input : undefined;
  const workspace = textual.find(
    (one) => one !== code && one !== user && workspaceWords.test(says(one)) && !unfit.test(says(one)),
  );
  if (!user && password)
    user = textual
      .filter(
        (one) =>
          one !== workspace &&
          one !== code &&
          !unfit.test(says(one)) &&
          one.compareDocumentPosition(password) & Node.DOCUMENT_POSITION_FOLLOWING,
      )
      .pop();

  // A customer's number is called a code as well: beside a password it is who signs in.
  if (!user && code && password && code.autocomplete !== 'one-time-code' && code.type !== 'password') {
    user = code;
    code = undefined;
  }

  const anchor = password ?? codeBoxes[0] ?? code ?? user ?? workspace;
  const means = (one: Element) => (signIn.test(textOf(one)) || next.test(textOf(one))) && !foreign.test(textOf(one));
  let submit: Element | undefined;
  if (anchor) {
    const form = formOf(anchor);
    const inForm = form ? buttons.filter((one) => form.contains(one)) : [];
    const submits = inForm.filter(
      (one) => (one as HTMLButtonElement).type === 'submit' || (one as HTMLInputElement).type === 'image',
    );
    submit = submits.find(means) ?? inForm.find(means) ?? submits.find((one) => !foreign.test(textOf(one)));
    const around: Element[] = [];
    for (
      let near: Node | null = anchor.parentNode;
      near && around.length < 7;
      near = near instanceof ShadowRoot ? near.host : near.parentNode
    )
      if (near instanceof Element) around.push(near);
    for (const box of around) submit ??= buttons.find((one) => box.contains(one) && means(one));
    // Some draw their button with anything that takes a click.
    for (const box of around.slice(0, 5))
      submit ??= [...box.querySelectorAll('a, div, span')].find(
        (one) => usable(one) && textOf(one).length <= 24 && means(one) && getComputedStyle(one).cursor === 'pointer',
      );
  }

  const leads = (one: Element) => one instanceof HTMLAnchorElement || isButton(one) || one.tagName === 'SUMMARY';
  const hrefOf = (one: Element) => (one instanceof HTMLAnchorElement ? one.href : '');
  const listed = (one: Element) =>
    origins.some((origin) => hrefOf(one).startsWith(origin)) || (origins.length > 0 && provider.test(textOf(one)));
  const others = /google|microsoft|github|facebook|apple|regist|sign ?up|inscri|註冊|注册/i;
  const ways = all.filter((one) => leads(one) && usable(one) && textOf(one) !== '' && textOf(one).length < 48);
  const entry =
    ways.find((one) => passwordWay.test(textOf(one)) && !others.test(textOf(one)) && one !== submit) ??
    ways.find((one) => signIn.test(textOf(one)) && !others.test(textOf(one)) && !provider.test(textOf(one))) ??
    ways.find((one) => /\/(log-?in|sign-?in|auth)([/?#]|$)/i.test(hrefOf(one)) && !others.test(textOf(one))) ??
    ways.find(listed);
  const captcha =
    all.some(
      (one) =>
        one instanceof HTMLIFrameElement &&
        /recaptcha|hcaptcha|turnstile|captcha|arkose|funcaptcha/i.test(one.src) &&
        visible(one) &&
        one.getBoundingClientRect().height > 40,
    ) || inputs.some(captchaField);
  const said = submit ? textOf(submit) : '';
  const place = /log-?in|sign-?in|\/auth|account|session|connexion|anmeld|identifi/i.test(location.href);
  const heading = [...document.querySelectorAll('h1, h2, legend, title')].some((one) =>
    signIn.test(one.textContent ?? ''),
  );
  const stepSays = signIn.test(said) || next.test(said) || place || heading;
  return {
    user: sameForm.length > 1 && !user ? undefined : user,
    password,
    workspace,
    code: codeBoxes.length > 0 ? codeBoxes[0] : code,
    submit,
    entry,
    codeBoxes,
    captcha,
    newPassword: sameForm.length > 1 || (password !== undefined && /new/i.test(password.autocomplete)),
    firstStep: user !== undefined && !password && stepSays,
    workspaceStep: workspace !== undefined && !password && !user && stepSays,
  };
}
