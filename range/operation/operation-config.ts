import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Switches } from '../internet/switches.ts';
import { domain } from '../internet/names.ts';
import type { WatchRoom } from './watch-room.ts';

type On = Pick<Switches, 'flaws' | 'decoys' | 'cases'>;
const quoted = (path: string) => `'${path.replace(/'/g, `'\\''`)}'`;

/** The release of staging as a file that holds its version, and the commands that change it. */
export async function operationConfig(folder: string, room: WatchRoom, { flaws, decoys, cases }: On): Promise<object> {
  const place = join(folder, 'operation');
  await mkdir(place, { recursive: true, mode: 0o700 });
  const live = join(place, 'live');
  await writeFile(live, '2026-11-04.3\n');
  await writeFile(room.database, 'up\n');
  const address = `http://${room.address}`;
  const change = (version: string) => `printf '%s\\n' ${version} > ${quoted(live)}`;
  const wordy = decoys.has('rollback-speaks-much') ? `echo 'WARN rolling back' >&2; ` : '';
  return {
    rollback: {
      deploy: cases.has('deploy-changes-nothing') ? 'true' : change('2026-11-20.1'),
      rollback: flaws.has('rollback-changes-nothing') ? 'true' : `${wordy}${change('2026-11-04.3')}`,
      version: `cat ${quoted(live)}`,
      environment: 'staging',
    },
    ...(cases.has('no-alerts-configured')
      ? {}
      : {
          alerts: {
            probe: { good: `${address}/well`, bad: `${address}/broken` },
            confirmAfterSeconds: 1,
            giveUpAfterSeconds: 900,
            channels: [
              {
                kind: 'webhook',
                name: decoys.has('channel-with-odd-name') ? 'on-call | <desk> "1"' : 'on-call desk',
                url: `${address}/alerts`,
                seenBy: { url: `${address}/alerts` },
              },
            ],
          },
        }),
    health: {
      url: `${address}/staging/health`,
      break: cases.has('database-cannot-be-stopped') ? 'false' : `rm -f ${quoted(room.database)}`,
      restore: `printf up > ${quoted(room.database)}`,
      settleSeconds: 1,
    },
    attestations: [
      attested('monitoring.uptime', 'Home page, sign-in and API health are watched every minute.'),
      attested('monitoring.owners', 'Every alert has an owner and a second channel.'),
    ],
    ...(cases.has('nothing-written-for-handover') ? {} : { handover: written(flaws, decoys) }),
  };
}

function attested(check: string, statement: string): object {
  const date = new Date().toISOString().slice(0, 10);
  return { check, statement, name: 'Ruth Avery', role: 'on call', date, evidence: `https://status.${domain}/alerts` };
}

function written(flaws: On['flaws'], decoys: On['decoys']): object {
  return {
    systems: [
      { name: 'Application', what: 'Node, two machines at Fennhost', owner: 'Ida Moor' },
      { name: 'Database', what: 'PostgreSQL 17, nightly copy to another site', owner: 'Ida Moor' },
    ],
    domains: [{ name: domain, registrar: 'Fenn Registry', renews: '2028-03-01', owner: 'Ida Moor' }],
    deploy: 'Merge to main. The pipeline builds an image and releases it to staging, then by hand to production.',
    ...(flaws.has('runbook-without-rollback')
      ? {}
      : {
          rollback: decoys.has('rollback-in-one-line')
            ? 'release back'
            : 'release back\nThen look at the version page.',
        }),
    alerts: [
      {
        name: 'Portal down',
        watches: 'sign-in page, every minute',
        channel: 'on-call desk',
        second: 'telephone chain',
        owner: 'Ruth Avery',
      },
    ],
    contacts: [{ name: 'Ruth Avery', role: 'on call', reach: '+44 1632 960 147' }],
    supportHours: 'Every day, 7 to 22 UTC',
    escalation: ['on call', 'Ida Moor', 'Fennhost support'],
    secrets: [{ name: 'DATABASE_URL', place: 'vault of Fennhost', rotated: '2026-10-12', owner: 'Ida Moor' }],
  };
}
