import { type FormField, formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import { GapError } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { plainPath } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTenantName } from '../tenancy/known-references.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import { type EmitWrite, type Parties, readOf } from './candidate.ts';
import { editForms, isSameBuild, isToken, lastPart, saveButton } from './form-target.ts';
import { keptRecord } from './kept-record.ts';
import { proveFormMove } from './prove-form-move.ts';
import { notPutBack, reproduce } from './reproduce-write.ts';

const kindLimit = 4;

/** A form of a page of one identity that sets below what an existing record stands. */
interface FormMove {
  readonly form: HtmlForm;
  readonly exchange: Exchange;
  readonly field: FormField;
  readonly text?: string;
}

/** Records of the asker's own, whose form says below which record of another kind they stand: moved below the owner's. */
export async function movedForms(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { owner, asker } = parties;
  const theirs = movesOf(setting, owner);
  const tried = new Set<string>();
  let moves = 0;
  for (const { form, exchange, field, text } of movesOf(setting, asker)) {
    const path = new URL(form.action).pathname;
    const key = `${form.method} ${plainPath(path)} ${field.name}`;
    if (tried.has(key) || moves >= kindLimit || mayNotWrite(setting, form.method, path)) continue;
    const same = theirs.filter((one) => one.field.name === field.name && isSameBuild(one.form, form));
    const parent = await foreignParent(setting, field, same, parties);
    if (!parent) continue;
    tried.add(key);
    moves++;
    setting.context.progress(`moves as ${asker}: ${plainPath(path)} by ${field.name}`);
    const read = readOf(exchange);
    const { reference, looks } = parent;
    const subject = {
      owner,
      asker,
      page: exchange.url,
      form,
      name: field.name,
      foreign: reference,
      ...(text === undefined ? {} : { text }),
      isOwners: (value: string) => value !== reference && setting.knows(owner, value) && !setting.knows(asker, value),
      isAskers: (value: string) => setting.knows(asker, value) && !setting.knows(owner, value),
    };
    const bench = {
      ...benchAt(setting, read, asker),
      ask: (url: string, as: IdentityName) => setting.ask(readOf(exchange, url), as),
      looks: looks.map((one) => () => setting.ask(one, owner)),
    };
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const { result: proof, alive } = await betweenProbes(probes, () => proveFormMove(subject, bench), setting.renew);
    if (!proof) continue;
    const { sample, ...result } = proof;
    const hit = result.moved === 'owner-reads-it' || result.moved === 'asker-reads-more';
    const shared = hit && reference.length >= 6 && (await metAnyway(setting, reference, owner, asker));
    emit(
      {
        ...result,
        owner,
        asker,
        host: new URL(form.action).host,
        method: form.method,
        template: `${plainPath(path)} (moved by ${field.name})`,
        object: 'moved',
        field: field.name,
        control: true,
        ...(shared ? { shared } : {}),
        reproduce: reproduce(setting, read, form.action, form.method, sample, asker),
      },
      alive,
    );
    if (result.restored === false) throw new GapError(notPutBack(plainPath(path)));
  }
}

/** Forms of existing records, of selects alone or with texts that stand in them already, each with what may name a parent. */
export function movesOf({ exchanges }: Pick<Setting, 'exchanges'>, identity: IdentityName): readonly FormMove[] {
  const pages = exchanges.filter(
    (one) =>
      one.identity === identity &&
      one.method === 'GET' &&
      one.afterSignIn &&
      one.status === 200 &&
      exchangeContent(one).kind === 'html',
  );
  return pages.flatMap((exchange) => {
    const source = exchange.body.toString('utf8');
    const edits = editForms(source, exchange.url);
    return formsIn(source, exchange.url).flatMap((form): FormMove[] => {
      const edit = edits.find(
        (one) => one.form.action === form.action && one.form.fields.length === form.fields.length,
      );
      if (!edit && !isBareChoice(form)) return [];
      if (hasFurtherEffect(new URL(form.action).pathname) || !namesRecord(form)) return [];
      return form.fields
        .filter((field) => mayNameParent(field))
        .map((field) => ({ form, exchange, field, ...(edit ? { text: edit.text.name } : {}) }));
    });
  });
}

/** A form that only chooses: "move to". */
function isBareChoice(form: HtmlForm): boolean {
  const editable = form.fields.filter((one) => one.editable);
  return (
    /^(POST|PUT|PATCH)$/.test(form.method) &&
    editable.length === 1 &&
    editable[0]?.kind === 'select' &&
    (form.buttons.length === 0 || saveButton(form) !== undefined) &&
    !/^delete$/i.test(form.fields.find(({ name }) => name === '_method')?.value ?? '')
  );
}

/** A form for a new record is of none: one of an existing record names it, in its address or in what it hides. */
const namesRecord = ({ action, fields }: HtmlForm): boolean =>
  new URL(action).pathname.split('/').some((part) => /\d/.test(part) && !/^v\d+$/.test(part)) ||
  fields.some((one) => one.kind === 'hidden' && /(^|[_[.-])(id|uuid|pk)\]?$/i.test(one.name) && one.value !== '');

/** A choice among records, or a number that the page hides. Whose it is and who works on it are other matters. */
function mayNameParent(field: FormField): boolean {
  const name = lastPart(field.name);
  const isPeople = /user|member|assign|owner|author|account|tenant|org|mitarbeiter|benutzer|utilisateur|usuari|utente/i;
  if (isToken(field) || name === '_method' || isPeople.test(name)) return false;
  if (isTenantName(name) && !/project|group|site|shop|store/i.test(name)) return false;
  // Where nothing is marked as chosen, the page does not say where the record stands: it could not be put back there.
  if (field.kind === 'select' && !field.chosen) return false;
  if (field.kind === 'select') return field.options.length > 0 && field.options.every((one) => one.length <= 64);
  return field.kind === 'hidden' && /\d/.test(field.value) && /[a-z\d](_?id|_?uuid|_?ref|_?slug|Id|Uuid)$/.test(name);
}

/** What the owner's form of the same kind offers or has, and the asker's has not: a record that the owner reads and the asker is kept from. */
async function foreignParent(setting: Setting, field: FormField, same: readonly FormMove[], { owner, asker }: Parties) {
  const offered = same.flatMap(({ field: theirs }) =>
    theirs.kind === 'select'
      ? theirs.options.map((value, at) => ({ value, label: theirs.labels?.[at] ?? '' }))
      : [{ value: theirs.value, label: '' }],
  );
  const own = new Set([field.value, ...field.options]);
  const foreign = [...new Map(offered.map((one) => [one.value, one])).values()].filter(
    ({ value }) => value !== '' && !own.has(value),
  );
  for (const { value, label } of foreign.slice(0, kindLimit)) {
    const record = await keptRecord(setting, value, label, owner, asker);
    if (record) return { reference: value, looks: record };
  }
  return undefined;
}
