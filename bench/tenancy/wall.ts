import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EditionName } from '../../range/editions.ts';
import { startRange } from '../../range/start.ts';
import { startOrdinaryPortal } from './ordinary/start.ts';

interface Card {
  readonly coverage: { readonly routes: number; readonly operations: number; readonly identities: readonly string[] };
  readonly requests: { readonly sent: number };
  readonly findings: readonly { readonly check: string; readonly status: string; readonly subject: string }[];
}
interface Stored {
  readonly durationsMs: Readonly<Record<string, number>>;
}

/** A portal under way, and how it is audited. */
interface Measured {
  readonly name: string;
  readonly url: string;
  readonly config: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Everything about authorization, authentication and sessions, mail and return addresses included. */
export const fullPass = 'authz,auth,sessions,csrf';
const fullPassAimS = 180;

/** One audit of an edition of the range. `areas` as after `--only`: `authz` is the tenant proof alone. */
export async function measureWall(edition: EditionName, areas: string): Promise<string> {
  const range = await startRange({ edition });
  const app = range.hosts.find(({ role }) => role === 'app')?.name;
  return measure({ ...range, name: `the edition ${edition}`, url: `https://${app}/` }, areas);
}

/** The tenant proof alone on a plain portal of 16 routes and 60 operations, and on the same with one flaw. */
export async function measureOrdinary(): Promise<string> {
  const texts: string[] = [];
  for (const flawed of [false, true]) {
    const portal = await startOrdinaryPortal(flawed);
    const name = `a plain portal${flawed ? ' with one flaw' : ''}`;
    texts.push(await measure({ ...portal, name, config: {} }, 'authz'));
  }
  return texts.join('');
}

/** An audit with three identities, as a customer would run it: wall time by part, requests, verdicts. */
async function measure(portal: Measured, areas: string): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'bench-tenancy-'));
  try {
    const config = join(out, 'launch-ready.config.json');
    await writeFile(config, JSON.stringify(portal.config));
    const cli = fileURLToPath(new URL('../../bin/launch-ready.js', import.meta.url));
    const env = Object.fromEntries(Object.entries(portal.env).filter(([name]) => /^LR_(A|B|ADMIN)_/.test(name)));
    const began = performance.now();
    const flags = ['--config', config, '--only', areas, '--permit', 'write', '--out', out, '--no-color'];
    const child = spawn(process.execPath, [cli, 'audit', portal.url, ...flags], {
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    const code = await new Promise<number>((done, failed) => {
      child.once('error', failed);
      child.once('exit', (given) => done(given ?? -1));
    });
    const wall = (performance.now() - began) / 1000;
    const card = JSON.parse(await readFile(join(out, 'scorecard.json'), 'utf8')) as Card;
    const { durationsMs } = JSON.parse(await readFile(join(out, 'dossier.json'), 'utf8')) as Stored;
    const settled = card.findings.filter(
      (one) => /^authz\.|^auth\.anonymous/.test(one.check) && ['pass', 'fail'].includes(one.status),
    );
    const failed = new Set(settled.filter(({ status }) => status === 'fail').map(({ check }) => check));
    const parts = Object.entries(durationsMs)
      .filter(([, ms]) => ms >= 500)
      .map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`);
    return [
      '',
      `one audit of ${portal.name}, ${areas} (exit ${code}): ${wall.toFixed(1)} s wall; ${card.coverage.routes} routes, ${card.coverage.operations} operations, identities ${card.coverage.identities.join(', ')}`,
      `  ${parts.join(', ')}`,
      ...(areas === fullPass
        ? [`  full authorization and sessions pass: ${wall.toFixed(1)} s (aim: ${fullPassAimS} s or less)`]
        : []),
      `  ${card.requests.sent} requests, ${settled.length} verdicts (failed: ${[...failed].join(', ') || 'none'}): ${(card.requests.sent / Math.max(1, settled.length)).toFixed(1)} requests and ${(wall / Math.max(1, settled.length)).toFixed(2)} s each`,
      '',
    ].join('\n');
  } finally {
    await portal.close();
    await rm(out, { recursive: true, force: true });
  }
}
