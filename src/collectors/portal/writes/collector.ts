import { notSignedIn } from '../not-signed-in.ts';
import { GapError, gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { shieldOnce } from '../shield-once.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { crossCandidates } from '../tenancy/cross-candidates.ts';
import { itemsBelowLists } from '../tenancy/items-below-lists.ts';
import { requireTwoTenants } from '../tenancy/require-two-tenants.ts';
import { prepareSetting, type Setting } from '../tenancy/setting.ts';
import { accountPages } from './account-pages.ts';
import { bulkCandidates } from './bulk-candidates.ts';
import { tickedCandidates } from './ticked-candidates.ts';
import { crossActions, crossDeletions } from '../actions/cross-actions.ts';
import { namedChildren } from '../named-acts/named-children.ts';
import { provenNamedActs } from '../named-acts/named-acts.ts';
import { type EmitWrite, proveCandidate } from './candidate.ts';
import { graphqlCandidates } from './graphql-candidates.ts';
import { listedCandidates } from './listed-candidates.ts';
import { createdFields } from './created-fields.ts';
import { ownFields, seenIn } from './own-fields.ts';
import { formCandidates, valueFormCandidates } from './page-candidates.ts';
import { sentCandidates } from './sent-candidates.ts';
import { ownerRecords } from './owner-records.ts';
import { namedItems } from './named-items.ts';
import { movedByChoice } from './moved-by-choice.ts';
import { movedForms } from './moved-forms.ts';
import { movedRecords } from './moved-records.ts';
import { movedRows } from './moved-rows.ts';
import { movedBySent } from './moved-sent.ts';
import { postedChildren } from './posted-children.ts';
import { postedBelow } from './posted-below.ts';
import { plantedObjects } from './planted-objects.ts';
import { plantedRows } from './planted-rows.ts';
import { rowCandidates } from './row-candidates.ts';
import { rehearseBoxes } from './rehearse-boxes.ts';
import { rehearseChoices } from './rehearse-choices.ts';
import { rehearseEdits } from './rehearse.ts';
import { notShown, withoutIds } from './reproduce-write.ts';
import { restCandidates } from './rest-candidates.ts';
import { tableCandidates } from './table-candidates.ts';

const recordLimit = 10;
const fewer = 5;

/**
 * authz.write and authz.mass-assignment: what A can change of B's, and what A can change of its own that nobody offered.
 * Only objects of the declared test accounts; each write is on disk first, and put back.
 */
export const writesCollector = defineCollector({
  id: 'writes',
  produces: ['tenancy.write', 'tenancy.fields'],
  permit: 'write',
  uses: ['crawl', 'canaries'],
  after: ['tenancy', 'operations', 'roles', 'colleague'],
  timeoutMs: 10 * 60_000,
  subjects: (target) =>
    entryUrl(target, 'a')
      ? [target.name]
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    if (context.target.config.writes?.default === 'never')
      throw new GapError(
        gap('no-consent', 'The config allows no writes (writes.default: never).', 'Set it to restore.', 1),
      );
    const setting = prepareSetting(context);
    for (const name of ['a', 'b'] as const) if (!setting.session(name)) throw new GapError(notSignedIn(name, context));
    const walked = context.live.get(crawlsSlot);
    for (const name of ['b', 'a'] as const) {
      const session = setting.session(name);
      const editors = walked?.get(name)?.editors ?? [];
      if (session && editors.length > 0) await rehearseEdits(session, editors, context);
      const choosers = walked?.get(name)?.choosers ?? [];
      if (session && name === 'b' && choosers.length > 0) await rehearseChoices(session, choosers, context);
      if (session && choosers.length > 0) await rehearseBoxes(session, choosers, context);
    }
    await orGap(context, 'tenancy.write', async () => {
      requireTwoTenants(setting);
      await crossWrites(setting, 'b', 'a');
    });
    await orGap(context, 'tenancy.fields', async () => {
      await ownFields(setting, 'a');
      await ownerRecords(setting, 'b', 'a');
      await createdFields(setting, 'b', seenIn(setting.exchanges));
      // The account of an owner may give roles away: what an ordinary user of the same customer can take is the proof.
      if (setting.session('a2')) {
        await rehearseAsColleague(setting);
        await ownFields(setting, 'a2');
      }
    });
  },
});

