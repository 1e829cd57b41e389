import { type Gap, gap } from '../../model/gap.ts';
import { ownerFacts } from '../../model/handover.ts';
import type { Receipt } from '../../model/receipt.ts';
import { type CollectContext, defineCollector } from '../collector.ts';

const kinds = ['drill.alert', 'drill.alert-negative', 'drill.rollback', 'drill.health'] as const;
type DrillKind = (typeof kinds)[number];

const commands: Readonly<Record<DrillKind, string>> = {
  'drill.alert': 'launch-ready drill alert',
  'drill.alert-negative': 'launch-ready drill alert --negative',
  'drill.rollback': 'launch-ready drill rollback',
  'drill.health': 'launch-ready drill health',
};

/** The latest signed receipt of each drill of this target, and what the owner wrote for the handover. Sends nothing. */
export const drillCollector = defineCollector({
  id: 'drills',
  produces: [...kinds, 'handover.facts'],
  permit: 'look',
  sendsNothing: true,
  timeoutMs: 90_000,
  subjects: ({ name }) => [name],
  async collect(subject, context) {
    const { receipts, refused } = await context.world.receipts();
    const mine = receipts.filter(({ target }) => target === subject);
    for (const kind of kinds) {
      const latest = mine.findLast((receipt) => kindOf(receipt) === kind);
      if (latest) emit(context, kind, subject, latest);
      else context.gap(kind, subject, noReceipt(kind, refused.length));
    }
    const { config } = context.target;
    if (config.handover === undefined) return context.gap('handover.facts', subject, nothingWritten());
    context.emit('handover.facts', subject, {
      facts: ownerFacts(config).map(({ section, label, place, value }) => ({
        section,
        label,
        place,
        given: value !== undefined,
      })),
      rollbackLines: (config.handover.rollback ?? '').split('\n').filter((line) => line.trim() !== '').length,
    });
  },
});

function emit(context: CollectContext, kind: DrillKind, subject: string, receipt: Receipt): void {
  if (receipt.drill === 'rollback') context.emit('drill.rollback', subject, receipt);
  else if (receipt.drill === 'health') context.emit('drill.health', subject, receipt);
  else context.emit(kind === 'drill.alert' ? 'drill.alert' : 'drill.alert-negative', subject, receipt);
}

function kindOf(receipt: Receipt): DrillKind {
  if (receipt.drill === 'alert') return receipt.negative ? 'drill.alert-negative' : 'drill.alert';
  return `drill.${receipt.drill}`;
}

function noReceipt(kind: DrillKind, refused: number): Gap {
  const more = refused > 0 ? ` ${refused} receipts were refused: this project's key did not sign them.` : '';
  return gap(
    'not-configured',
    `No receipt of this drill for this portal was found in the project folder.${more}`,
    `Run ${commands[kind]} in the project folder.`,
    20,
  );
}

function nothingWritten(): Gap {
  return gap(
    'not-configured',
    'Nothing was written for the handover yet.',
    'Fill in "handover" in the config: parts, domains, release and rollback, alerts, contacts, support hours, secrets by name.',
    60,
  );
}
