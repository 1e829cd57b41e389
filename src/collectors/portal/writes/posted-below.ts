import { formBody, formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { plainPath } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';
import { takeBackOne } from './take-back-one.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { Setting } from '../tenancy/setting.ts';
import { deleteWords, signOutWords } from '../words.ts';
import { addedText } from './added-text.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import { type EmitWrite, type Parties, readOf } from './candidate.ts';
import { isToken, saveButton } from './form-target.ts';
import { keptRecord } from './kept-record.ts';
import { ownTokens } from './page-candidates.ts';
import { provePosted } from './prove-posted.ts';
import { reproduce } from './reproduce-write.ts';

const kindLimit = 3;

/** A form on the page of one record that adds a text to it: a comment, a note, a message of its thread. */
interface AddingForm {
  readonly form: HtmlForm;
  readonly exchange: Exchange;
  readonly texts: readonly string[];
  /** What names the record. */
  readonly reference: string;
}

/**
 * What people write below a record by the form of its page: sent by the asker to the owner's record, with tokens of its own. Nothing is
 * put below the asker's own one for comparison: what is added in this way can often not be taken away again.
 */
export async function postedBelow(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { owner, asker } = parties;
  const tried = new Set<string>();
  for (const { form, exchange, texts, reference } of addingForms(setting, parties)) {
    const path = new URL(form.action).pathname;
    const template = plainPath(path);
    if (tried.has(template) || tried.size >= kindLimit || mayNotWrite(setting, 'POST', path)) continue;
    const looks = await keptRecord(setting, reference, '', owner, asker);
    if (!looks) continue;
    tried.add(template);
    setting.context.progress(`puts something below a record of ${owner} as ${asker}: ${template}`);
    const names = form.fields.filter(isToken).map(({ name }) => name);
    const read = readOf(exchange);
    const subject = {
      owner,
      asker,
      what: `a text by the form at ${template}`,
      way: 'the form of the page',
      shownAt: exchange.url,
      isOwners: (value: string) => setting.knows(owner, value) && !setting.knows(asker, value),
      form: async (mark: string) => {
        const fresh = names.length === 0 ? new Map<string, string>() : await ownTokens(setting, exchange)(asker, names);
        if (!fresh) return undefined;
        const button = saveButton(form) ?? form.buttons[0];
        const entries = form.fields
          .filter((one) => one.sent && one.kind !== 'file')
          .map((one): readonly [string, string] => [
            one.name,
            texts.includes(one.name) ? `Test ${mark}` : (fresh.get(one.name) ?? one.value),
          ]);
        const pressed = button && button.name !== '' ? [[button.name, button.value] as const] : [];
        return {
          method: 'POST',
          url: form.action,
          ...formBody([...entries, ...pressed], form.multipart, '----lr-posted'),
        };
      },
    };
    const bench = {
      ...benchAt(setting, read, asker),
      ask: (url: string, as: IdentityName) => setting.ask(readOf(exchange, url), as),
      looks: looks.map((one) => () => setting.ask(one, owner)),
      takeBack: (id: string) => takeBackOne(setting, id),
    };
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const { result: proof, alive } = await betweenProbes(probes, () => provePosted(subject, bench), setting.renew);
    if (!proof) continue;
    const { sample, ...result } = proof;
    const hit = result.moved !== 'no';
    const shared = hit && reference.length >= 6 && (await metAnyway(setting, reference, owner, asker));
    const [{ status = 0 } = {}] = result.trials;
    emit(
      {
        ...result,
        owner,
        asker,
        host: new URL(form.action).host,
        method: 'POST',
        template,
        object: 'moved',
        control: true,
        // Absent for the asker is plain; another refusal, or a page as for success, may be about something else than whose record it is.
        ...(hit || status === 404 ? {} : { askerControl: false }),
        ...(shared ? { shared } : {}),
        reproduce: reproduce(setting, read, form.action, 'POST', sample, asker),
      },
      alive,
    );
  }
}

function addingForms(setting: Setting, { owner, asker }: Parties): readonly AddingForm[] {
  const { exchanges } = setting;
  return exchanges
    .filter((one) => one.identity === owner && one.method === 'GET' && one.afterSignIn && one.status === 200)
    .filter((one) => exchangeContent(one).kind === 'html')
    .flatMap((exchange) =>
      formsIn(exchange.body.toString('utf8'), exchange.url).flatMap((form): AddingForm[] => {
        const texts = textsToAdd(form);
        const reference = texts && referenceOf(form, exchange.url, setting, asker);
        return texts && reference !== undefined ? [{ form, exchange, texts, reference }] : [];
      }),
    );
}

/**
 * The empty texts of a form that has nothing else to fill in; undefined where it is another kind of form. A file may come along and a
 * box may be ticked: both are left as they are.
 */
function textsToAdd({ method, fields, buttons, action }: HtmlForm): readonly string[] | undefined {
  const editable = fields.filter(
    (one) => one.editable && one.kind !== 'file' && !(one.kind === 'checkbox' && !one.sent),
  );
  const isAdding =
    method === 'POST' &&
    editable.length > 0 &&
    editable.length <= 2 &&
    editable.every(({ kind, value }) => /^(text|textarea)$/.test(kind) && value.trim() === '') &&
    editable.some(({ kind, name }) => kind === 'textarea' || addedText.test(name)) &&
    !/^(delete|put|patch)$/i.test(fields.find(({ name }) => name === '_method')?.value ?? '') &&
    !buttons.some(({ words }) => deleteWords.test(words) || signOutWords.test(words)) &&
    !hasFurtherEffect(new URL(action).pathname);
  return isAdding ? editable.map(({ name }) => name) : undefined;
}

/** The record that the page is about and the form names as well, in its address or in what it hides; none that the asker met. */
function referenceOf(form: HtmlForm, page: string, setting: Setting, asker: IdentityName): string | undefined {
  const own = new URL(page).pathname.split('/').filter((part) => /\d/.test(part) && !/^v\d+$/.test(part));
  const named = [
    ...new URL(form.action).pathname.split('/'),
    ...form.fields.filter((one) => one.kind === 'hidden' && !isToken(one)).map(({ value }) => value),
  ];
  const reference = own.findLast((part) => named.includes(part));
  if (reference === undefined || (reference.length >= 6 && setting.knows(asker, reference))) return undefined;
  const { pathname } = new URL(page);
  const met = setting.exchanges.some(
    (one) => one.identity === asker && one.status < 400 && new URL(one.url).pathname === pathname,
  );
  return met ? undefined : reference;
}
