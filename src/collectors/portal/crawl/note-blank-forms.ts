import { createWords, dangerWords, sideEffectWords, signInWords } from '../words.ts';
import type { BlankForm } from './blank-forms.ts';
import type { CrawlState } from './crawl-state.ts';
import { pageKey } from './page-key.ts';

/** What any form is sent with. */
const plainSubmit =
  /^(submit|confirm|absenden|abschicken|einreichen|soumettre|valider|confirmar|conferma|indienen|bevestigen|zatwierdź|提交|確定|确认|確認)$/iu;
/** What it is about would be read by a person who then waits for more, or by very many. */
const reachesPeople =
  /contact|support|feedback|newsletter|call ?back|kontakt|rückruf|rappel|contatt|richiam|contato|terugbel|oddzwon|問い?合わせ|联系|反馈|聯絡/iu;

/**
 * Forms that stand open on a page and make something, whatever their buttons are called ("Report", "Register", "Book"): where records may be
 * planted. A form that comes with every page is none of the record's.
 */
export function noteBlankForms(
  state: Pick<CrawlState, 'creators' | 'blank'>,
  forms: readonly BlankForm[],
  way: { readonly page: string; readonly text: string },
  before: readonly BlankForm[] = [],
): void {
  const place = pageKey(way.page);
  for (const { button, fields, about } of forms) {
    if (before.some((one) => one.button === button && one.fields === fields)) continue;
    if (createWords.test(button) || signInWords.test(button)) continue;
    if (dangerWords.test(button) && !plainSubmit.test(button.trim())) continue;
    if (sideEffectWords.test(about) || reachesPeople.test(`${about} ${button}`)) continue;
    const sign = `${button} ${fields}`;
    const first = state.blank.get(sign) ?? place;
    state.blank.set(sign, first);
    if (first !== place) continue;
    // The same form may be noted by its button too; what another press opens is another form.
    const known = state.creators.get(`${place} ${button}`);
    const isOther = known !== undefined && known.text !== way.text;
    state.creators.set(`${place} ${button}${isOther ? ` ${way.text}` : ''}`, { ...way, button });
  }
}
