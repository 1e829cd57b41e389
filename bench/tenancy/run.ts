import { type EditionName, editions } from '../../range/editions.ts';
import { fineShapes, shapes } from './shapes.ts';
import { type Outcome, proveShape } from './prove-shape.ts';
import { proveWrites } from './prove-writes.ts';
import { pairsOf, rivalRules } from './rival-rules.ts';
import { fullPass, measureOrdinary, measureWall } from './wall.ts';

/** `npm run bench -- tenancy [--shapes] [--edition NAME] [--areas LIST]`: our rule beside others on the same replays, then the wall time of whole proofs. */
interface Count {
  caught: number;
  missed: number;
  alarms: number;
  silent: number;
}
const counts = new Map<string, Count>();
const count = (rule: string, flawed: boolean, said: boolean) => {
  const one = counts.get(rule) ?? { caught: 0, missed: 0, alarms: 0, silent: 0 };
  counts.set(rule, one);
  if (flawed) one[said ? 'caught' : 'missed'] += 1;
  else one[said ? 'alarms' : 'silent'] += 1;
};

let requests = 0;
let proven = 0;
const clean = { requests: 0, alarms: 0 };
const began = performance.now();
const judged = (told: Outcome['told']) =>
  told.filter((one) => one.check.startsWith('authz.') && ['pass', 'fail'].includes(one.is));
for (const shape of [...shapes, ...fineShapes])
  for (const flawed of shape.finds.length > 0 ? [true, false] : [false]) {
    const { told, sent } = await proveShape(shape, flawed);
    requests += sent.length;
    if (!flawed) {
      clean.requests += sent.length;
      clean.alarms += told.filter(({ is }) => is === 'fail').length;
    }
    proven += new Set(judged(told).map((one) => `${one.check} ${one.subject}`)).size;
    count(
      'ours: the owner’s own values',
      flawed,
      told.some((one) => one.is === 'fail'),
    );
    const pairs = pairsOf(sent);
    for (const [name, rule] of Object.entries(rivalRules))
      count(
        name,
        flawed,
        pairs.some(({ owner, asker }) => rule(owner, asker)),
      );
  }
const shapesMs = performance.now() - began;

const share = (part: number, rest: number) => (part + rest === 0 ? '—' : (part / (part + rest)).toFixed(2));
process.stdout.write(
  `${shapes.length} shapes with their flaw and without, ${fineShapes.length} that look wrong and are fine\n\n`,
);
process.stdout.write(`${'rule'.padEnd(34)} precision recall  caught missed false alarms\n`);
for (const [rule, { caught, missed, alarms }] of counts)
  process.stdout.write(
    `${rule.padEnd(34)} ${share(caught, alarms).padStart(9)} ${share(caught, missed).padStart(6)} ${String(caught).padStart(7)} ${String(missed).padStart(6)} ${String(alarms).padStart(12)}\n`,
  );
process.stdout.write(
  `\n${requests} requests for ${proven} verdicts: ${(requests / Math.max(1, proven)).toFixed(1)} requests and ${(shapesMs / Math.max(1, proven)).toFixed(1)} ms each, in memory\n`,
);
const writes = await proveWrites();
process.stdout.write(
  `${writes.shapes} shapes of writing: ${writes.caught} of ${writes.shapes} flaws caught; ${writes.requests} requests for ${writes.verdicts} verdicts: ${(writes.requests / Math.max(1, writes.verdicts)).toFixed(1)} each; data not as before in ${writes.left}\n`,
);
const [asked, alarms] = [clean.requests + writes.clean.requests, clean.alarms + writes.clean.alarms];
process.stdout.write(
  `false alarms where nothing is wrong: ${alarms} in ${asked} requests, ${((1000 * alarms) / asked).toFixed(2)} per 1,000\n`,
);
const named = process.argv[process.argv.indexOf('--edition') + 1];
const edition = process.argv.includes('--edition') && isEdition(named) ? named : 'service';
const areas = process.argv.includes('--areas') ? process.argv[process.argv.indexOf('--areas') + 1] : undefined;
if (!process.argv.includes('--shapes')) {
  if (!process.argv.includes('--edition')) process.stdout.write(await measureOrdinary());
  process.stdout.write(await measureWall(edition, areas ?? fullPass));
}

function isEdition(name: string | undefined): name is EditionName {
  return name !== undefined && name in editions;
}
