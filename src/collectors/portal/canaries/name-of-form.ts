/** A form as a person finds it again: by what opens it, or by the page that it stands on. */
export function nameOf({ page, text }: { readonly page: string; readonly text: string }): string {
  if (text.trim() !== '') return `"${text.trim()}"`;
  return `the form of ${URL.canParse(page) ? new URL(page).pathname : 'a page'}`;
}
