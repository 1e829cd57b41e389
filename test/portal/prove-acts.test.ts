import { expect, it } from 'vitest';
import type { IdentityName } from '../../src/model/identity.ts';
import {
  type ActsBench,
  type ActRequest,
  proveActs,
  type Specimen,
} from '../../src/collectors/portal/named-acts/prove-acts.ts';
import { type NamedAct, namedActs } from '../../src/collectors/portal/named-acts/named-act.ts';
import { actRequests } from '../../src/collectors/portal/named-acts/act-requests.ts';
import { stateOf } from '../../src/collectors/portal/named-acts/state-of.ts';
import type { AskedFor } from '../../src/collectors/portal/crawl/ask-for-named.ts';
import type { Journal } from '../../src/world/journal.ts';
import { rawView } from '../../src/collectors/portal/tenancy/view.ts';

type Variant = 'flawed' | 'guarded' | 'echo' | 'by-itself';
interface Task {
  readonly id: number;
  readonly who: IdentityName;
  readonly title: string;
  status: string;
  archived: boolean;
  updatedAt: string;
  reads: number;
}

const host = 'https://portal.example/api';
const named = (method: string, template: string, body?: readonly string[], says?: AskedFor['says']): AskedFor => ({
  method,
  template: `${host}${template}`,
  source: 'bundle',
  asked: false,
  ...(body ? { body } : {}),
  ...(says ? { says } : {}),
});

/** Tasks of both customers, with everything that may be done to one. */
function portal(variant: Variant) {
  const tasks: Task[] = [];
  const sent: string[] = [];
  const may = (as: IdentityName, task: Task) => task.who === as || variant === 'flawed';
  const doTo = (as: IdentityName, task: Task | undefined, deed: string): number => {
    if (!task || !may(as, task)) return variant === 'echo' ? 200 : 404;
    if (deed === 'reopen' && task.status !== 'closed') return 409;
    if (deed === 'close' && task.status !== 'open') return 409;
    if (deed === 'archive') task.archived = true;
    else task.status = { reopen: 'open', close: 'closed' }[deed] ?? deed;
    task.updatedAt = `2026-11-20T12:00:${String(sent.length).padStart(2, '0')}Z`;
    return 200;
  };
  const answer = (as: IdentityName, { method, url, body = '{}' }: ActRequest): number => {
    sent.push(`${as} ${method} ${url.replace(host, '')} ${body}`);
    const given = JSON.parse(body) as { ids?: number[]; id?: number; status?: string; action?: string };
    const [, id, deed] = /\/tasks\/(\d+)(?:\/([a-z]+))?$/.exec(url) ?? [];
    const at = (one: unknown) => tasks.find((task) => String(task.id) === String(one));
    if (url.endsWith('/tasks/bulk-archive')) {
      const all = given.ids ?? [];
      // Whose they are is asked of the first one alone.
      if (variant === 'flawed' && at(all[0])?.who !== as) return 404;
      for (const one of all) doTo(as, at(one), 'archive');
      return 200;
    }
    if (url.endsWith('/tasks/close')) return doTo(as, at(given.id), 'close');
    if (id === undefined) return 404;
    return deed ? doTo(as, at(id), deed) : given.status ? doTo(as, at(id), given.status) : 422;
  };
  let next = 700;
  const read = (id: string) => {
    const task = tasks.find((one) => String(one.id) === id);
    if (task) task.reads += 1;
    if (task && variant === 'by-itself' && task.reads > 3) task.status = 'closed';
    return task;
  };
  return {
    sent,
    tasks,
    bench: (journal: ActsBench['journal']): ActsBench => ({
      journal,
      wait: async () => undefined,
      async plant(as): Promise<Specimen> {
        next += 1;
        const title = `Checkmark${next}`;
        tasks.push({
          id: next,
          who: as,
          title,
          status: 'open',
          archived: false,
          updatedAt: '2026-11-20T11:00:00Z',
          reads: 0,
        });
        return { id: String(next), mark: title };
      },
      async read({ id, mark }) {
        const text = JSON.stringify(read(id) ?? {});
        const headers = [['content-type', 'application/json']] as const;
        const response = { status: 200, headers, body: Buffer.from(text) };
        return stateOf(rawView('b', { ok: true, response } as never, `${host}/tasks/${id}`), mark);
      },
      requests: (act, one, state, first) =>
        actRequests(act, `${host}/tasks/${one.id}`, one, state, { others: () => ['blocked'], deeds: [] }, first),
      send: async (as, request) => ({ status: answer(as, request), outcome: 'data' }),
    }),
  };
}

async function proved(variant: Variant, acts: readonly NamedAct[]) {
  const made = portal(variant);
  const journal = { plan: async () => 'w1', settle: async () => undefined } as unknown as Journal;
  const { tried, unshown } = await proveActs(acts, { owner: 'b', asker: 'a' }, made.bench(journal), () => true);
  return {
    ...made,
    said: tried.map(({ act, trials }) => `${act.label} ${trials.map(({ changed }) => changed).join(' ')}`),
    unshown: unshown.map(({ label }) => label),
  };
}

const acts = namedActs([
  named('POST', '/tasks/{id}/archive'),
  named('POST', '/tasks/{id}/reopen'),
  named('POST', '/tasks/{id}/close'),
  named('PATCH', '/tasks/{id}', ['status'], [{ status: 'done' }]),
  named('POST', '/tasks/bulk-archive', ['ids']),
  named('POST', '/tasks/close', ['id']),
]);

it.each([
  ['flawed', ['true', 'true', 'true', 'true', 'false true', 'true']],
  ['guarded', ['false', 'false', 'false', 'false', 'false false', 'false']],
  ['echo', ['false', 'false', 'false', 'false', 'false false', 'false']],
] as const)('acts that scripts name, %s', async (variant, changed) => {
  const { said, unshown, sent } = await proved(variant, acts);
  const of = (label: string) =>
    said.filter((one) => one.startsWith(`${label} `)).map((one) => one.slice(label.length + 1));
  expect(
    [of('archive'), of('reopen'), of('close')[0], of('status'), of('bulk archive'), of('close')[1]].flat(),
  ).toEqual(changed);
  expect(unshown).toEqual([]);
  // The asker is never the first to do anything.
  expect(sent[0]).toMatch(/^b /);
});

it('what happens to a record by itself is nobody’s doing', async () => {
  const { said } = await proved('by-itself', namedActs([named('POST', '/tasks/{id}/close')]));
  expect(said.filter((one) => one.includes('true'))).toEqual([]);
});

it('is done to records made for it alone', async () => {
  const { tasks, sent } = await proved('flawed', acts);
  const ids = tasks.map(({ id }) => String(id));
  const touched = sent.flatMap((one) => one.match(/\b7\d\d\b/g) ?? []);
  expect(touched.every((id) => ids.includes(id))).toBe(true);
});

it('never pays, sends, invites or deletes', () => {
  const paths = [
    'pay',
    'send',
    'invite',
    'refund',
    'delete',
    'mark-paid',
    'email',
    'notify',
    'remove',
    'resend-invoice',
  ];
  expect(namedActs(paths.map((one) => named('POST', `/tasks/{id}/${one}`)))).toEqual([]);
  expect(namedActs([named('POST', '/tasks/archive-all', ['ids']), named('POST', '/tasks/archive')])).toEqual([]);
});
