import type { Page } from 'playwright-core';
import type { Offer } from './page-offers.ts';
import { roleWords } from './role-words.ts';

/**
 * The role of the colleague where its row has no list of roles but a button for the other one ("Make owner"): a form whose hidden field
 * holds that one. What it is now is what buttons of other rows offer, or what the row says where others say the value itself; empty where
 * neither tells. `colleague`: its address, in small letters.
 */
export async function roleToggles(page: Page, colleague: string): Promise<readonly Offer[]> {
  if (colleague === '') return [];
  const found = await page.evaluate(togglesInRows, { colleague, roles: `^${roleWords.source}$` });
  return found.map((one) => ({
    ...one,
    kind: 'role',
    key: 'role',
    toggles: true,
    options: [one.value, one.other],
    area: false,
  }));
}

type Toggle = Pick<Offer, 'at' | 'field' | 'value'> & { readonly row: string; readonly other: string };

/** Runs inside the page: must not refer to anything outside itself. */
function togglesInRows({ colleague, roles }: { readonly colleague: string; readonly roles: string }): Toggle[] {
  const addresses = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
  const isRole = (text: string) => new RegExp(roles, 'iu').test(text);
  const rowOf = (one: Element): Element | undefined => {
    for (let part = one.parentElement; part && part !== document.body; part = part.parentElement) {
      const named = new Set((part as HTMLElement).innerText.toLowerCase().match(addresses) ?? []);
      if (named.size > 0) return named.size === 1 && named.has(colleague) ? part : undefined;
    }
    return undefined;
  };
  /** What the row says, piece by piece, without its controls. */
  const saidBy = (row: Element) =>
    [...row.querySelectorAll<HTMLElement>('*')]
      .filter((one) => one.children.length === 0 && one.closest('form, button, select, a[role=button]') === null)
      .map((one) => (one.textContent ?? '').trim())
      .filter((text) => text !== '');
  const inputs = [...document.querySelectorAll<HTMLInputElement>('input, select, textarea')];
  return inputs.flatMap((one, at): Toggle[] => {
    const { form, name, value } = one;
    if (one.type !== 'hidden' || !form || !/^post$/i.test(form.method) || name === '' || value === '') return [];
    const button = form.querySelector<HTMLElement>('button, input[type=submit]');
    const entered = [...form.elements].some((other) =>
      other.matches('input:not([type=hidden], [type=submit]), select, textarea'),
    );
    const isNamed =
      isRole(value) || /^(\w*[._[-])?(role|rolle|r[oô]le|rol|ruolo|papel|perfil|rola|funzione|funktion)\b/i.test(name);
    const row = button && !entered && isNamed ? rowOf(form) : undefined;
    if (!row || (button?.getBoundingClientRect().width ?? 0) <= 3) return [];
    // Of several buttons none is the way back of another.
    const alike = [...row.querySelectorAll<HTMLInputElement>('input[type=hidden]')].filter(
      (other) => other.name === name,
    );
    if (alike.length !== 1) return [];
    const mine = saidBy(row);
    const rows = [...(row.parentElement?.children ?? [])].filter((other) => other !== row);
    const offered = rows
      .flatMap((other) => [...other.querySelectorAll<HTMLInputElement>('input[type=hidden]')])
      .filter((other) => other.name === name && other.value !== value)
      .map((other) => other.value);
    const others = rows.map(saidBy);
    const word = mine.find((_, index) =>
      others.some((said) => said.length === mine.length && said[index]?.toLowerCase() === value.toLowerCase()),
    );
    const known =
      new Set(offered).size === 1 ? offered[0] : word?.toLowerCase() === value.toLowerCase() ? undefined : word;
    // As the portal writes such values.
    const spelt =
      value === value.toLowerCase()
        ? known?.toLowerCase()
        : value === value.toUpperCase()
          ? known?.toUpperCase()
          : known;
    const now = (offered[0] === known ? known : spelt) ?? '';
    return [{ at, field: name, value: now, other: value, row: mine.join(' ') }];
  });
}
