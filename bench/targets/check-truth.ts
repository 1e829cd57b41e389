import { parseArgs } from 'node:util';
import { call } from './api-client.ts';
import { installFolder } from './install-folder.ts';
import { type Customer, loadTarget, type StartedTarget, targetName } from './target.ts';
import { readTruth, type TruthRequest } from './truth.ts';

/** Sends one request of the truth file and returns what differs from what it says; empty when nothing does. */
async function deviations(target: StartedTarget, request: TruthRequest): Promise<string[]> {
  const session = request.as === 'anonymous' ? {} : target.sessions[request.as];
  if (session === undefined) return [`there is no session ${request.as}`];
  const filled = <T>(value: T): T =>
    value === undefined
      ? value
      : (JSON.parse(
          JSON.stringify(value).replace(/\{([a-z-]+)\}/g, (whole, name: string) => target.references?.[name] ?? whole),
        ) as T);
  const { json, form, path } = filled({ json: request.json, form: request.form, path: request.path });
  const answer = await call(request.method, target.url + path, {
    headers: { ...session, ...request.headers },
    json,
    form,
  });
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const text = `${headers}\n${answer.text}`;
  const sent = decodeURIComponent(path.replaceAll('%2f', '/')) + JSON.stringify({ json, form });
  const customers: readonly Customer[] = ['a', 'b'];
  const sees = customers.filter((one) => target.privateValues[one].some((v) => text.includes(v) && !sent.includes(v)));
  const out: string[] = [];
  if (answer.status !== request.status) out.push(`status ${answer.status}, the truth file says ${request.status}`);
  if (sees.join() !== [...request.sees].sort().join())
    out.push(`sees values of [${sees.join()}], the truth file says [${request.sees.join()}]`);
  for (const wanted of request.contains) if (!text.includes(wanted)) out.push(`lacks ${JSON.stringify(wanted)}`);
  for (const unwanted of request.lacks) if (text.includes(unwanted)) out.push(`contains ${JSON.stringify(unwanted)}`);
  return out;
}

/** Starts the target, sends every request of its truth file in order, prints each, and returns how many deviated. */
async function checkTruth(name: string, broken: boolean, start: () => Promise<StartedTarget>): Promise<number> {
  const truth = await readTruth(name, broken);
  const target = await start();
  let sent = 0;
  let wrong = 0;
  try {
    for (const fact of truth.facts) {
      if (fact.basis === 'checked' && fact.requests.length === 0) {
        wrong += 1;
        process.stdout.write(`NOTHING SENT  ${fact.id}: says checked, lists no request\n`);
      }
      for (const request of fact.requests) {
        sent += 1;
        const differs = await deviations(target, request);
        if (differs.length > 0) wrong += 1;
        const line = `${fact.id}: ${request.as} ${request.method} ${request.path} ${request.status}`;
        process.stdout.write(
          `${differs.length === 0 ? 'as written   ' : 'DIFFERS      '} ${line} ${differs.join('; ')}\n`,
        );
      }
    }
  } finally {
    await target.close();
  }
  process.stdout.write(`${name}: ${truth.facts.length} facts, ${sent} requests sent, ${wrong} not as written\n`);
  return wrong;
}

// node bench/targets/check-truth.ts NAME [INSTALL FOLDER] [--broken]
const { values, positionals } = parseArgs({ allowPositionals: true, options: { broken: { type: 'boolean' } } });
const broken = values.broken === true;
const name = targetName(positionals[0]);
const start = await loadTarget(name);
const wrong = await checkTruth(name, broken, () => start(positionals[1] ?? installFolder(name), { broken }));
process.exitCode = wrong === 0 ? 0 : 1;
