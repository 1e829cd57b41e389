import { chooseOption, openBox } from '../boxes/open-box.ts';
import { dangerWords } from '../words.ts';
import { keepBeside, keeping } from '../writes/keep-beside.ts';
import type { Onlooker } from './look-at-page.ts';
import { fillBeside, type Offer, pressNearest, putValue } from './page-offers.ts';
import { sentChoice } from './sent-choice.ts';
import { type SentOffer, sentOffer } from './sent-offer.ts';

const heldMs = 1500;

/** Enters a value where the page offers it and keeps it, into the shield: nothing is sent, and how the page would have sent it is known. */
export async function rehearseOffer(by: Onlooker, offer: Offer, value: string): Promise<SentOffer | undefined> {
  const { tab, session, context } = by;
  const { world, signal } = context;
  const { held, moment } = session.recorder;
  const before = held.length;
  moment.now = undefined;
  const sent = async () => {
    for (let look = 0; look < heldMs / 50 && held.length === before; look++) await world.clock.wait(50, signal);
    return sentOffer(held.slice(before), value);
  };
  try {
    if (offer.box) return await rehearseBox();
    if (offer.kind === 'invitation') await tab.evaluate(fillBeside, { at: offer.at, text: 'Launch Ready' });
    await tab.evaluate(putValue, { at: offer.at, value });
    await world.clock.wait(100, signal);
    // A choice may be kept at once; a text is kept by a button.
    const atOnce = offer.kind === 'role' ? await sent() : undefined;
    if (atOnce) return atOnce;
    const no = offer.kind === 'change' ? dangerWords.source : '';
    if (!(await tab.evaluate(pressNearest, { at: offer.at, no }))) return undefined;
    return await sent();
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return undefined;
  }

  async function rehearseBox(): Promise<SentOffer | undefined> {
    const options = await openBox(tab, offer.at);
    const [chosen, former] = [value, offer.value].map((text) => options.find((one) => one.text === text));
    if (!chosen || !former || !(await chooseOption(tab, offer.at, chosen.text))) return undefined;
    const choice = async () => {
      await sent();
      return sentChoice(held.slice(before), chosen, former, session.recorder.exchanges);
    };
    const atOnce = await choice();
    if (atOnce || held.length > before) return atOnce;
    return (await tab.evaluate(keepBeside, { at: offer.at, ...keeping })) ? choice() : undefined;
  }
}
