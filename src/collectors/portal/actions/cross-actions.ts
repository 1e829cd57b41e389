import { gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { type PlantedRecord, plantedSlot } from '../canaries/planted-slot.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { openTab } from '../open-tab.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { EmitWrite, Parties } from '../writes/candidate.ts';
import { deleteWords } from '../words.ts';
import { decisionWords, deletions } from './action-words.ts';
import { findRecord, type Looking } from './find-record.ts';
import { tryAction, type WantedAction } from './try-actions.ts';

const kindLimit = 8;
const actionLimit = 4;
const fileLimit = 2;
const perKind = 2;
const findMs = 25_000;
const limitMs = 90_000;

/**
 * What cannot be put back (approving, cancelling, archiving) on records of the owner's: only on such as the audit makes for it, one for
 * each action. A page of the owner's shows which request it is; the asker sends it, and the owner looks.
 */
export async function crossActions(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { owner, asker } = parties;
  // Looking for it on every record costs time: only where the walks saw something of the kind.
  const walks = [owner, asker].map((one) => setting.context.live.get(crawlsSlot)?.get(one)?.acting);
  const isOffered = walks.some((one) => one === undefined || one.length > 0);
  const all = isOffered ? kindsOf(setting, owner) : [];
  // What was uploaded last: hardly anything but deleting is offered for it.
  const kinds = [...all.filter(({ file }) => !file), ...all.filter(({ file }) => file).slice(0, fileLimit)];
  sayNotTried(setting, owner, await tryKinds(setting, parties, emit, kinds));
}

/**
 * What only a script of the page deletes (a button in the row, a window that asks): for kinds of record that could be deleted in no
 * other way (`deleted`: the marks of those that could).
 */
export async function crossDeletions(
  setting: Setting,
  parties: Parties,
  emit: EmitWrite,
  deleted: ReadonlySet<string>,
): Promise<void> {
  const guarded = setting.context.live.get(crawlsSlot)?.get(parties.owner)?.guarded ?? [];
  if (!guarded.some((word) => deleteWords.test(word))) return;
  const kinds = kindsOf(setting, parties.owner).filter(({ canary }) => !deleted.has(canary.proof));
  await tryKinds(setting, parties, emit, kinds, deletions);
}

const kindsOf = ({ context }: Setting, owner: IdentityName): readonly PlantedRecord[] =>
  context.live.get(plantedSlot)?.filter(({ canary }) => canary.identity === owner) ?? [];

/** The labels of what was tried. */
async function tryKinds(
  setting: Setting,
  { owner, asker }: Parties,
  emit: EmitWrite,
  kinds: readonly PlantedRecord[],
  wanted?: Looking['wanted'],
): Promise<readonly string[]> {
  const { context } = setting;
  const { clock } = context.world;
  const session = setting.session(owner);
  const labels: string[] = [];
  if (!session || kinds.length === 0) return labels;
  const began = clock.monotonicMs();
  const tab = await openTab(session.page);
  const by: Looking = { session, tab, context, ...(wanted ? { wanted } : {}) };
  let tried = 0;
  try {
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const done = new Set<string>();
    for (const kind of kinds.slice(0, kindLimit)) {
      if (tried >= actionLimit || clock.monotonicMs() - began > (tried > 0 ? limitMs : findMs)) break;
      const found = await findRecord(by, kind);
      const queue: WantedAction[] = (found?.shown.actions ?? [])
        .slice(0, perKind)
        .map(({ text: label }) => ({ label }));
      for (let wanted = queue.shift(); wanted; wanted = queue.shift()) {
        const { label, after } = wanted;
        if (tried >= actionLimit || clock.monotonicMs() - began > limitMs || done.has(`${kind.creator.page} ${label}`))
          continue;
        done.add(`${kind.creator.page} ${label}`);
        context.progress(`writes as ${asker}: "${label}" on a record made for it`);
        const { result, alive } = await betweenProbes(
          probes,
          () => tryAction(setting, by, kind, wanted, { owner, asker }),
          setting.renew,
        );
        if (!result) continue;
        tried += 1;
        labels.push(label);
        // What a record offers in a later state alone: closed, it may be opened again.
        if (after === undefined)
          queue.push(...result.next.slice(0, perKind).map((next) => ({ label: next, after: label })));
        const { proof, reference, ...told } = result;
        const { control, ...trial } = proof;
        const shared = proof.changed === true && (await metAnyway(setting, reference, owner, asker));
        emit(
          {
            owner,
            asker,
            host: told.host,
            method: told.method,
            template: told.template,
            object: 'sacrificed',
            field: label,
            control,
            trials: [{ way: 'the request of the page', ...trial }],
            ...(shared ? { shared } : {}),
            restored: null,
            reproduce: told.reproduce,
          },
          alive,
        );
      }
    }
  } finally {
    await tab.close().catch(() => undefined);
  }
  return labels;
}

/** Actions that stand on the owner's pages, and that no record which the audit may make has. */
function sayNotTried({ context }: Setting, owner: IdentityName, tried: readonly string[]): void {
  const guarded = context.live.get(crawlsSlot)?.get(owner)?.guarded ?? [];
  const words = guarded
    .map((one) => one.replaceAll('"', ''))
    .filter((one) => decisionWords.test(one) && !tried.some((label) => label.toLowerCase().includes(one)));
  if (words.length === 0) return;
  context.gap(
    'tenancy.write',
    `${words.slice(0, 4).join(', ')} (what cannot be put back)`,
    gap(
      'nothing-to-compare',
      `The pages of ${owner.toUpperCase()} offer what cannot be put back (${words.slice(0, 4).join(', ')}), and no record that the audit could make has it.`,
      'Have it done by hand with the other customer’s session, on a record that may be spoilt.',
      15,
    ),
  );
}
