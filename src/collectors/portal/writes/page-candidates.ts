import { plainPath } from '../crawl/page-key.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { graphqlParts } from '../operations/graphql-request.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import { type Parties, readOf, type WriteCandidate } from './candidate.ts';
import { type EditForm, editForms, formTarget, isSameKind, isToken, lastPart, namedBy } from './form-target.ts';
import { formsIn } from '../../../parse/html-forms.ts';
import { formFields } from './form-fields.ts';
import type { OwnRecord } from './own-fields.ts';
import type { OwnTokens } from './prove-delete.ts';
import { labelledFields } from './labelled.ts';
import { makesAnother } from './makes-another.ts';
import { kindOf, type SeenValues } from './privileged.ts';
import type { RawView } from '../tenancy/view.ts';
import { objectWith } from './object-place.ts';
import { changesOf, sentOf, sentTarget, writtenAs } from './sent-target.ts';

/** Records of the owner's that a form of a server-rendered page changes. */
export function formCandidates(setting: Setting, { owner, asker }: Parties): readonly WriteCandidate[] {
  const theirs = formsOf(setting, asker);
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
  for (const { edit, exchange } of formsOf(setting, owner)) {
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
    const reference = referenceIn(
      edit,
      same.map((one) => one.edit),
      (value) => setting.knows(asker, value),
    );
    if (reference === undefined || (path.includes(reference) && (meets(form.action) || meets(page)))) continue;
    const own = same[0];
    const target = (like: EditForm, as: IdentityName) => (view: RawView) => {
      const now = editIn(view.source, like);
      return now && targetAt(setting, now, exchange, as);
    };
    found.push({
      host: new URL(form.action).host,
      method: form.method,
      template,
      ofPage: true,
      read: readOf(exchange, page),
      reference,
      targetOf: target(edit, owner),
      ...(own && form.fields.some(isToken)
        ? { askersOwn: { read: readOf(own.exchange, own.edit.page), targetOf: target(own.edit, asker) } }
        : {}),
      sample: () => `${edit.text.name}=CHANGED`,
    });
  }
  return found;
}

/** The account's own forms whose pages fix a field that decides something. */
export function ownFormFields(setting: Setting, asker: IdentityName, seen: SeenValues): readonly OwnRecord[] {
  return formsOf(setting, asker).flatMap(({ edit, exchange }): OwnRecord[] => {
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
          const now = editIn(view.source, edit);
          return now && formFields(now, targetAt(setting, now, exchange, asker), seen, view.source);
        },
      },
    ];
  });
}

/** The same form as it stands in the page now. */
const editIn = (source: string | undefined, like: EditForm) =>
  editForms(source ?? '', like.page).find(
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

function formsOf(
  setting: Setting,
  identity: IdentityName,
): readonly { readonly edit: EditForm; readonly exchange: Exchange }[] {
  return setting.exchanges
    .filter((one) => one.identity === identity && one.method === 'GET' && one.afterSignIn && one.status === 200)
    .filter((one) => exchangeContent(one).kind === 'html')
    .flatMap((exchange) => editForms(exchange.body.toString('utf8'), exchange.url).map((edit) => ({ edit, exchange })));
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

/** The answer that shows most of the object: a list leaves out what a change may have to name, its state above all. */
function fullest(answers: readonly Exchange[], id: string, key: string, matches: boolean): Exchange | undefined {
  return answers
    .map((one) => ({ one, size: Object.keys(objectWith(exchangeContent(one).json, id, key) ?? {}).length }))
    .map(({ one, size }) => ({ one, size: size > 0 && matches && one.responseHeaders.etag ? size + 1000 : size }))
    .reduce<{ one?: Exchange; size: number }>((best, next) => (next.size > best.size ? next : best), { size: 0 }).one;
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

/** Records of the owner's that a page tried to change while it was looked at; the shield held that back. */
export function sentCandidates(setting: Setting, { owner, asker }: Parties): readonly WriteCandidate[] {
  const held = (identity: IdentityName) =>
    (setting.session(identity)?.recorder.held ?? []).map(sentOf).filter((one) => one !== undefined);
  const answersOf = (identity: IdentityName) =>
    setting.exchanges.filter(
      (one) => one.identity === identity && one.status < 300 && exchangeContent(one).json !== undefined,
    );
  const keyOf = (name: string) => name.split(/[.[\]]+/).findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? name;
  const found: WriteCandidate[] = [];
  for (const sent of held(owner))
    for (const change of changesOf(sent)) {
      const { pathname, host } = new URL(sent.url);
      const mutations = graphqlParts(sent.method, sent.url, sent.body)?.flatMap(({ fields }) => fields);
      const template = mutations?.join(' + ') ?? writtenAs(sent);
      if (hasFurtherEffect(template) || makesAnother(change, setting.session(owner)?.recorder.exchanges ?? []))
        continue;
      const key = keyOf(change.value.name);
      if (mayNotWrite(setting, mutations ? 'mutation' : sent.method, mutations ? template : pathname)) continue;
      if (found.some((one) => one.template === template)) continue;
      const met = (identity: IdentityName, id: string) =>
        answersOf(identity).find((one) => objectWith(exchangeContent(one).json, id, key));
      const like = fullest(answersOf(owner), change.id.value, key, sent.matches === true);
      if (!like || met(asker, change.id.value)) continue;
      const ofAsker = held(asker)
        .filter((one) => one.method === sent.method && writtenAs(one) === writtenAs(sent))
        .flatMap(changesOf)
        .flatMap(({ id }) => {
          const seen = id.slot === undefined ? undefined : met(asker, id.value);
          return seen ? [{ id: id.value, asker, bench: benchAt(setting, requestOf(seen), asker) }] : [];
        })[0];
      found.push({
        host,
        method: mutations ? 'mutation' : sent.method,
        template,
        ...(sent.mark === undefined ? {} : { ofPage: true as const }),
        read: requestOf(like),
        reference: change.id.value,
        targetOf: (view) => sentTarget(change, view, ofAsker),
        sample: () => undefined,
      });
    }
  return found;
}
