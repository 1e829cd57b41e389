import { pageOf } from './odd-portals.ts';

/** Draws what component libraries draw in place of form controls; each is handed its element, its entries and what hears of a choice. */
const controls = `
const drawn = (html) => { const part = document.createElement('div'); part.innerHTML = html; document.body.append(part); return part; };
let ids = 0;
/** Opens when the button goes down; its list is at the end of the page, and an entry is chosen when the button comes up over it. */
function downSelect(place, entries, chose, shown = 'Choose one') {
  const id = 'list-' + ++ids;
  place.innerHTML = '<button type="button" role="combobox" aria-expanded="false" aria-controls="' + id + '">' + shown + '</button>';
  const button = place.firstChild;
  button.onpointerdown = () => {
    if (document.getElementById(id)) return;
    const part = drawn('<div role="listbox" id="' + id + '">' + entries.map(([, words]) => '<div role="option">' + words + '</div>').join('') + '</div>');
    [...part.firstChild.children].forEach((one, at) => one.onpointerup = () => { part.remove(); button.textContent = entries[at][1]; chose(entries[at][0]); });
  };
}
/** A clear input in a drawn box; the list for screen readers has no size, and the entries beside it have no role. */
function clearSelect(place, entries, chose, shown = '') {
  const id = 'list-' + ++ids;
  place.innerHTML = '<div class="box" style="width:160px;height:30px;position:relative"><input role="combobox" type="search" readonly style="opacity:0;width:100%" aria-haspopup="listbox" aria-controls="' + id + '"><span class="value">' + shown + '</span></div>';
  const box = place.firstChild;
  box.onmousedown = () => setTimeout(() => {
    if (document.getElementById(id)) return;
    const part = drawn('<div><div role="listbox" id="' + id + '" style="height:0;width:0;overflow:hidden"><div role="option">' + entries[0][1] + '</div></div>' + entries.map(([, words]) => '<p style="cursor:pointer">' + words + '</p>').join('') + '</div>');
    [...part.querySelectorAll('p')].forEach((one, at) => one.onclick = () => { part.remove(); box.querySelector('.value').textContent = entries[at][1]; chose(entries[at][0]); });
  });
}
/** Opens a window in which one may search; its entries carry their values. */
function searchSelect(place, entries, chose) {
  const id = 'window-' + ++ids;
  place.innerHTML = '<button type="button" role="combobox" aria-haspopup="dialog" aria-expanded="false" aria-controls="' + id + '">Any</button>';
  place.firstChild.onclick = () => {
    if (document.getElementById(id)) return;
    const part = drawn('<div role="dialog" id="' + id + '"><input role="combobox" placeholder="Search"><div role="listbox">' + entries.map(([value, words]) => '<div role="option" data-value="' + value + '">' + words + '</div>').join('') + '</div></div>');
    [...part.querySelectorAll('[role=option]')].forEach((one, at) => one.onclick = () => { part.remove(); place.firstChild.textContent = entries[at][1]; chose(entries[at][0]); });
  };
}
/** A field that takes no typing and opens a calendar. */
function dayField(place, chose) {
  place.innerHTML = '<button type="button" aria-haspopup="dialog">Pick a date</button>';
  place.firstChild.onclick = () => {
    const days = Array.from({ length: 30 }, (_, at) => '<td role="gridcell"><button type="button"' + (at < 9 ? ' disabled' : '') + '>' + (at + 1) + '</button></td>');
    const weeks = [0, 1, 2, 3, 4].map((week) => '<tr>' + days.slice(week * 6, week * 6 + 6).join('') + '</tr>');
    const part = drawn('<div role="dialog"><table role="grid"><tbody>' + weeks.join('') + '</tbody></table></div>');
    for (const one of part.querySelectorAll('button')) one.onclick = () => { part.remove(); chose('2026-11-' + one.textContent); };
  };
}`;

/** A page of a signed-in customer, with this body and script. */
export const libraryPage = (body: string, script: string) =>
  pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p><main>${body}</main>
    <script>${controls}
    const at = (name) => document.querySelector('#' + name);
    ${script}</script>`);