/** The pages on which A changed its own account, as A2: they are not walked as A2, and what they send is only seen by using them. */
async function rehearseAsColleague(setting: Setting): Promise<void> {
  const { context, exchanges } = setting;
  const [owner, colleague] = [setting.session('a'), setting.session('a2')];
  if (!owner || !colleague) return;
  const self = owner.self.map((name) => name.toLowerCase());
  const readsAccount = (url: string) =>
    exchanges.some(
      (one) =>
        one.identity === 'a' &&
        one.url.split('?')[0] === url.split('?')[0] &&
        self.some((name) => exchangeContent(one).text.toLowerCase().includes(name)),
    );
  const editors = context.live.get(crawlsSlot)?.get('a')?.editors ?? [];
  const pages = accountPages(editors, owner.recorder.held, readsAccount);
  if (pages.length === 0) return;
  await shieldOnce(colleague, context);
  await rehearseEdits(colleague, pages, context);
}

async function crossWrites(setting: Setting, owner: IdentityName, asker: IdentityName): Promise<void> {
  const { context } = setting;
  const parties = { owner, asker };
  const emit: EmitWrite = (record, alive) =>
    context.emit('tenancy.write', `${record.method} ${record.template}`, { ...record, alive });
  const proofs = setting.canariesOf(owner).map((one) => one.proof);
  const references = [
    ...crossCandidates(setting.map, owner, asker, setting.exchanges, proofs),
    ...(await itemsBelowLists(setting, owner, asker)),
  ];
  const sent = sentCandidates(setting, parties);
  // Of each kind a few: what one way of building a portal takes, its other records take as well.
  const candidates = [
    ...restCandidates(setting, references, parties).slice(0, recordLimit),
    ...listedCandidates(setting, parties),
    ...tableCandidates(setting, parties),
    ...(await graphqlCandidates(setting, references, parties)).slice(0, fewer),
    ...bulkCandidates(setting, references, parties).slice(0, fewer),
    ...formCandidates(setting, parties).slice(0, fewer),
    ...tickedCandidates(setting, parties).slice(0, fewer),
    ...rowCandidates(setting, parties).slice(0, fewer),
    ...sent.filter((one) => !one.unmarked).slice(0, fewer),
    ...sent.filter((one) => one.unmarked).slice(0, fewer),
    ...valueFormCandidates(setting, parties).slice(0, fewer),
  ];
  const unshown = new Map<string, string>();
  const proven = new Set<string>();
  for (const [at, one] of candidates.entries()) {
    if (one.enough && proven.has(`${one.host}${one.template}`)) continue;
    context.progress(`writes as ${asker}: ${at + 1} of ${candidates.length} records of ${owner}`);
    const shown = await proveCandidate(setting, one, parties, emit);
    if (shown) proven.add(`${one.host}${one.template}`);
    if (!shown && one.ofPage) unshown.set(one.template, one.method);
  }
  await crossActions(setting, parties, emit);
  const deleted = await plantedObjects(setting, owner, asker, emit);
  await crossDeletions(setting, parties, emit, deleted);
  await provenNamedActs(setting, parties, emit);
  await namedItems(setting, parties, emit);
  await plantedRows(setting, parties, emit);
  const shown = new Set(context.seen('tenancy.write').map(({ value }) => withoutIds(value.template)));
  for (const [template, method] of unshown)
    if (!shown.has(withoutIds(template)))
      context.gap('tenancy.write', `${method} ${template}`, notShown(owner.toUpperCase()));
  await movedRecords(setting, parties, emit);
  await movedForms(setting, parties, emit);
  await movedBySent(setting, parties, emit);
  await movedByChoice(setting, parties, emit);
  await movedRows(setting, parties, emit);
  await postedBelow(setting, parties, emit);
  await namedChildren(setting, parties, emit);
  await postedChildren(setting, parties, emit);
}

/** What one proof cannot do must not stop the next one. An empty proof is a gap, never silence. */
async function orGap(context: CollectContext, kind: 'tenancy.write' | 'tenancy.fields', prove: () => Promise<void>) {
  try {
    await prove();
    if (context.seen(kind).length > 0) return;
    const what = kind === 'tenancy.write' ? 'record of B that B may change' : 'record of A that A may change';
    context.gap(
      kind,
      context.target.name,
      gap(
        'nothing-to-compare',
        `No ${what} through the API was found.`,
        'Give each test account some editable data of its own.',
        10,
      ),
    );
  } catch (thrown) {
    if (!(thrown instanceof GapError)) throw thrown;
    context.gap(kind, context.target.name, thrown.gap);
  }
}
