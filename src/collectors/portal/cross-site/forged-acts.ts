import type { ForgedTrial, ForgedWrite } from '../../forgery-evidence.ts';
import { findRecord, type FoundRecord, lookAtRecord, type Looking } from '../actions/find-record.ts';
import { proveAction } from '../actions/prove-action.ts';
import { changeOf, type StateChange } from '../actions/record-state.ts';
import { plantAnother } from '../actions/try-actions.ts';
import { type PlantedRecord, plantedSlot } from '../canaries/planted-slot.ts';
import { plainPath } from '../crawl/page-key.ts';
import { openTab } from '../open-tab.ts';
import type { Exchange } from '../recorder.ts';
import type { Forging } from './forge-all.ts';
import { foreignHeaders, sendWay } from './foreign-request.ts';
import type { FormWay } from './form-bodies.ts';

/** A record that was made for it, with what a page of its own does to it, and what a page elsewhere can have done. */
export interface StagedAct {
  readonly record: PlantedRecord;
  readonly found: FoundRecord;
  readonly method: string;
  readonly url: string;
  readonly own: () => Promise<{ readonly status: number; readonly outcome: string } | undefined>;
  readonly ways: readonly FormWay[];
}
/** What acts on records: which controls it are, how one is staged, and what it is called. */
export interface KindOfAct {
  readonly wanted?: Looking['wanted'];
  readonly stage: (by: Looking, kind: PlantedRecord, label: string, forging: Forging) => Promise<StagedAct | undefined>;
  readonly reproduce: (label: string, path: string) => string;
}

const kindLimit = 3;
const perKind = 2;
const waysAtMost = 2;
const limitMs = 60_000;
const leftAloneMs = 4000;

/**
 * What cannot be put back, done to records that the audit makes for it, as a page elsewhere can have a browser do it; the record's own
 * page shows whether it was, and a second record once more. Where nothing happened the portal's own page does it: what it cannot do
 * either is not told of. Ends with the first that was forged.
 */
export async function forgeActs(act: KindOfAct, forging: Forging): Promise<readonly ForgedWrite[]> {
  const { setting, session } = forging;
  const { context } = setting;
  const { clock } = context.world;
  const kinds = (context.live.get(plantedSlot) ?? []).filter(
    ({ canary, file }) => canary.identity === session.identity && !file,
  );
  if (kinds.length === 0) return [];
  const began = clock.monotonicMs();
  const tab = await openTab(session.page);
  const by: Looking = { session, tab, context, ...(act.wanted ? { wanted: act.wanted } : {}) };
  const done: ForgedWrite[] = [];
  try {
    for (const kind of kinds.slice(0, kindLimit)) {
      const found = (await findRecord(by, kind)) ?? (await findAnother(by, kind));
      for (const { text: label } of found?.shown.actions.slice(0, perKind) ?? []) {
        if (clock.monotonicMs() - began > limitMs) return done;
        const write = await tryAct(act, by, kind, label, forging);
        if (write?.control) done.push(write);
        if (write?.trials.some(({ changed }) => changed === true)) return done;
      }
    }
    return done;
  } finally {
    await tab.close().catch(() => undefined);
  }
}

/** The first one of the kind may be used up: what it takes to delete one was shown with it. */
async function findAnother(by: Looking, kind: PlantedRecord): Promise<FoundRecord | undefined> {
  const another = await plantAnother(by, kind);
  return another && (await findRecord(by, another));
}

