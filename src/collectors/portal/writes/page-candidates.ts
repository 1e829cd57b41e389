import { plainPath } from '../crawl/page-key.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { Setting } from '../tenancy/setting.ts';
import { hasFurtherEffect, mayNotWrite } from './bench.ts';
import { type Parties, readOf, type WriteCandidate } from './candidate.ts';
import {
  type EditForm,
  editForms,
  formTarget,
  isSameKind,
  isToken,
  lastPart,
  namedBy,
  valueForms,
} from './form-target.ts';
import { formsIn } from '../../../parse/html-forms.ts';
import { formFields } from './form-fields.ts';
import type { OwnRecord } from './own-fields.ts';
import type { OwnTokens } from './prove-delete.ts';
import { labelledFields } from './labelled.ts';
import { kindOf, type SeenValues } from './privileged.ts';
import type { RawView } from '../tenancy/view.ts';

/** Records of the owner's that a form of a server-rendered page changes. */
export function formCandidates(setting: Setting, parties: Parties): readonly WriteCandidate[] {
  return candidatesBy(editForms, setting, parties);
}

/** The same by forms that change a state, a date or a number alone. */
export function valueFormCandidates(setting: Setting, parties: Parties): readonly WriteCandidate[] {
  return candidatesBy(valueForms, setting, parties);
}

