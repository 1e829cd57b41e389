/**
 * Runs inside the page: puts the address into the field for it, of the dialog or form opened last, in place of whoever stands
 * there, and gives back what sends it. null where nothing asks for an address, or asks for several.
 */
export function fillAddress(given: { address: string; words: string; never: string }): Element | null {
  const words = new RegExp(given.words, 'iu');
  const never = new RegExp(given.never, 'iu');
  const visible = (one: Element) => one.getBoundingClientRect().width > 3 && one.getBoundingClientRect().height > 3;
  const asksWhom =
    /e-?mail|recipient|send to|\bto\b|\bcc\b|empfänger|\ban\b|destinataire|\bà\b|destinatari|correo|\bpara\b|ontvanger|\baan\b|odbiorca|宛先|メール|收件人|邮箱|郵箱/i;
  const labelOf = (one: HTMLInputElement) =>
    `${[...(one.labels ?? [])].map((label) => label.innerText).join(' ')} ${one.name} ${one.placeholder} ${one.getAttribute('aria-label') ?? ''}`;
  const roots = [...document.querySelectorAll('dialog, [role=dialog], [role=alertdialog], .modal, form')].filter(
    visible,
  );
  for (const root of roots.reverse()) {
    const inputs = [...root.querySelectorAll('input')].filter(visible);
    const fields = inputs.filter((one) => one.type === 'email' || (one.type === 'text' && asksWhom.test(labelOf(one))));
    const buttons = [...root.querySelectorAll('button, input[type=submit], [role=button]')].filter((one) => {
      const text = ((one as HTMLElement).innerText || one.getAttribute('value') || '').trim();
      return visible(one) && text.length <= 60 && words.test(text) && !never.test(text);
    });
    const [field, other] = fields;
    const button = buttons.at(-1);
    if (!field || other || !button || inputs.some((one) => one.type === 'password')) continue;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, given.address);
    for (const name of ['input', 'change', 'blur']) field.dispatchEvent(new Event(name, { bubbles: true }));
    return button;
  }
  return null;
}
