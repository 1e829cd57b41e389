import type { CollectContext } from '../../collector.ts';
import type { BoxOption, ChoiceBox } from '../boxes/box-tools.ts';
import { chooseOption, choiceBoxes, closeBox, openBox } from '../boxes/open-box.ts';
import type { CrawlResult, Way } from '../crawl/crawl.ts';
import { pageKey } from '../crawl/page-key.ts';
import { pressInTurn } from '../crawl/press-in-page.ts';
import type { HeldRequest } from '../held-request.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { createWords, dangerWords } from '../words.ts';
import { anotherValue } from './another-value.ts';
import { chosenSlot, formerOfChoice, slotBetween } from './chosen-slot.ts';
import { keepBeside, keeping } from './keep-beside.ts';
import { muteChannels } from './mute-channels.ts';
import { likeliestFirst } from './rehearse-choices.ts';

const rehearsals = 6;
const limitMs = 15_000;
const perPage = 2;
const atOnceMs = 300;
const heldMs = 1200;

type Choosers = NonNullable<CrawlResult['choosers']>;

/**
 * Chooses another entry in lists of component libraries, which are no `<select>`, and keeps it into the shield: a state that a record is
 * filed under, or the record that it stands below. What a page shows of a choice is its words: what stands for it in the request is found
 * by its value in the markup, by its words, or by choosing twice.
 */
export async function rehearseBoxes(session: Session, choosers: Choosers, context: CollectContext): Promise<void> {
  const { world, signal, progress } = context;
  const { page, recorder } = session;
  const learnt = new Set<string>();
  const talks = recorder.channels?.some(({ sent }) => sent.length > 0) === true;
  let tries = 0;
  const endMs = world.clock.monotonicMs() + limitMs;
  for (const way of likeliestFirst(choosers).filter(isOfRecord)) {
    const kind = `${pageKey(way.page)} ${way.text} ${way.next ?? ''}`;
    if (learnt.has(kind) || tries >= rehearsals || world.clock.monotonicMs() >= endMs) continue;
    signal.throwIfAborted();
    try {
      const boxes = (await open(way)).filter(({ inRow, ofFrame }) => !inRow && !ofFrame);
      for (const box of boxes.slice(0, perPage)) {
        tries += 1;
        if (await rehearse(way, box)) learnt.add(kind);
      }
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      progress(`${session.identity}: a choice of a page could not be rehearsed`);
    }
  }
  if (learnt.size > 0) progress(`${session.identity}: ${learnt.size} choices from lists rehearsed, none sent`);
  if (tries > 0) await page.goto(session.home, { waitUntil: 'domcontentloaded', timeout: 12_000 }).catch(() => null);
  // An address that differs in its anchor alone loads nothing anew.
  if (talks) await page.reload({ waitUntil: 'domcontentloaded', timeout: 12_000 }).catch(() => null);

  async function rehearse(way: Way, box: ChoiceBox): Promise<boolean> {
    const tried: { readonly option: BoxOption; readonly at: number; readonly sent: HeldRequest }[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const [there] =
        turn === 0 && (await isHere(way.page, box)) ? [box] : (await open(way)).filter((one) => isSame(one, box));
      const options = there ? await openBox(page, there.at) : [];
      const filed = filedAs(options, box);
      const others = options.filter((one) => !one.chosen && !isNothing(one.text) && !dangerWords.test(one.text));
      const option = filed ?? others.find((one) => !tried.some((other) => other.option.text === one.text));
      if (!there || !option) {
        if (there) await closeBox(page, there.at);
        return false;
      }
      const before = recorder.held.length;
      if (!(await chooseOption(page, there.at, option.text))) return false;
      if (!(await held(before, atOnceMs))) {
        await page.evaluate(keepBeside, { at: there.at, ...keeping });
        await held(before, heldMs);
      }
      const sent = recorder.held[before];
      if (!sent) return false;
      tried.push({ option, at: before, sent });
      const [first, second] = tried;
      const slot = first && (second ? slotBetween(first.sent, second.sent) : chosenSlot(first.sent, first.option));
      if (!first || (!slot && filed)) return false;
      if (!slot) continue;
      const former = filed && formerOfChoice(first.sent, slot.value, recorder.exchanges);
      if (filed && former === undefined) return false;
      const control = { name: box.name, id: '' };
      recorder.held[first.at] = {
        ...first.sent,
        ...(filed ? { chosen: slot.value, former: former ?? '', control } : { named: slot.value }),
      };
      // One of the two may be what the record stands below already.
      const other = second && slotBetween(second.sent, first.sent);
      if (second && other) recorder.held[second.at] = { ...second.sent, named: other.value };
      return true;
    }
    return false;
  }
  async function open(way: Way): Promise<readonly ChoiceBox[]> {
    await page.goto(way.page, { waitUntil: 'domcontentloaded', timeout: 12_000 });
    await quiet();
    if (talks) await page.evaluate(muteChannels);
    const before = await choiceBoxes(page);
    if (way.text === '') return before;
    if (!(await pressInTurn(page, way, quiet))) return [];
    return (await choiceBoxes(page)).filter((one) => !before.some((other) => isSame(one, other)));
  }
  async function isHere(url: string, box: ChoiceBox): Promise<boolean> {
    return page.url() === url && (await choiceBoxes(page)).some((one) => one.at === box.at && isSame(one, box));
  }
  async function held(before: number, limitMs: number): Promise<boolean> {
    for (let look = 0; look < limitMs / 50 && recorder.held.length === before; look++)
      await world.clock.wait(50, signal);
    return recorder.held.length > before;
  }
  function quiet() {
    return waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
  }
}

/** What makes a new object changes none, and neither does a list that is only narrowed down. */
const isOfRecord = ({ page, text, next }: Choosers[number]) =>
  !createWords.test(next ?? text) && (text !== '' || pageKey(page).includes('{}'));

const isNothing = (text: string) => !/[\p{L}\d]/u.test(text);

/** Ids that libraries count up differ from one look to the next. */
const calledAs = ({ words, name }: ChoiceBox) =>
  `${name} ${words
    .split(' ')
    .filter((word) => !/[:\d]/.test(word))
    .join(' ')}`;
const isSame = (one: ChoiceBox, other: ChoiceBox) => one.at === other.at && calledAs(one) === calledAs(other);

/** Another state or kind that leads to nothing further, where the list is one of those. */
function filedAs(options: readonly BoxOption[], { words, name }: ChoiceBox): BoxOption | undefined {
  const texts = options.map(({ text }) => text);
  const value = options.find(({ chosen }) => chosen)?.text ?? '';
  const other = anotherValue({ kind: 'select', value, options: texts, labels: texts, words: `${name} ${words}` });
  return options.find(({ text }) => text === other);
}
