import { checklists } from '../../src/checklists/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { networkChecks } from '../../src/checks/network.ts';
import { networkCollectors } from '../../src/collectors/network.ts';
import { judge } from '../../src/engine/judge.ts';
import { lookWith } from './look.ts';

/** Reads a config from standard input, makes the whole network pass over it and prints what it took. */
let text = '';
for await (const chunk of process.stdin) text += String(chunk);
const config: unknown = JSON.parse(text);
const began = performance.now();
const dossier = await lookWith(config, { collectors: networkCollectors });
const ms = Math.round(performance.now() - began);
const card = judge(dossier, checklists['b2b-cyber'], { checks: networkChecks, catalogue, coverageOf });
const ids = new Set(networkChecks.map(({ id }) => id));
const verdicts = card.findings
  .filter(({ check }) => ids.has(check))
  .map(({ check, subject, status, code }) => `${check} ${subject} ${status} ${code}`)
  .sort();
const bugs = dossier.evidence.filter((one) => !one.seen && one.gap.reason === 'our-bug').length;
const certificate = card.checks.find(({ id }) => id === 'https.valid-certificate')?.subjects;
process.stdout.write(
  JSON.stringify({
    ms,
    cpuMs: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1000),
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    requests: dossier.requests.sent,
    durationsMs: dossier.durationsMs,
    certificate,
    bugs,
    verdicts,
  }),
);
