/**
 * Presses an element with all that a mouse does: it comes, goes down, up, and has clicked. Many components open when the button goes
 * down, or are chosen when it comes up; nothing of theirs hears a click alone.
 * Runs inside pages, given to other functions as its source: must not refer to anything outside itself.
 */
export async function pressAsPerson(element: HTMLElement): Promise<void> {
  if (element.matches(':disabled')) return;
  const box = element.getBoundingClientRect();
  const at = {
    bubbles: true,
    cancelable: true,
    composed: true,
    view: window,
    clientX: box.left + box.width / 2,
    clientY: box.top + box.height / 2,
  };
  const say = (type: string, more: MouseEventInit = {}) => {
    const given = { ...at, ...(/enter$/.test(type) ? { bubbles: false } : {}), ...more };
    const pointer = { ...given, pointerId: 1, pointerType: 'mouse', isPrimary: true };
    return element.dispatchEvent(
      type.startsWith('pointer') ? new PointerEvent(type, pointer) : new MouseEvent(type, given),
    );
  };
  for (const type of ['over', 'enter', 'move']) {
    say(`pointer${type}`);
    say(`mouse${type}`);
  }
  say('pointerdown', { buttons: 1, detail: 1 });
  if (say('mousedown', { buttons: 1, detail: 1 })) {
    const taking = 'input, select, textarea, button, a[href], summary, [tabindex], [contenteditable=true]';
    element.closest<HTMLElement>(taking)?.focus({ preventScroll: true });
  }
  // Frameworks draw what a press changes when its task is over.
  await new Promise((done) => setTimeout(done));
  if (!element.isConnected) return;
  say('pointerup', { detail: 1 });
  say('mouseup', { detail: 1 });
  await new Promise((done) => setTimeout(done));
  say('click', { detail: 1 });
}
