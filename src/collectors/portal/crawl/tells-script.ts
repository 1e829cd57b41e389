/**
 * Whether an attribute tells a script what a press of the element does (htmx, Livewire, Alpine, LiveView, Angular, Stimulus, `onclick`),
 * whatever the element looks like. Runs inside pages, given to other functions as its source: must not refer to anything outside itself.
 */
export function tellsScript(element: Element): boolean {
  const onPress = /^(onclick|(data-)?hx-(get|post)|phx-click|ng-click|(wire:|x-on:|@|\(|v-on:)click)/;
  return (
    element.getAttributeNames().some((name) => onPress.test(name)) ||
    /(^|\s)click->/.test(element.getAttribute('data-action') ?? '')
  );
}
