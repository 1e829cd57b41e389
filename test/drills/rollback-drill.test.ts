import { expect, test } from 'vitest';
import { runHealthDrill } from '../../src/drills/health-drill.ts';
import { type CommandRun, runRollbackDrill } from '../../src/drills/rollback-drill.ts';
import { receiptSchema } from '../../src/model/receipt.ts';

const commands = {
  deploy: 'deploy',
  rollback: 'back',
  version: 'version',
  environment: 'staging',
  giveUpAfterSeconds: 60,
};
const head = { id: 'abcdef012345', target: 'app.example.com' };

/** A release that commands change; each takes the seconds it is given. */
function release(
  over: Partial<
    Record<'deploy' | 'back' | 'version', (live: string) => Partial<CommandRun> & { live?: string; seconds?: number }>
  > = {},
) {
  let [live, mono] = ['41', 0];
  const ran: string[] = [];
  const ports = {
    clock: {
      now: () => new Date(Date.parse('2026-11-20T12:00:00.000Z') + mono),
      monotonicMs: () => mono,
      wait: async (ms: number) => {
        mono += ms;
      },
    },
    say: () => undefined,
    run: async (command: string): Promise<CommandRun> => {
      ran.push(command);
      const usual = { deploy: { live: '42' }, back: { live: '41' }, version: {} }[command] ?? {};
      const done = { ...usual, ...over[command as 'deploy']?.(live) };
      live = (done as { live?: string }).live ?? live;
      mono += ((done as { seconds?: number }).seconds ?? 5) * 1000;
      const { ok = true, timedOut = false, line = live } = done as Partial<CommandRun>;
      return { ok, timedOut, line };
    },
  };
  return { ports, ran };
}
const outcomeOf = async (made: ReturnType<typeof release>) => {
  const receipt = await runRollbackDrill(commands, head, made.ports);
  expect(receiptSchema.safeParse(receipt).error).toBeUndefined();
  return receipt;
};

test('version, deploy, version, rollback, version; the time runs until the old version is seen', async () => {
  const made = release({ back: () => ({ seconds: 90 }) });
  const receipt = await outcomeOf(made);
  expect(made.ran).toEqual(['version', 'deploy', 'version', 'back', 'version']);
  expect(receipt).toMatchObject({
    outcome: 'rolled-back',
    rollbackMs: 95_000,
    versions: { before: '41', deployed: '42', after: '41' },
  });
});

test('a rollback that succeeds and changes nothing is no rollback', async () => {
  expect((await outcomeOf(release({ back: (live) => ({ live }) }))).outcome).toBe('wrong-version');
});
test('a deploy that changes nothing proves nothing', async () => {
  expect((await outcomeOf(release({ deploy: (live) => ({ live }) }))).outcome).toBe('same-version');
});
test('bad input: deploy command fails → failed, and the rollback is run all the same', async () => {
  const made = release({ deploy: () => ({ ok: false, line: 'no space left (exit 1)' }) });
  expect((await outcomeOf(made)).outcome).toBe('failed');
  expect(made.ran).toContain('back');
});
test('bad input: rollback command never ends → timed-out', async () => {
  expect((await outcomeOf(release({ back: () => ({ ok: false, timedOut: true }) }))).outcome).toBe('timed-out');
});
test('bad input: version command prints nothing → failed before anything is deployed', async () => {
  const made = release({ version: () => ({ line: '' }) });
  expect((await outcomeOf(made)).outcome).toBe('failed');
  expect(made.ran).toEqual(['version']);
});

const healthCommands = {
  url: 'https://staging.example.com/healthz',
  break: 'break',
  restore: 'restore',
  settleSeconds: 1,
};
async function healthOf(answers: readonly number[], fails: readonly string[] = []) {
  const { ports } = release();
  const ran: string[] = [];
  const left = [...answers];
  const receipt = await runHealthDrill(healthCommands, head, {
    ...ports,
    run: async (command) => {
      ran.push(command);
      return { ok: !fails.includes(command), timedOut: false, line: '' };
    },
    health: async () => left.shift() ?? 0,
  });
  return { receipt, ran };
}

test.each([
  ['honest', [200, 503, 200], [], 'honest'],
  ['honest, by no answer', [200, 0, 200], [], 'honest'],
  ['a liar', [200, 200, 200], [], 'lies'],
  ['not healthy to begin with', [503], [], 'failed'],
  ['the database could not be stopped', [200, 200, 200], ['break'], 'failed'],
  ['it does not come back', [200, 503, 503], [], 'failed'],
] as const)('health endpoint: %s', async (_name, answers, fails, outcome) => {
  expect((await healthOf(answers, fails)).receipt.outcome).toBe(outcome);
});

test('whatever happens, the database is brought back', async () => {
  const { ports } = release();
  const ran: string[] = [];
  const drill = runHealthDrill(healthCommands, head, {
    ...ports,
    run: async (command) => {
      ran.push(command);
      return { ok: true, timedOut: false, line: '' };
    },
    health: async () => {
      if (ran.includes('break')) throw new Error('lost');
      return 200;
    },
  });
  await expect(drill).rejects.toThrow('lost');
  expect(ran).toEqual(['break', 'restore']);
});
