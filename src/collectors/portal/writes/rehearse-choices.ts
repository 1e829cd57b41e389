import type { CollectContext } from '../../collector.ts';
import type { CrawlResult, Way } from '../crawl/crawl.ts';
import { pageKey } from '../crawl/page-key.ts';
import { pressInTurn } from '../crawl/press-in-page.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { cancelWords, changeWords, dangerWords, saveWords } from '../words.ts';
import { anotherValue } from './another-value.ts';
import { type Chooser, chooseInPage, choosersIn, pressBeside } from './choose-in-page.ts';

const rehearsals = 8;
const perPage = 2;
const heldMs = 1200;

/**
 * Chooses another state, date or number where a page's own script lets people do so, and keeps it: the shield holds what the page
 * sends, so that its way of making the change is known.
 */
export async function rehearseChoices(
  session: Session,
  choosers: NonNullable<CrawlResult['choosers']>,
  context: CollectContext,
): Promise<void> {
  const { world, signal, progress } = context;
  const { page, recorder } = session;
  const learnt = new Set<string>();
  let tries = 0;
  for (const way of likeliestFirst(choosers)) {
    const { page: url } = way;
    const kind = `${pageKey(url)} ${way.text} ${way.next ?? ''}`;
    if (learnt.has(kind) || tries >= rehearsals) continue;
    signal.throwIfAborted();
    try {
      for (const { chooser, changed } of (await open(way)).slice(0, perPage)) {
        // What was chosen before may have drawn the page anew.
        if (learnt.size > 0 && page.url() !== url) await open(way);
        tries += 1;
        const before = recorder.held.length;
        await page.evaluate(chooseInPage, { at: chooser.at, value: changed });
        await held(before, 300);
        if (recorder.held.length === before) {
          const words = {
            save: `${saveWords.source}|${changeWords.source}`,
            no: `${dangerWords.source}|${cancelWords.source}`,
          };
          if (!(await page.evaluate(pressBeside, { at: chooser.at, ...words }))) continue;
          await held(before, heldMs);
        }
        for (const [at, one] of recorder.held.entries())
          if (at >= before && holds(one.body, changed)) {
            const { name, id, value } = chooser;
            recorder.held[at] = { ...one, chosen: changed, former: value, control: { name, id } };
            learnt.add(kind);
          }
        if (learnt.has(kind)) break;
      }
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      progress(`${session.identity}: a choice of a page could not be rehearsed`);
    }
  }
  if (learnt.size > 0) progress(`${session.identity}: ${learnt.size} choices rehearsed, none sent`);
  if (tries > 0) await page.goto(session.home, { waitUntil: 'domcontentloaded', timeout: 12_000 }).catch(() => null);

  async function open(way: Way): Promise<readonly Choice[]> {
    await page.goto(way.page, { waitUntil: 'domcontentloaded', timeout: 12_000 });
    await quiet();
    if (way.text === '') return choicesOf(await page.evaluate(choosersIn));
    // What a press opens is what it is about; the rest of the page is tried by itself.
    const before = new Set((await page.evaluate(choosersIn)).map(calledAs));
    if (!(await pressInTurn(page, way, quiet))) return [];
    return choicesOf((await page.evaluate(choosersIn)).filter((one) => !before.has(calledAs(one))));
  }
  async function held(before: number, limitMs: number): Promise<void> {
    for (let look = 0; look < limitMs / 50 && recorder.held.length === before; look++)
      await world.clock.wait(50, signal);
  }
  function quiet() {
    return waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
  }
}

interface Choice {
  readonly chooser: Chooser;
  readonly changed: string;
}

const calledAs = ({ kind, name, id, words }: Chooser) => `${kind} ${name} ${id} ${words}`;

const choicesOf = (choosers: readonly Chooser[]): readonly Choice[] =>
  choosers.flatMap((chooser) => {
    const changed = anotherValue(chooser);
    return changed === undefined ? [] : [{ chooser, changed }];
  });

/** What a press opens is for changing; a page of one record before a list, which may only be narrowed down by its choices. */
export function likeliestFirst(choosers: NonNullable<CrawlResult['choosers']>) {
  const rank = ({ page, text }: { readonly page: string; readonly text: string }) =>
    (text === '' ? 1 : 0) + (pageKey(page).includes('{}') ? 0 : 2);
  return [...choosers].sort((one, other) => rank(one) - rank(other));
}

/** The value as it stands in a body, of JSON or of a form. */
const holds = (body: string | undefined, value: string) =>
  body !== undefined &&
  [value, encodeURIComponent(value), new URLSearchParams([['', value]]).toString().slice(1)].some((one) =>
    body.includes(one),
  );
