import { h } from './dom.js';

let fieldCount = 0;

/** A labelled field. `kind` is an input type, `textarea`, or a list of choices. */
export function field(name, label, { kind = 'text', value = '', ...attributes } = {}) {
  fieldCount += 1;
  const id = `${name}-${fieldCount}`;
  const control = controlOf(kind, { id, name, value, ...attributes });
  return h('div', { class: 'field' }, h('label', { for: id }, label), control);
}

function controlOf(kind, { value, ...attributes }) {
  if (Array.isArray(kind)) {
    return h(
      'select',
      attributes,
      kind.map((choice) => h('option', { value: choice, selected: choice === value }, choice)),
    );
  }
  if (kind === 'textarea') return h('textarea', { rows: 6, ...attributes }, value);
  return h('input', { type: kind, value, ...attributes });
}

/** A form that sends its fields as an object and shows what was refused. Number fields are sent as numbers. */
export function form(fields, submitLabel, onsend, more = []) {
  const message = h('p', { class: 'form-message', role: 'alert' });
  const submit = h('button', { type: 'submit', class: 'primary' }, submitLabel);
  const element = h('form', { novalidate: true }, fields, message, h('div', { class: 'actions' }, submit, more));
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    message.textContent = '';
    submit.disabled = true;
    try {
      await onsend(valuesOf(element));
    } catch (error) {
      if (error.status === undefined) throw error;
      const errors = error.problem?.errors?.map((one) => `${one.field} has to be ${one.expected}`) ?? [];
      message.textContent = [error.message, error.problem?.detail, ...errors].filter(Boolean).join('. ');
    } finally {
      submit.disabled = false;
    }
  });
  return element;
}

function valuesOf(element) {
  const controls = [...element.elements].filter((control) => control.name);
  return Object.fromEntries(
    controls.map((control) => [control.name, control.type === 'number' ? Number(control.value) : control.value]),
  );
}
