import { formsIn } from '../../../parse/html-forms.ts';
import type { Exchange } from '../recorder.ts';

/** Whether the page at this address shows a form with texts in it and no button to keep them: a record in a state that takes no change. */
export function showsLockedForm(exchanges: readonly Exchange[], url: string): boolean {
  const page = exchanges.findLast((one) => one.resource === 'document' && one.status === 200 && one.url === url);
  if (!page) return false;
  return formsIn(page.body.toString('utf8'), url).some(
    ({ method, buttons, fields }) =>
      method !== 'GET' &&
      buttons.length === 0 &&
      fields.some(({ editable, kind, value }) => editable && /^(text|textarea)$/.test(kind) && value.trim() !== ''),
  );
}