async function tryAct(
  act: KindOfAct,
  by: Looking,
  kind: PlantedRecord,
  label: string,
  forging: Forging,
): Promise<ForgedWrite | undefined> {
  let told: Pick<StagedAct, 'method' | 'url'> | undefined;
  let control = false;
  const trials: ForgedTrial[] = [];
  const once = async (at: number) => {
    const staged = await act.stage(by, kind, label, forging);
    const way = staged?.ways[at];
    if (!staged || !way) return undefined;
    told ??= staged;
    const proof = await prove(staged, way, act, by, kind, label, forging);
    return proof && { ...proof, way };
  };
  for (let at = 0; at < waysAtMost; at++) {
    const first = await once(at);
    if (!first) break;
    // What happened to the first may have happened by itself: to a second as well, and not to one that is left alone.
    const again = first.changed === true ? await once(at) : undefined;
    const isForged = again?.changed === true && (await staysAsItIs(act, by, kind, label, forging));
    const changed = first.changed === true ? isForged || null : first.changed;
    const { status, outcome, way } = first;
    control ||= first.control;
    trials.push({ way: `${way.way}, “${label}”`, from: 'foreign', token: way.token, status, outcome, changed });
    if (changed === true) break;
  }
  if (!told) return undefined;
  const { pathname, host } = new URL(told.url);
  const template = plainPath(pathname);
  const reproduce = act.reproduce(label.replace(/[<>"]/g, ''), template);
  return { method: told.method, template, host, control, trials, restored: true, reproduce };
}

async function prove(
  staged: StagedAct,
  way: FormWay,
  act: KindOfAct,
  by: Looking,
  kind: PlantedRecord,
  label: string,
  forging: Forging,
) {
  const { world, signal } = by.context;
  const { identity } = by.session;
  let sent = 0;
  return await proveAction(
    { owner: identity, asker: identity, method: way.method, url: way.url, what: `"${label}"` },
    {
      journal: world.journal,
      wait: (ms) => world.clock.wait(ms, signal),
      read: () => lookAtRecord(by, staged.found.place, staged.record.canary.proof),
      send: () => (sent++ === 0 ? sendForeign(way, forging) : staged.own()),
      twin: () => changeByOwner(act, by, kind, label, forging),
    },
  );
}

/** A new record of the kind that nothing is done to, for as long as the others were looked at. */
async function staysAsItIs(
  act: KindOfAct,
  by: Looking,
  kind: PlantedRecord,
  label: string,
  forging: Forging,
): Promise<boolean> {
  const { world, signal } = by.context;
  const staged = await act.stage(by, kind, label, forging);
  if (!staged) return false;
  const read = () => lookAtRecord(by, staged.found.place, staged.record.canary.proof);
  const before = await read();
  await world.clock.wait(leftAloneMs, signal);
  const after = await read();
  return before !== undefined && after !== undefined && changeOf(before, after) === undefined;
}

/** What the same does to another record where the portal's own page does it. */
async function changeByOwner(
  act: KindOfAct,
  by: Looking,
  kind: PlantedRecord,
  label: string,
  forging: Forging,
): Promise<StateChange | undefined> {
  const { world, signal } = by.context;
  const staged = await act.stage(by, kind, label, forging);
  if (!staged) return undefined;
  const read = () => lookAtRecord(by, staged.found.place, staged.record.canary.proof);
  const before = await read();
  const { identity } = by.session;
  const { method, url } = staged;
  const what = `${identity} does "${label}" to a record that the audit had made for it`;
  const id = await world.journal.plan({ identity, method, url, what, sacrificed: true });
  const answer = await staged.own();
  await world.clock.wait(700, signal);
  const after = await read();
  await world.journal.settle(id, { state: 'refused', status: answer?.status ?? 0 });
  return before && after ? changeOf(before, after) : undefined;
}

async function sendForeign(way: FormWay, { setting, session, attachment, origins }: Forging) {
  const { world, signal } = setting.context;
  const goes = way.method === 'GET' ? attachment.followLinks : attachment.goAnywhere;
  const kept = (await session.context.cookies(way.url)).filter(({ name }) => goes.has(name));
  const headers = foreignHeaders(way, origins.foreign, 'cross-site', likeOf(session.recorder.exchanges), kept);
  const { sight } = await sendWay(way, headers, 'write', world, signal);
  return { status: sight.status, outcome: sight.outcome };
}

/** A page that this browser was led to: the browser's own headers are its. */
export const likeOf = (exchanges: readonly Exchange[]): Exchange =>
  exchanges.findLast(({ resource }) => resource === 'document') ?? ({ requestHeaders: {} } as Exchange);