function candidatesBy(edits: typeof editForms, setting: Setting, { owner, asker }: Parties): readonly WriteCandidate[] {
  const theirs = formsOf(edits, setting, asker);
  // A record in a state that takes no change has the same form without its button.
  const owners = formsOf(edits, setting, owner).toSorted(
    (one, other) => Number(isKept(other.edit)) - Number(isKept(one.edit)),
  );
  const texts = setting.exchanges
    .filter((one) => one.identity === asker)
    .map((one) => `${one.url}\n${exchangeContent(one).text}`);
  const meets = (address: string) => {
    const { pathname } = new URL(address);
    return texts.some((text) =>
      text
        .split(/[\s"'?#]+/)
        .some((part) => part === pathname || part.endsWith(`//${new URL(address).host}${pathname}`)),
    );
  };
  const found: WriteCandidate[] = [];
  for (const { edit, exchange } of owners) {
    const { form, page } = edit;
    const path = new URL(form.action).pathname;
    const template = plainPath(path);
    if (
      mayNotWrite(setting, form.method, path) ||
      hasFurtherEffect(path) ||
      found.some((one) => one.template === template)
    )
      continue;
    const same = theirs.filter((one) => isSameKind(edit, one.edit));
    if (
      edit.changed !== undefined &&
      !showsState(
        edit,
        [...theirs, ...owners].map((one) => one.edit),
      )
    )
      continue;
    const reference = referenceIn(
      edit,
      same.map((one) => one.edit),
      (value) => setting.knows(asker, value),
    );
    if (reference === undefined || (path.includes(reference) && (meets(form.action) || meets(page)))) continue;
    const own = same[0];
    const target = (like: EditForm, as: IdentityName) => (view: RawView) => {
      const now = editIn(edits, view.source, like);
      return now && targetAt(setting, now, exchange, as);
    };
    found.push({
      host: new URL(form.action).host,
      method: form.method,
      template,
      ...(edit.changed === undefined ? { ofPage: true as const } : { unmarked: true as const }),
      read: readOf(exchange, page),
      reference,
      targetOf: target(edit, owner),
      ...(own && form.fields.some(isToken)
        ? { askersOwn: { read: readOf(own.exchange, own.edit.page), targetOf: target(own.edit, asker) } }
        : {}),
      sample: () => `${edit.text.name}=${edit.changed ?? 'CHANGED'}`,
    });
  }
  return found;
}

const isKept = ({ form }: EditForm): boolean => form.buttons.length > 0;

/**
 * What stands in it is the record's, not what every such form begins with: another form of the kind has something else there, or it
 * is no first choice.
 */
function showsState(edit: EditForm, all: readonly EditForm[]): boolean {
  const { name, value, kind, options } = edit.text;
  if (kind === 'select' && value !== '' && options[0] !== value) return true;
  return all.some(
    (one) => isSameKind(edit, one) && one.form.fields.some((field) => field.name === name && field.value !== value),
  );
}

/** The account's own forms whose pages fix a field that decides something. */
export function ownFormFields(setting: Setting, asker: IdentityName, seen: SeenValues): readonly OwnRecord[] {
  return formsOf(editForms, setting, asker).flatMap(({ edit, exchange }): OwnRecord[] => {
    const path = new URL(edit.form.action).pathname;
    const fixed =
      edit.form.fields.some((one) => !one.editable && kindOf(lastPart(one.name)) !== undefined) ||
      labelledFields(exchange.body.toString('utf8'), edit.text.name, seen).length > 0;
    if (!fixed || mayNotWrite(setting, 'POST', path)) return [];
    return [
      {
        method: edit.form.method,
        template: plainPath(path),
        host: new URL(edit.form.action).host,
        read: readOf(exchange, edit.page),
        fieldsOf: (view) => {
          const now = editIn(editForms, view.source, edit);
          return now && formFields(now, targetAt(setting, now, exchange, asker), seen, view.source);
        },
      },
    ];
  });
}

/** The same form as it stands in the page now. */
const editIn = (edits: typeof editForms, source: string | undefined, like: EditForm) =>
  edits(source ?? '', like.page).find(
    (one) => one.form.action === like.form.action && one.text.name === like.text.name,
  );

/** The form as this identity sends it, with tokens of its own. */
export function targetAt(setting: Setting, edit: EditForm, like: Exchange, owner: IdentityName) {
  return formTarget(
    edit,
    owner,
    (url, who) => setting.ask(readOf(like, url), who),
    (who, names) => tokenPageOf(setting, who, names),
    `----lr${setting.context.world.randomHex(8)}`,
  );
}

export function formsOf(
  edits: typeof editForms,
  setting: Setting,
  identity: IdentityName,
): readonly { readonly edit: EditForm; readonly exchange: Exchange }[] {
  return setting.exchanges
    .filter((one) => one.identity === identity && one.method === 'GET' && one.afterSignIn && one.status === 200)
    .filter((one) => exchangeContent(one).kind === 'html')
    .flatMap((exchange) => edits(exchange.body.toString('utf8'), exchange.url).map((edit) => ({ edit, exchange })));
}

/** What in a form names the owner's record: where the asker's form of the same kind has something else, or what it never met. */
function referenceIn(edit: EditForm, same: readonly EditForm[], knows: (value: string) => boolean): string | undefined {
  const own = new Set(same.flatMap(namedBy));
  const candidates = namedBy(edit).filter((value) => /\d/.test(value) && !own.has(value) && !/^v\d+$/.test(value));
  return candidates.find((value) =>
    same.length > 0 ? value.length < 6 || !knows(value) : value.length >= 2 && !knows(value),
  );
}

/** A page of this identity's own with a form that has these hidden fields. */
function tokenPageOf(setting: Setting, as: IdentityName, names: readonly string[]): string | undefined {
  return setting.exchanges.findLast(
    (one) =>
      one.identity === as &&
      one.method === 'GET' &&
      one.afterSignIn &&
      one.status === 200 &&
      exchangeContent(one).kind === 'html' &&
      formsIn(one.body.toString('utf8'), one.url).some(
        ({ method, fields }) => method === 'POST' && names.every((name) => fields.some((field) => field.name === name)),
      ),
  )?.url;
}

/** Fresh hidden values of whoever asks, from a page of its own. */
export const ownTokens =
  (setting: Setting, like: Exchange): OwnTokens =>
  async (as, names) => {
    const url = tokenPageOf(setting, as, names);
    const source = url === undefined ? undefined : (await setting.ask(readOf(like, url), as)).source;
    const fields = formsIn(source ?? '', url ?? like.url).flatMap((form) => form.fields);
    const found = new Map(fields.filter(({ name }) => names.includes(name)).map((one) => [one.name, one.value]));
    return found.size === names.length ? found : undefined;
  };
