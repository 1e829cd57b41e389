import type { CollectContext } from '../../collector.ts';
import type { CrawlResult } from '../crawl/crawl.ts';
import { pressInTurn } from '../crawl/press-in-page.ts';
import type { HeldRequest } from '../held-request.ts';
import { callingHeaders } from '../operations/calling-headers.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { cancelWords, createWords, dangerWords, saveWords } from '../words.ts';
import { type FilledInput, filledInputs, pressSave, typeInto } from './edit-page.ts';
import { muteChannels } from './mute-channels.ts';
import { type TickedChange, tickAndChange } from './tick-rows.ts';
import { harmlessness, isPlainText } from './text-field.ts';

const rehearsals = 10;
const heldMs = 1500;

/**
 * Fills a text of each page whose own script lets it be changed and saves it into the shield: nothing is sent, and how the
 * page would have sent it is known. A channel has no shield: what pages would say over one is dropped in the page itself.
 */
export async function rehearseEdits(session: Session, editors: CrawlResult['editors'], context: CollectContext) {
  const { world, signal, progress } = context;
  const { page, recorder } = session;
  const talks = recorder.channels?.some(({ sent }) => sent.length > 0) === true;
  let learnt = 0;
  for (const editor of editors.slice(0, rehearsals)) {
    signal.throwIfAborted();
    const before = recorder.held.length;
    const mark = `lr${world.randomHex(5)}`;
    let ticked: TickedChange | undefined;
    try {
      await page.goto(editor.page, { waitUntil: 'domcontentloaded', timeout: 12_000 });
      await quiet();
      if (talks) await page.evaluate(muteChannels);
      if (!(await pressInTurn(page, editor, quiet))) continue;
      const input = likeliest(await page.evaluate(filledInputs));
      if (!input) {
        ticked = await tickAndChange(page, mark, quiet);
        if (!ticked) continue;
      }
      if (input) {
        await page.evaluate(typeInto, { at: input.at, text: `${input.value} ${mark}` });
        await world.clock.wait(60, signal);
        const given = { at: input.at, save: saveWords.source, no: `${dangerWords.source}|${cancelWords.source}` };
        if (!(await page.evaluate(pressSave, given))) await page.keyboard.press('Enter');
      }
      for (let look = 0; look < heldMs / 50 && recorder.held.length === before; look++)
        await world.clock.wait(50, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      progress(`${session.identity}: a form that a script draws could not be rehearsed`);
    }
    for (const [at, one] of recorder.held.entries())
      if (at >= before && ticked?.chosen !== undefined && one.body?.includes(ticked.chosen)) {
        recorder.held[at] = { ...one, chosen: ticked.chosen };
        learnt += 1;
      } else if (at >= before && one.body?.includes(mark) && !makesNew(one, `${editor.next ?? editor.text}`)) {
        recorder.held[at] = { ...one, mark };
        learnt += 1;
      }
  }
  if (learnt > 0) progress(`${session.identity}: ${learnt} changes rehearsed, none sent`);
  await page.goto(session.home, { waitUntil: 'domcontentloaded', timeout: 12_000 }).catch(() => null);
  // An address that differs in its anchor alone loads nothing anew.
  if (talks) await page.reload({ waitUntil: 'domcontentloaded', timeout: 12_000 }).catch(() => null);

  function quiet() {
    return waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
  }
}

/** A free text before a title, a title before a name; what is no text of people’s own is not touched. */
function likeliest(inputs: readonly FilledInput[]): FilledInput | undefined {
  return inputs
    .filter(({ value }) => isPlainText(value) && /\p{L}{2}/u.test(value) && !/^[\d\s.,:+()/-]+$/.test(value))
    .map((input) => ({ input, rank: rankOf(input) }))
    .sort((one, other) => one.rank - other.rank)[0]?.input;
}

function rankOf({ words, area, value }: FilledInput): number {
  const known = words.split(/[\s.[\]]+/).flatMap((word) => harmlessness(word) ?? []);
  return Math.min(area ? 1 : 9, ...known) + (/\s/.test(value) ? 0 : 0.5);
}

/** A form that makes something new may stand there with a text in it, and a function of the server says by no address what it does. */
const makesNew = ({ headers }: HeldRequest, opener: string): boolean =>
  callingHeaders(headers).length > 0 && createWords.test(opener);
