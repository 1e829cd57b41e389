import { type Gap, gap } from '../model/gap.ts';

/** Why a collector that came back without a word has nothing to show for its subject. */
export const silence = (collector: string, subject: string): Gap =>
  gap('inconclusive', `${collector} saw nothing of ${subject}.`, 'Look at the host by hand, then run again.');
