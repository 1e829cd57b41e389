import type { WritingBench } from './writing-bench.ts';
import { formBody, formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { CrossWrite } from '../../write-evidence.ts';
import { isAtomLike, stableLeaves } from '../tenancy/atoms.ts';
import type { RawView } from '../tenancy/view.ts';
import { isToken, saveButton } from './form-target.ts';
import { marked } from './text-field.ts';
import type { WriteForm } from './write-target.ts';

export interface FormMoveSubject {
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  /** The page of the asker's own record that holds the form, and the form as it stood there. */
  readonly page: string;
  readonly form: HtmlForm;
  /** The field that says below what the record stands. */
  readonly name: string;
  readonly foreign: string;
  /** A text of the form that may carry a mark. */
  readonly text?: string;
  /** A value that the owner has met and the asker has not. */
  readonly isOwners: (value: string) => boolean;
  /** A value that the asker has met and the owner has not. */
  readonly isAskers: (value: string) => boolean;
}

export type FormMoveProof = Pick<CrossWrite, 'trials' | 'restored'> & {
  readonly moved: NonNullable<CrossWrite['moved']>;
  readonly askerControl: boolean;
  readonly sample: string;
};

const settleMs = 2200;

/**
 * The asker sends the form of its own record as it stands, or with another reference of its own, so the way is known to work; then
 * with the owner's. It counts where the owner then reads words of the asker's at its own record, or the asker reads values of that
 * record on its own page, and no longer once the form was put back. undefined: the form does nothing when the asker sends it.
 */
export async function proveFormMove(subject: FormMoveSubject, bench: WritingBench): Promise<FormMoveProof | undefined> {
  const { asker, owner, page, name, foreign, text } = subject;
  const boundary = '----lr-move';
  const first = await bench.ask(page, asker);
  const before = formAt(first, subject);
  const own = before && valueIn(before, name);
  const former = before && text !== undefined ? valueIn(before, text) : '';
  if (!before || own === undefined || own === '' || former === undefined) return undefined;
  const tokens = before.fields.filter(isToken).map((one) => one.name);
  const options = before.fields.find((one) => one.name === name)?.options ?? [];
  // A page that cannot show what is chosen shows its first choice: another one of the asker's own tells the two apart.
  const others = options.filter((one, at) => at > 0 && one !== '' && one !== own && one !== foreign);
  const base = own === options[0] && others[0] !== undefined ? others[0] : own;
  const filled = (form: HtmlForm, reference: string, value: string): WriteForm => {
    const button = saveButton(form);
    const sent = form.fields.filter((one) => one.sent || one.name === name);
    const entries = sent.map((one): readonly [string, string] => [
      one.name,
      one.name === name ? reference : one.name === text ? value : one.value,
    ]);
    const pressed = button && button.name !== '' ? [[button.name, button.value] as const] : [];
    const body = formBody([...entries, ...pressed], form.multipart, boundary);
    const fresh = tokens.length > 0 ? { fresh: { url: page, fields: tokens } } : {};
    return { method: form.method, url: form.action, ...body, ...fresh };
  };
  const ids: string[] = [];
  const back = filled(before, own, former);
  const write = async (reference: string, value: string, what: string) => {
    const form = formAt(await bench.ask(page, asker), subject) ?? before;
    const sending = filled(withState(form, before, name, text), reference, value);
    const { method, url } = sending;
    ids.push(
      await bench.journal.plan({ identity: asker, method, url, what, undo: { ...back, as: asker, orAs: owner } }),
    );
    return bench.write(asker, sending);
  };

  const ownMark = bench.mark();
  const isShown = text !== undefined || base !== own;
  if (isShown) {
    const answer = await write(base, marked(former, ownMark), `${asker} changes a record of its own by its form`);
    const now = formAt(await bench.ask(page, asker), subject);
    const works =
      now !== undefined &&
      valueIn(now, name) === base &&
      (text === undefined || valueIn(now, text)?.includes(ownMark) === true);
    if (!works) {
      if (answer.status >= 400 && now && isAsBefore(now)) await settle('refused', answer.status);
      else await putBack(() => Promise.resolve(true));
      return undefined;
    }
  }
  // What shows the owner the asker's record as it is says nothing of where it stands; what changes by itself proves nothing.
  const looks: { readonly read: () => Promise<RawView>; readonly text: string; readonly values: readonly string[] }[] =
    [];
  for (const read of bench.looks) {
    const [one, again] = [await read(), await read()];
    if (one.outcome !== 'data' || again.outcome !== 'data' || one.content.text.includes(ownMark)) continue;
    const stable = stableLeaves(one.content.leaves, again.content.leaves).filter(isAtomLike);
    looks.push({ read, text: one.content.text, values: stable.map(({ value }) => value).filter(subject.isOwners) });
  }
  const atFirst = await bench.ask(page, asker);
  const mark = bench.mark();
  const words = text === undefined ? ownWords(first, atFirst, looks, subject) : [mark];
  const answer = await write(foreign, marked(former, mark), `${asker} moves a record of its own below one of ${owner}`);
  const shown = new URL(answer.location ?? page, page);
  const pages = [...new Set([page, ...(shown.host === new URL(page).host ? [shown.href] : [])])];
  const held = () => heldBy(pages, atFirst);
  let found = await held();
  if (found === undefined && answer.status < 400) {
    await bench.wait(settleMs);
    found = await held();
  }
  const now = formAt(await bench.ask(page, asker), subject);
  const isStill =
    answer.status >= 400 ||
    (isShown &&
      now !== undefined &&
      valueIn(now, name) === base &&
      (base !== options[0] || text !== undefined) &&
      !isMarked(now, mark));
  const restored = await putBack(async () => found === undefined || (await held()) === undefined);
  // What stays on the page when the form is put back did not come by it.
  const moved = found !== undefined ? (restored ? found : 'stored') : isStill ? 'no' : 'stored';
  const changed = moved === 'no' ? false : moved === 'stored' ? null : true;
  const way = `the form of its own record that names B's in "${name}"`;
  const sample = filled(before, foreign, former).body ?? '';
  return {
    trials: [{ way, status: answer.status, outcome: answer.outcome, changed }],
    restored,
    moved,
    askerControl: isShown,
    sample,
  };

  async function heldBy(
    urls: readonly string[],
    was: RawView,
  ): Promise<'owner-reads-it' | 'asker-reads-more' | undefined> {
    for (const one of looks) {
      const { outcome, content } = await one.read();
      if (outcome === 'data' && words.some((word) => content.text.includes(word) && !one.text.includes(word)))
        return 'owner-reads-it';
    }
    const values = looks.flatMap((one) => one.values).filter((value) => !was.content.text.includes(value));
    for (const url of urls) {
      const view = await bench.ask(url, asker);
      if (view.outcome === 'data' && values.some((value) => view.content.text.includes(value)))
        return 'asker-reads-more';
    }
    return undefined;
  }

  async function putBack(isGone: () => Promise<boolean>): Promise<boolean> {
    // Below the owner's record it may be out of the asker's reach.
    for (const as of [asker, asker, owner]) {
      const form = formAt(await bench.ask(page, as), subject);
      await bench.write(as, form ? filled(withState(form, before ?? form, name, text), own ?? '', former ?? '') : back);
      const now = formAt(await bench.ask(page, asker), subject);
      if (now && isAsBefore(now) && (await isGone())) {
        await settle('undone');
        return true;
      }
      await bench.wait(settleMs);
    }
    await settle('cannot-undo');
    return false;
  }

  function isAsBefore(now: HtmlForm): boolean {
    return valueIn(now, name) === own && (text === undefined || valueIn(now, text)?.trim() === former?.trim());
  }
  function isMarked(now: HtmlForm, mark: string): boolean {
    return text !== undefined && valueIn(now, text)?.includes(mark) === true;
  }
  async function settle(state: 'undone' | 'cannot-undo' | 'refused', status = 0): Promise<void> {
    const detail =
      state === 'undone' ? 'the form was read as it had been' : 'the form did not come back as it had been';
    for (const one of ids) await bench.journal.settle(one, state === 'refused' ? { state, status } : { state, detail });
  }
}

/** Words of the asker's own record by which it is known where it shows: none that the owner meets anyway. */
function ownWords(
  first: RawView,
  again: RawView,
  looks: readonly { readonly text: string }[],
  { isAskers }: FormMoveSubject,
): readonly string[] {
  return stableLeaves(first.content.leaves, again.content.leaves)
    .filter((leaf) => isAtomLike(leaf) && !/@/.test(leaf.path) && isAskers(leaf.value))
    .map(({ value }) => value)
    .filter((value) => !looks.some(({ text }) => text.includes(value)));
}

/** The same form in an answer of its page. */
export function formAt(
  view: RawView,
  { page, form, name }: Pick<FormMoveSubject, 'page' | 'form' | 'name'>,
): HtmlForm | undefined {
  return formsIn(view.source ?? '', page).find(
    (one) => one.action === form.action && one.fields.some((field) => field.name === name),
  );
}

const valueIn = ({ fields }: HtmlForm, name: string): string | undefined =>
  fields.find((one) => one.name === name)?.value;

/** The form with tokens and states as they are now, and all else as it was. */
function withState(now: HtmlForm, before: HtmlForm, name: string, text: string | undefined): HtmlForm {
  const fields = before.fields.map((one, at) => {
    const same =
      now.fields[at]?.name === one.name ? now.fields[at] : now.fields.find((other) => other.name === one.name);
    return one.kind === 'hidden' && one.name !== name && one.name !== text ? (same ?? one) : one;
  });
  return { ...before, fields };
}
