import { notSignedIn } from '../not-signed-in.ts';
import { GapError, gap } from '../../../model/gap.ts';
import type { AccountName, IdentityName } from '../../../model/identity.ts';
import { defineCollector } from '../../collector.ts';
import { behindOwnCall } from './behind-own-call.ts';
import { hidesInPage } from './hides-in-page.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { isReplayable, type Operation, type Recorded } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds, isAtomLike } from '../tenancy/atoms.ts';
import { gatherAtoms } from '../tenancy/gather-atoms.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { curlFor } from '../tenancy/reproduce.ts';
import { requestOf, sentValues } from '../tenancy/requests.ts';
import { prepareSetting, type Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { internalRows } from './internal-rows.ts';
import { isOwnList, namesNoRecord } from './own-list.ts';
import { ownPlace } from './own-place.ts';
import { ownRows } from './own-rows.ts';
import { spellingsOf } from './path-tricks.ts';
import { isUsedBy, knowsBeside } from './used-by.ts';
import { writeAsCustomer } from './write-as-customer.ts';

const privilegedNames = ['admin', 'staff'] as const satisfies readonly AccountName[];
const operationLimit = 14;
const recordsLookedAt = 12;
const asker = 'a' as const;
const other = 'b' as const;

/** authz.function: what only staff or admins were seen to use, asked for by customer A, also in other spellings. */
export const rolesCollector = defineCollector({
  id: 'roles',
  produces: ['tenancy.function'],
  permit: 'cross-tenant',
  uses: ['crawl'],
  after: ['canaries', 'operations', 'tenancy'],
  timeoutMs: 5 * 60_000,
  subjects: (target, world) => {
    if (!entryUrl(target, 'a'))
      return gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1);
    if (privilegedNames.some((name) => world.credentials(name))) return [target.name];
    return gap(
      'not-configured',
      'No staff or admin account was given, so what only they may do is not known.',
      'Set LR_ADMIN_USER and LR_ADMIN_PASSWORD to a test account with that role.',
      5,
    );
  },
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(subject, context) {
    const setting = prepareSetting(context);
    const privileged = privilegedNames.filter((name) => setting.session(name));
    if (privileged.length === 0 || !setting.session(asker)) {
      const given = privilegedNames.find((name) => context.world.credentials(name)) ?? 'admin';
      throw new GapError(notSignedIn(setting.session(asker) ? given : asker, context));
    }
    for (const name of privileged) await proveAll(setting, name);
    if (context.seen('tenancy.function').length > 0) return;
    const what = 'The crawl saw no operation that only staff or admins use and whose answer holds anything of its own.';
    context.gap(
      'tenancy.function',
      subject,
      gap(
        'nothing-to-compare',
        what,
        'Give the address of the console: accounts.admin.signIn.url, or list its routes.',
        5,
      ),
    );
  },
});

async function proveAll(setting: Setting, privileged: IdentityName): Promise<void> {
  const { context } = setting;
  const customers: readonly IdentityName[] = ['a', 'b', 'a2', 'anonymous'];
  const subjects = setting.map.operations
    .filter((one) => isReplayable(one) && !customers.some((name) => isUsedBy(setting, one, name)))
    .flatMap((operation) => {
      // Of several records the one that tells most: the customer's own is no secret to it.
      return (operation.by.get(privileged) ?? [])
        .filter(({ exchange }) => exchange.status < 300)
        .slice(0, recordsLookedAt)
        .map((recorded) => ({ operation, recorded, rank: tellingIn(setting, operation, recorded) }))
        .sort((one, other) => other.rank - one.rank)
        .slice(0, 1);
    })
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank);
  const probes = await Promise.all([setting.probe(privileged), setting.probe(asker)]);
  for (const [at, { operation, recorded }] of subjects.slice(0, operationLimit).entries()) {
    context.progress(
      `functions of ${privileged} as ${asker}: ${at + 1} of ${Math.min(subjects.length, operationLimit)}`,
    );
    const { result, alive } = await betweenProbes(
      probes,
      () => proveOne(setting, operation, recorded, privileged),
      setting.renew,
    );
    if (result) context.emit('tenancy.function', `${operation.method} ${operation.template}`, { ...result, alive });
  }
  const { result, alive } = await betweenProbes(probes, () => internalRows(setting, privileged, asker), setting.renew);
  for (const one of result)
    context.emit('tenancy.function', `${one.method} ${one.template} (${rowsSaid(one.marked)})`, { ...one, alive });
}

const rowsSaid = (marked: string | undefined) =>
  marked === undefined ? 'a word of staff’s pages' : `rows marked ${marked}`;

