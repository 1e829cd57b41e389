import type { FunctionTrial } from '../../write-evidence.ts';
import { isReplayable, type Operation, type Recorded } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import { curlFor } from '../tenancy/reproduce.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { putInto, requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { idOfRow, rowsIn } from '../writes/rows.ts';
import { asIfNotSeen } from './as-if-not-seen.ts';
import { atomsOf } from './colleague-atoms.ts';
import { mostlyIn } from './same-data.ts';

type Trial = Omit<FunctionTrial, 'alive'>;

const [listLimit, perList] = [6, 2];

/** Lists that are each one's own by their name: that another one's is another says nothing of rights. */
const personal =
  /recent|favou?rit|notif|watch|starr|\bmy\b|\bmine\b|\bme\b|inbox|feed|activit|saved|history|unread|bookmark|draft|todo|assigned/i;

/**
 * Records that the server leaves out of a list for A2 and names in it for A: asked for as A2 by their own address. It is one list for
 * both, kept apart by who may see what, only where some rows are the same; and A2's is the shorter one, so that it has no further page.
 */
export async function readUnlisted(setting: Setting): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  let lists = 0;
  for (const list of setting.map.operations.filter(isListOfBoth)) {
    const details = detailsOf(setting, list);
    if (details.length === 0 || lists >= listLimit) continue;
    lists += 1;
    const request = requestOf(plainest(list).exchange);
    const [mine, theirs] = [await setting.ask(request, 'a'), await setting.ask(request, 'a2')].map(idsOf);
    if (!mine || !theirs || theirs.length >= mine.length || !theirs.some((id) => mine.includes(id))) continue;
    const left = mine.filter((id) => !theirs.includes(id));
    const shown = { list: `${list.method} ${list.template}`, shown: theirs.length, of: mine.length };
    for (const detail of details.slice(0, perList)) {
      const { operation } = detail;
      if (trials.some(({ method, template }) => method === operation.method && template === operation.template))
        continue;
      const [first] = left;
      // One that A opened before another one, at the same address with its id.
      const opened = operation.by.get('a')?.find(({ slots }) => slots.some(({ value }) => left.includes(value)));
      const id = opened?.slots.find(({ value }) => left.includes(value))?.value ?? first;
      if (id === undefined) continue;
      const record = opened
        ? requestOf(opened.exchange)
        : putInto(requestOf(detail.recorded.exchange), detail.slot, id);
      // The pages of A's records were opened as A2 to be compared: no list of its own had led it there.
      const unled = asIfNotSeen(setting, 'a2', (one) => isOfRecord(one, id));
      if (unled.map.producersOf('a2', id).length > 0) continue;
      const trial = await asked(unled, operation, record, shown);
      if (trial) trials.push(trial);
    }
  }
  return trials;
}

async function asked(
  setting: Setting,
  { method, template, host }: Operation,
  request: PlainRequest,
  unlisted: NonNullable<NonNullable<FunctionTrial['within']>['unlisted']>,
): Promise<Trial | undefined> {
  const atoms = await atomsOf(setting, request);
  if (atoms.length < 2) return undefined;
  const views = [await setting.ask(request, 'a2'), await setting.ask(request, 'a2')] as const;
  const given = views[0].outcome === 'data' && mostlyIn(atoms, views[0]);
  if (!given && views[0].outcome !== 'denied') return undefined;
  const heldIn = (view: RawView) => atoms.filter((atom) => holds(view.content.text, atom.value)).length;
  const rule = policyFor(setting.context.target.config.policy, method, template);
  return {
    method,
    template,
    host,
    privileged: 'a',
    asker: 'a2',
    telling: atoms.length,
    attempts: [
      {
        way: 'as it is',
        status: views[0].status,
        outcome: views[0].outcome,
        held: [heldIn(views[0]), heldIn(views[1])],
      },
    ],
    pageHides: null,
    declaredFor: rule?.roles ?? (rule?.scope === 'shared' ? ['everybody'] : []),
    within: { does: 'read', field: '', page: 'without', said: false, unlisted, restored: null },
    reproduce: curlFor(request, 'a2', setting.context.world.vault.redact),
  };
}

function isListOfBoth(operation: Operation): boolean {
  const { method, template, answers } = operation;
  if (!isReplayable(operation) || method !== 'GET' || answers !== 'api' || template.endsWith('}')) return false;
  return !personal.test(template.replace(/[/_-]/g, ' ')) && recordedBy(operation).length > 0;
}

const recordedBy = ({ by }: Operation) =>
  (by.get('a') ?? []).filter(({ exchange }) => exchange.status === 200 && exchangeContent(exchange).kind === 'json');

/** The reading that narrows least down. */
const plainest = (operation: Operation): Recorded =>
  recordedBy(operation).reduce((one, other) => (other.slots.length < one.slots.length ? other : one));

/** What A opened of the records that the list named to it: each kind of address once, with where the record stands in it. */
function detailsOf({ map }: Setting, list: Operation) {
  const named = new Set(recordedBy(list).flatMap(({ exchange }) => rowIds(exchangeContent(exchange).json)));
  return map.operations
    .filter((one) => one.method === 'GET' && isReplayable(one) && one.host === list.host)
    .filter(({ template }) => template.startsWith(`${list.template}/{`))
    .flatMap((operation) => {
      for (const recorded of recordedBy(operation)) {
        const slot = recorded.slots.find(({ place, value }) => place === 'path' && named.has(value));
        if (slot) return [{ operation, recorded, slot }];
      }
      return [];
    });
}

const isOfRecord = ({ url, page }: Exchange, id: string): boolean =>
  [url, page].some((address) => {
    const place = URL.parse(address);
    return (
      place !== null &&
      [...place.pathname.split('/'), ...place.searchParams.values(), ...place.hash.split('/')].includes(id)
    );
  });

const rowIds = (json: unknown): readonly string[] => rowsIn(json).flatMap((row) => idOfRow(row) ?? []);

/** The ids of the rows of an answer; undefined where it shows none. */
function idsOf({ outcome, content }: RawView): readonly string[] | undefined {
  const ids = outcome === 'data' ? rowIds(content.json) : [];
  return ids.length > 0 ? ids : undefined;
}
