import { gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { plainPath } from '../crawl/page-key.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { reachesOthersAt } from '../words.ts';
import { benchAt, mayNotWrite } from '../writes/bench.ts';
import { type EmitWrite, type Parties, readOf } from '../writes/candidate.ts';
import { type PlantedObject, plantedBy } from '../writes/planted-objects.ts';
import { reproduce, withoutIds } from '../writes/reproduce-write.ts';
import { rowsIn } from '../writes/rows.ts';
import { type KindKnown, actRequests, addressFor } from './act-requests.ts';
import { type NamedAct, namedActs } from './named-act.ts';
import { idIn, isPlainMaking, type PlantedAlike, plantAlike } from './plant-alike.ts';
import { type ActTried, proveActs, type Specimen } from './prove-acts.ts';
import { stateOf } from './state-of.ts';

const kindLimit = 5;
const actLimit = 8;
const plantLimit = 16;
const limitMs = 90_000;
const deeds = ['archive', 'complete', 'close'];

/**
 * What scripts and descriptions name and no page was seen to send: acts that move a record into another state, each done to records that
 * the audit made for it by the request that made a planted one. No act is done to anything else.
 */
export async function provenNamedActs(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { context } = setting;
  const { clock } = context.world;
  const named = [...(context.live.get(crawlsSlot)?.values() ?? [])].flatMap((one) => one.named ?? []);
  const acts = namedActs(named).filter((act) => mayBeDone(setting, act));
  if (acts.length === 0) return;
  const began = clock.monotonicMs();
  const done = new Set<NamedAct>();
  const open: NamedAct[] = [];
  const kinds = new Map<string, PlantedObject>();
  for (const one of await plantedBy(setting, parties.owner))
    if (isPlainMaking(one) && one.created !== undefined && !kinds.has(one.url)) kinds.set(one.url, one);
  for (const kind of [...kinds.values()].slice(0, kindLimit)) {
    const own = acts.filter((act) => !done.has(act) && addressFor(act, kind.created ?? '') !== undefined);
    const fresh = own.filter((act) => !isKnown(setting, act)).slice(0, actLimit);
    for (const act of own) done.add(act);
    if (fresh.length === 0 || clock.monotonicMs() - began > limitMs) continue;
    context.progress(
      `writes as ${parties.asker}: ${fresh.map(({ label }) => label).join(', ')} on records made for it`,
    );
    open.push(...(await ofKind(setting, kind, fresh, parties, emit, () => clock.monotonicMs() - began < limitMs)));
  }
  const left = [...open, ...acts.filter((act) => !done.has(act))];
  const isOpen = (act: NamedAct) => act.state === undefined && !act.maybe && !isKnown(setting, act);
  sayNotTried(setting, left.filter(isOpen), parties);
}

async function ofKind(
  setting: Setting,
  kind: PlantedObject,
  acts: readonly NamedAct[],
  { owner, asker }: Parties,
  emit: EmitWrite,
  mayGoOn: () => boolean,
): Promise<readonly NamedAct[]> {
  const { world, signal } = setting.context;
  const like = likeOf(setting, kind, owner);
  const write = benchAt(setting, like, owner);
  const made = new Map<string, PlantedAlike>();
  const known: KindKnown = { others: othersOf(setting, kind, owner), deeds };
  let planted = 0;
  let reads: 'item' | 'list' | undefined;
  const listUrl = kind.list ?? kind.url;
  const stateAt = async (url: string, mark: string) => stateOf(await setting.ask({ ...like, url }, owner), mark);
  const read = async ({ id, mark }: Specimen) => {
    const created = made.get(id)?.created ?? '';
    if (reads !== 'list') {
      const state = await stateAt(created, mark);
      if (state?.present) reads ??= 'item';
      if (reads === 'item') return state;
    }
    const listed = await stateAt(listUrl, mark);
    if (listed?.present) reads ??= 'list';
    return listed;
  };
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  const { result, alive } = await betweenProbes(
    probes,
    () =>
      proveActs(
        acts,
        { owner, asker },
        {
          journal: world.journal,
          wait: (ms) => world.clock.wait(ms, signal),
          read,
          async plant(as) {
            if (planted >= plantLimit) return undefined;
            planted += 1;
            const one = await plantAlike(setting, kind, as);
            if (one) made.set(one.id, one);
            return one;
          },
          requests: (act, one, state, first) =>
            actRequests(act, made.get(one.id)?.created ?? '', one, state, known, first),
          async send(as, { method, url, body }) {
            const contentType = 'application/json';
            const sent = { method, url, ...(body === undefined ? {} : { body, contentType }) };
            const { status, outcome } = await write.write(as, sent);
            return { status, outcome };
          },
        },
        mayGoOn,
      ),
    setting.renew,
  );
  for (const one of result.tried) await tell(one);
  return result.unshown;

  async function tell({ act, id, request, trials }: ActTried) {
    const hit = trials.some(({ changed }) => changed === true);
    const mark = made.get(id)?.mark ?? '';
    const listed = hit && (await setting.ask({ ...like, url: listUrl }, asker)).content.text.includes(mark);
    const shared = hit && (listed || (await metAnyway(setting, idIn(kind.created ?? '') ?? '', owner, asker)));
    emit(
      {
        owner,
        asker,
        host: new URL(request.url).host,
        method: act.method,
        template: templateOf(act),
        object: 'sacrificed',
        field: act.label,
        control: true,
        trials,
        ...(shared ? { shared } : {}),
        restored: null,
        reproduce: reproduce(setting, like, request.url, act.method, request.body, asker, [
          ...(request.body === undefined ? [] : [['content-type', 'application/json'] as const]),
        ]),
      },
      alive,
    );
  }
}

const templateOf = ({ template }: NamedAct) =>
  plainPath(`/${template.split('/').slice(3).join('/')}`.replace(/\{[^}]*\}/g, '{}'));