/** How many values of a recorded answer customer A and strangers do not meet in ordinary use. */
function tellingIn(setting: Setting, operation: Operation, { exchange }: Recorded): number {
  const knows = knowsBeside(setting, operation);
  return exchangeContent(exchange)
    .leaves.slice(0, 300)
    .filter((leaf) => isAtomLike(leaf) && !knows(asker, leaf.value) && !knows('anonymous', leaf.value)).length;
}

async function proveOne(setting: Setting, operation: Operation, { exchange }: Recorded, privileged: IdentityName) {
  const { context } = setting;
  const request = requestOf(exchange);
  const walked = context.live.get(crawlsSlot)?.get(asker)?.visited ?? [];
  const place = ownPlace(setting.exchanges, asker, exchange.url, walked);
  if (place === 'linked') return undefined;
  const views = [await setting.ask(request, privileged), await setting.ask(request, privileged)] as const;
  const nonsense = await setting.nonsense(request, asker);
  // What strangers get as well is the frame of a page, or a finding of auth.anonymous.
  const stranger = await setting.ask(request, 'anonymous');
  const isPage = views[0].content.kind === 'html';
  const knows = knowsBeside(setting, operation);
  const ofAsker = ownRows(views[0].content.json, (value) => knows(asker, value));
  const atoms = gatherAtoms({
    ownerViews: [views[0], views[1]],
    canaries: [],
    self: [],
    knownElsewhere: (value) =>
      knows(asker, value) ||
      knows('anonymous', value) ||
      ofAsker.has(value) ||
      setting.frames(privileged, value) ||
      [nonsense, stranger].some((view) => view.content.text.includes(value)) ||
      (isPage && !isData(setting, value)),
    sent: sentValues(request),
  });
  if (atoms.length < 2) return undefined;
  const heldIn = (view: RawView) => atoms.filter((atom) => holds(view.content.text, atom.value)).length;
  const ask = async (way: string, asked: PlainRequest) => {
    const first = await setting.ask(asked, asker);
    const count = heldIn(first);
    const again = count > 0 ? heldIn(await setting.ask(asked, asker)) : 0;
    return { way, status: first.status, outcome: first.outcome, held: [count, again] as const, asked };
  };
  const tried = [await ask('as it is', request)];
  if ((tried[0]?.held[0] ?? 0) === 0 && request.method === 'GET')
    for (const { way, url, extra } of spellingsOf(request.url)) {
      const one = await ask(way, { ...request, url, ...(extra ? { extra } : {}) });
      tried.push(one);
      if (one.held[1] > 1) break;
    }
  const isOpen = (one: (typeof tried)[number]) => one.held[0] > 1 && one.held[1] > 1;
  const own = setting.exchanges.filter((one) => one.identity === asker);
  const batch = tried.some(isOpen) ? undefined : behindOwnCall(request, own);
  if (batch) tried.push(await ask('behind a call of its own in one batch', batch));
  const leak = tried.find(isOpen);
  if (leak && (await isItsOwn(setting, operation, leak.asked, atoms))) return undefined;
  const hides = leak
    ? await hidesInPage(
        setting,
        exchange,
        privileged,
        atoms.map((one) => one.value),
        context,
      )
    : null;
  if (hides === 'asks-itself') return undefined;
  const shown = leak ?? tried[0];
  const rule = policyFor(context.target.config.policy, operation.method, operation.template);
  const write = leak
    ? { writeNotTried: 'reading was open already' }
    : await writeAsCustomer(setting, request, views[0], privileged);
  return {
    method: operation.method,
    template: operation.template,
    host: operation.host,
    privileged,
    asker,
    telling: atoms.length,
    ...(place === undefined ? {} : { ownPlace: true as const }),
    attempts: tried.map(({ way, status, outcome, held }) => ({ way, status, outcome, held })),
    ...write,
    pageHides: hides,
    declaredFor: rule?.roles ?? (rule?.scope === 'shared' ? ['everybody'] : []),
    reproduce: curlFor(shown?.asked ?? request, asker, context.world.vault.redact),
  };
}

async function isItsOwn(
  setting: Setting,
  { template }: Operation,
  asked: PlainRequest,
  atoms: ReturnType<typeof gatherAtoms>,
): Promise<boolean> {
  if (!setting.session(other) || asked.method !== 'GET' || !namesNoRecord(template, asked.url)) return false;
  const [mine, theirs] = [await setting.ask(asked, asker), await setting.ask(asked, other)];
  return (
    theirs.outcome === 'data' &&
    isOwnList(atoms, mine.content.text, theirs.content.text, (value) => setting.knows(other, value))
  );
}

/** Labels and headings of a page are nobody's data: a page that opens and shows none proves nothing. */
function isData(setting: Setting, value: string): boolean {
  return /\d|@/.test(value) || setting.knows('b', value);
}
