import type { IdentityName } from '../../../model/identity.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { hasFurtherEffect, mayNotWrite } from './bench.ts';
import type { FieldForm } from './field-form.ts';
import { withField } from './form-fields.ts';
import { labelledAs, labelledFields } from './labelled.ts';
import type { OwnRecord } from './own-fields.ts';
import type { SeenValues } from './privileged.ts';
import { changesOf, lastName, type SentChange, sentOf, writtenAs } from './sent-change.ts';
import { pageOfText } from './sent-candidates.ts';
import { sentTarget } from './sent-target.ts';

/**
 * Records of the account's own that a form changes which a page's script sends as a form, to a function of the server say: the same with a
 * further field that the page says of the record and lets nobody change there.
 */
export function sentFormRecords(setting: Setting, asker: IdentityName, seen: SeenValues): readonly OwnRecord[] {
  const found: OwnRecord[] = [];
  for (const held of setting.session(asker)?.recorder.held ?? []) {
    const sent = sentOf(held);
    const change = sent?.mark === undefined || !isForm(sent.contentType) ? undefined : changesOf(sent)[0];
    const read = change && pageOfText(setting, asker, change);
    if (!sent || !change || !read) continue;
    const { pathname, host } = new URL(sent.url);
    const template = writtenAs(sent);
    if (hasFurtherEffect(template) || mayNotWrite(setting, sent.method, pathname)) continue;
    if (found.some((one) => one.template === template)) continue;
    found.push({
      method: sent.method,
      template,
      host,
      read,
      fieldsOf: (view) => formFieldsOf(change, view, seen),
    });
  }
  return found;
}

const isForm = (contentType: string) => /multipart\/form-data|x-www-form-urlencoded/i.test(contentType);

/** The change of the text, with what the page says of the record beside it; undefined where it says nothing of the kind. */
export function formFieldsOf(change: SentChange, view: RawView, seen: SeenValues): FieldForm | undefined {
  const { sent, value } = change;
  const target = sentTarget(change, view);
  const [way] = target?.ways ?? [];
  // React's number of the form stands before each of its fields.
  const before = value.name.endsWith(lastName(value.name)) ? value.name.slice(0, -lastName(value.name).length) : '';
  const isSent = (name: string) => new RegExp(`(name="|^|&)[^"=&]*\\b_?${name}["=]`).test(sent.body);
  const candidates = labelledFields(view.source, lastName(value.name), seen).filter(
    ({ keys: [name = ''] }) => !isSent(name),
  );
  if (!target || !way || candidates.length === 0) return undefined;
  return {
    place: { ...target.place, isAsBefore: (later) => target.place.now(later) === target.place.former },
    form: async (text, as, extra, now) => {
      const write = await way.form(text, as, now);
      return write && extra
        ? withField(write, `${/^_[\da-f]+_$/.test(before) ? before : ''}${extra.keys[0]}`, String(extra.value ?? ''))
        : write;
    },
    shown: (later, { keys: [name = ''] }) => labelledAs(later.source, name),
    candidates,
    open: false,
  };
}
