/**
 * Whether an attribute tells a script what a press of the element does (htmx, Livewire, Alpine, LiveView, Angular, Stimulus, `onclick`),
 * whatever the element looks like; of a row, whether React or Vue keeps with it that it hears a press. Runs inside pages, given to other functions as its source: must not refer to anything outside itself.
 */
export function tellsScript(element: Element): boolean {
  const onPress = /^(onclick|(data-)?hx-(get|post)|phx-click|ng-click|(wire:|x-on:|@|\(|v-on:)click)/;
  const keeps = (name: string, handler: string) =>
    typeof (Reflect.get(element, name) as Record<string, unknown> | undefined)?.[handler] === 'function';
  const hears = () =>
    keeps('_vei', 'onClick') ||
    Object.keys(element).some((name) => name.startsWith('__reactProps$') && keeps(name, 'onClick'));
  return (
    (element.matches('tr, li, [role=listitem]') && hears()) ||
    element.getAttributeNames().some((name) => onPress.test(name)) ||
    /(^|\s)click->/.test(element.getAttribute('data-action') ?? '')
  );
}