/** The owner's latest read of the kind, as the manner in which its pages ask. */
export function likeOf({ exchanges }: Setting, { made, url }: PlantedObject, owner: IdentityName): PlainRequest {
  const { host } = new URL(url);
  const like = exchanges.findLast(
    (one) =>
      one.identity === owner &&
      one.method === 'GET' &&
      one.status === 200 &&
      new URL(one.url).host === host &&
      exchangeContent(one).kind === 'json',
  );
  return readOf(like ?? made, url);
}

/** What stands in this field of other rows that the owner's pages got of the kind. */
function othersOf({ exchanges }: Setting, { url }: PlantedObject, owner: IdentityName): KindKnown['others'] {
  const [bare = ''] = url.split(/[?#]/);
  const rows = exchanges
    .filter((one) => one.identity === owner && one.status === 200 && one.url.split(/[?#]/)[0]?.startsWith(bare))
    .flatMap((one) => rowsIn(exchangeContent(one).json));
  return (field, now) => {
    const values = rows
      .map((row) => row[field])
      .filter(
        (one): one is string | number => typeof one === 'number' || (typeof one === 'string' && one.length <= 40),
      );
    return [...new Set(values)].filter((one) => one !== '' && one !== now).slice(0, 3);
  };
}

function mayBeDone(setting: Setting, act: NamedAct): boolean {
  const path = templateOf(act);
  return !mayNotWrite(setting, act.method, path) && !reachesOthersAt(path);
}

/** Already proved, by the page's own button or by a text that was changed there. */
function isKnown({ context }: Setting, act: NamedAct): boolean {
  const key = `${act.method} ${withoutIds(templateOf(act))}`;
  return context
    .seen('tenancy.write')
    .some(({ value }) => `${value.method} ${withoutIds(value.template)}` === key && value.control);
}

/** One row for all: what a portal names for its staff is in its scripts as well, so only what is about records that the owner reads. */
function sayNotTried(setting: Setting, acts: readonly NamedAct[], { owner }: Parties): void {
  const heads = setting.exchanges
    .filter((one) => one.identity === owner && one.status === 200)
    .map((one) => withoutIds(plainPath(new URL(one.url).pathname)));
  const own = acts.filter((act) => {
    const head = templateOf(act).split('/{}')[0] ?? '';
    return act.names === 'path' && heads.some((one) => one === head || one.startsWith(`${head}/{}`));
  });
  const [first] = own;
  if (!first) return;
  const words = [...new Set(own.map(({ label }) => label))].slice(0, 6).join(', ');
  setting.context.gap(
    'tenancy.write',
    `${first.method} ${templateOf(first)}${own.length > 1 ? ` and ${own.length - 1} more` : ''}`,
    gap(
      'nothing-to-compare',
      `Scripts name what cannot be put back (${words}), and no record that the audit could make was seen to take it.`,
      'Have it done by hand with the other customer’s session, on a record that may be spoilt.',
      15,
    ),
  );
}
