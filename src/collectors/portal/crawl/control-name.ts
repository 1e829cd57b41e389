/**
 * What a control is called: the words it shows, else its label, else what its picture is called in the page's code (`icon …`).
 * Runs inside pages, given to other functions that do as their source: must not refer to anything outside itself.
 */
export function controlName(element: Element): string {
  // What shows nothing but a picture goes by what the picture, or the control itself, is called in the page's code.
  const iconOf = (element: Element) => {
    const drawn = 'svg, img, i, [class*=icon i]';
    const icon = element.matches(drawn) ? element : element.querySelector(drawn);
    if (!icon || !element.matches(`button, a, [role], ${drawn}`)) return '';
    const named = [icon.querySelector('title')?.textContent, icon.querySelector('use')?.getAttribute('href')];
    const own = element.getAttributeNames().filter((name) => /^data-[a-z-]+$/.test(name));
    const called = [...named, icon.getAttribute('alt'), icon.getAttribute('data-icon'), icon.getAttribute('class')];
    return `icon ${called.find(Boolean) ?? ''} ${own.join(' ')}`;
  };
  // What a tab says to a screen reader once it is pressed, its place in the row say, is no part of its name.
  const spoken = element.matches('[role=tab], :has(> [role=tab])') ? element.querySelector('[aria-live]') : null;
  const words = (element as HTMLElement).innerText;
  return (
    (spoken instanceof HTMLElement ? words?.replace(spoken.innerText, '') : words) ||
    element.getAttribute('aria-label') ||
    element.getAttribute('title') ||
    iconOf(element)
  )
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
}
