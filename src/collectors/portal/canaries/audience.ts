import type { Page } from 'playwright-core';

/** A field with which a form says who may see what it makes, or any other choice: the page does not say which it is. */
export interface FormChoice {
  /** Its place among the choices of the form. */
  readonly at: number;
  readonly kind: 'select' | 'radio' | 'checkbox';
  /** Name and label of the field; of radio buttons what stands around the group. */
  readonly about: string;
  readonly options: readonly { readonly words: string; readonly value: string; readonly chosen: boolean }[];
}

/** What is to be chosen in place of what the form proposes. */
export interface NarrowChoice {
  readonly at: number;
  readonly value: string;
}

const narrowWords =
  /(?<!\p{L})(private|hidden|secret|confidential|restricted|only me|just me|only you|invite[ -]only|members[ -]only|team members|privat|verborgen|versteckt|geheim|vertraulich|eingeschränkt|nur (?:für )?(?:mich|ich)|privée?|masquée?|cachée?|confidentiel(?:le)?|restreinte?|moi (?:uniquement|seule?)|privad[oa]|ocult[oa]|confidencial|restringid[oa]|s[oó]lo yo|privat[oa]|nascost[oa]|riservat[oa]|solo io|restrit[oa]|(?:somente|só|apenas) eu|alleen ik|vertrouwelijk|besloten|prywatn[yea]|ukryt[yea]|poufn[yea]|tylko ja)(?!\p{L})|非公開|プライベート|自分のみ|私密|私有|隐藏|隱藏|不公开|非公开|仅自己|僅自己/iu;

const wideWords =
  /(?<!\p{L})(public|publicly|everyone|everybody|anyone|anybody|world|all (?:users|customers|members)|discoverable|joinable|listed|öffentlich|alle(?: nutzer| benutzer)?|jeder|auffindbar|public|publique|tout le monde|tous|públic[oa]|todos|cualquiera|pubblic[oa]|tutti|chiunque|qualquer pessoa|openbaar|iedereen|publiczn[yea]|wszyscy)(?!\p{L})|公開|全員|公开|所有人|任何人/iu;

const audienceWords =
  /visib|audience|privacy|sharing|shared with|who can|sichtbar|freigabe|confidentialité|partag|privacidad|compartir|condivis|privacidade|compartilh|zichtbaar|delen met|widoczn|udostępn|公開範囲|可见|可見/iu;

/**
 * What the audit makes is to be seen by nobody but its owner, as far as the form can say so: a record that the form proposes to show
 * to everybody, and that another customer then sees, is what the portal is for.
 */
export function narrowest(choices: readonly FormChoice[]): readonly NarrowChoice[] {
  return choices.flatMap(({ at, kind, about, options }): readonly NarrowChoice[] => {
    if (kind === 'checkbox') {
      const [box] = options;
      const isNarrow = narrowWords.test(about);
      if (!box || isNarrow === wideWords.test(about) || isNarrow === box.chosen) return [];
      return [{ at, value: box.value }];
    }
    const isAudience = audienceWords.test(about) || options.some(({ words }) => isWide(words));
    const narrow = options.find(({ words }) => narrowWords.test(words) && !isWide(words));
    return isAudience && narrow && !narrow.chosen ? [{ at, value: narrow.value }] : [];
  });
}

/** Has the form at this place of the page keep what it makes to its owner. */
export async function keepToOwner(page: Pick<Page, 'evaluate'>, index: number): Promise<void> {
  const choices = narrowest(await page.evaluate(formChoices, index));
  if (choices.length > 0) await page.evaluate(choose, { index, choices });
}

/** "Not public" is as narrow as "private". */
const isWide = (words: string) => wideWords.test(words) && !narrowWords.test(words);

/** Runs inside the page: what can be chosen in this form. */
export function formChoices(index: number): FormChoice[] {
  const form = document.querySelectorAll('form, dialog, [role=dialog], [data-input-group]')[index];
  const labelOf = (field: HTMLInputElement | HTMLSelectElement) =>
    [...(field.labels ?? [])].map((one) => one.textContent ?? '').join(' ');
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 200);
  const fields = [...(form?.querySelectorAll('select, input[type=radio], input[type=checkbox]') ?? [])] as (
    | HTMLInputElement
    | HTMLSelectElement
  )[];
  return fields.flatMap((field, at): FormChoice[] => {
    if (field.disabled) return [];
    if (field instanceof HTMLSelectElement) {
      if (field.multiple) return [];
      const options = [...field.options]
        .filter((one) => !one.disabled && one.value !== '')
        .map((one) => ({ words: plain(one.text), value: one.value, chosen: one.selected }));
      return [{ at, kind: 'select', about: plain(`${field.name} ${labelOf(field)}`), options }];
    }
    if (field.type === 'checkbox')
      return [
        {
          at,
          kind: 'checkbox',
          about: plain(`${field.name} ${labelOf(field)}`),
          options: [{ words: '', value: field.value, chosen: field.checked }],
        },
      ];
    const group = fields.filter(
      (one): one is HTMLInputElement =>
        one instanceof HTMLInputElement && one.type === 'radio' && one.name === field.name && !one.disabled,
    );
    if (group[0] !== field) return [];
    const around = field.closest('fieldset, [role=radiogroup]')?.querySelector('legend')?.textContent ?? '';
    const options = group.map((one) => ({ words: plain(labelOf(one)), value: one.value, chosen: one.checked }));
    return [{ at, kind: 'radio', about: plain(`${field.name} ${around}`), options }];
  });
}

/** Runs inside the page: chooses, as a person would. */
export function choose({ index, choices }: { index: number; choices: readonly NarrowChoice[] }): void {
  const form = document.querySelectorAll('form, dialog, [role=dialog], [data-input-group]')[index];
  const fields = [...(form?.querySelectorAll('select, input[type=radio], input[type=checkbox]') ?? [])];
  for (const { at, value } of choices) {
    const field = fields[at];
    if (field instanceof HTMLSelectElement) {
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(field, value);
      for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
    } else if (field instanceof HTMLInputElement && field.type === 'checkbox') field.click();
    else if (field instanceof HTMLInputElement)
      fields
        .find(
          (one): one is HTMLInputElement =>
            one instanceof HTMLInputElement && one.name === field.name && one.value === value,
        )
        ?.click();
  }
}
