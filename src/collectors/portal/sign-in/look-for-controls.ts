import type { FoundFields } from './look-for-fields.ts';
import type { PageTools } from './page-tools.ts';

/** Runs inside the page: what sends the form, and what leads to one. Refers to its arguments alone. */
export function lookForControls(tools: PageTools, fields: FoundFields, origins: readonly string[]) {
  const { words, all, above, within, usable, visible, follows, textOf, isButton, buttons, formOf } = tools;
  const { user, password, workspace, code, codeBoxes } = fields;
  const anchor = password ?? codeBoxes[0] ?? code ?? user ?? workspace;
  const means = (one: Element) => {
    const text = textOf(one);
    return (words.signIn.test(text) || words.next.test(text)) && !words.foreign.test(text);
  };
  let submit: Element | undefined;
  if (anchor) {
    const form = formOf(anchor);
    const inForm = form ? buttons.filter((one) => form.contains(one)) : [];
    const submits = inForm.filter(
      (one) => (one as HTMLButtonElement).type === 'submit' || (one as HTMLInputElement).type === 'image',
    );
    const plain = submits.filter((one) => !words.foreign.test(textOf(one)));
    // One form may hold a whole page with its search box: the button after the field is the field's.
    submit = submits.find(means) ?? inForm.find(means) ?? plain.find((one) => follows(one, anchor)) ?? plain[0];
    const around: Element[] = [];
    for (let near = above(anchor); near && around.length < 7; near = above(near)) around.push(near);
    // What stands beside a registration is the way to another form.
    if (!fields.registers) for (const box of around) submit ??= buttons.find((one) => within(box, one) && means(one));
    // Some draw their button with anything that takes a click.
    const few = submit ? [] : all.filter((one) => (one.textContent ?? '').trim().length <= 24);
    const short = few.filter((one) => textOf(one).length <= 24 && means(one) && usable(one));
    const takesClicks = (one: Element) =>
      one.tagName.includes('-') ||
      one.hasAttribute('onclick') ||
      (/^(A|DIV|SPAN|LI|P)$/.test(one.tagName) && getComputedStyle(one).cursor === 'pointer');
    const near = around.slice(0, 5);
    if (!fields.registers) for (const box of near) submit ??= short.find((one) => within(box, one) && takesClicks(one));
    const leaf = (one: Element) =>
      one.children.length === 0 && /^(DIV|SPAN|B|STRONG|P)$/.test(one.tagName) && follows(one, anchor);
    if (password && !fields.registers)
      for (const box of near) submit ??= short.find((one) => within(box, one) && leaf(one));
  }

  const leads = (one: Element) => one instanceof HTMLAnchorElement || isButton(one) || one.tagName === 'SUMMARY';
  const pressable = (one: Element) =>
    leads(one) ||
    one.getAttribute('role') === 'tab' ||
    (one.children.length === 0 && getComputedStyle(one).cursor === 'pointer');
  const hrefOf = (one: Element) => (one instanceof HTMLAnchorElement ? one.href : '');
  const listed = (one: Element) =>
    origins.some((origin) => hrefOf(one).startsWith(origin)) ||
    (origins.length > 0 && words.provider.test(textOf(one)));
  const others = /google|microsoft|github|facebook|apple|regist|sign ?up|inscri|註冊|注册/i;
  /** Nothing that a machine could show: a finger, a key, a code to photograph. */
  const byHand = /passkey|パスキー|通行密钥|security key|windows hello|touch id|face id|fingerprint|\bqr\b|扫码|掃碼/i;
  const short = all.filter((one) => pressable(one) && usable(one) && textOf(one).length < 48);
  const ways = short.filter(leads);
  const opens = (one: Element) =>
    words.signIn.test(textOf(one)) && !others.test(textOf(one)) && !byHand.test(textOf(one));
  const entry =
    ways.find((one) => words.passwordWay.test(textOf(one)) && !others.test(textOf(one)) && one !== submit) ??
    ways.find((one) => opens(one) && !words.provider.test(textOf(one)) && one !== submit) ??
    ways.find((one) => /\/(log-?in|sign-?in|auth)([/?#]|$)/i.test(hrefOf(one)) && !others.test(textOf(one))) ??
    ways.find(listed);
  const passwordWay = short.find((one) => {
    const text = textOf(one);
    if (one === submit || one.tagName === 'LABEL' || !words.password.test(text) || words.lost.test(text)) return false;
    return !words.foreign.test(text) && !others.test(text);
  });
  const captcha =
    fields.captchaAsked ||
    all.some(
      (one) =>
        one instanceof HTMLIFrameElement &&
        /recaptcha|hcaptcha|turnstile|captcha|arkose|funcaptcha/i.test(one.src) &&
        visible(one) &&
        one.getBoundingClientRect().height > 40 &&
        // The badge of one that watches and asks nothing.
        !/size=invisible/i.test(one.src) &&
        one.closest('.grecaptcha-badge') === null,
    );
  // A button that wakes up when the fields are filled says what it is for all the same.
  const asleep = all.find(
    (one) => isButton(one) && visible(one) && !usable(one) && user && formOf(one) === formOf(user) && means(one),
  );
  const said = textOf(submit ?? asleep ?? document.createElement('i'));
  const place = /log-?in|sign-?in|\/auth|account|session|connexion|anmeld|identifi/i.test(location.href);
  const heading = [...document.querySelectorAll('h1, h2, legend, title')].some((one) =>
    words.signIn.test(one.textContent ?? ''),
  );
  const stepSays = words.signIn.test(said) || words.next.test(said) || place || heading;
  return {
    submit,
    entry,
    /** Leads to the password where the page asks for something else first. */
    passwordWay: password ? undefined : passwordWay,
    /** Where a page asks nothing but the language. */
    language:
      ways.find((one) => /^english\b/i.test(textOf(one))) ?? ways.find((one) => words.language.test(textOf(one))),
    /** Leads to where customers go: their own pages, or the way to sign in. */
    area: ways.find((one) => words.area.test(textOf(one)) && !others.test(textOf(one))),
    captcha,
    registers: fields.registers && entry !== undefined,
    firstStep: user !== undefined && !password && stepSays,
    workspaceStep: workspace !== undefined && !password && !user && stepSays,
  };
}
