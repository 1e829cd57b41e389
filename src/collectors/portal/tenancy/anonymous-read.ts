import { calendarNames } from './calendar-names.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { Operation, Recorded } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import { innerHeaders } from '../roles/path-tricks.ts';
import { betweenProbes } from './alive.ts';
import { exchangeContent } from './answer-text.ts';
import { holds, isAtomLike, type RawAtom } from './atoms.ts';
import { gatherAtoms, toAtom } from './gather-atoms.ts';
import { howItIsOpen } from './how-it-is-open.ts';
import { curlFor } from './reproduce.ts';
import { namesTheObject, privateReads } from './private-reads.ts';
import { requestOf, sentValues, withoutCredentials } from './requests.ts';
import { publicTwin } from './public-twin.ts';
import type { PlainRequest } from './replay.ts';
import type { Setting } from './setting.ts';
import { isKeyed, standsOutside } from './stands-outside.ts';
import { type RawView, toView } from './view.ts';

const batchSize = 8;

/** auth.anonymous: every read whose answer holds what only its owner sees, asked again with no cookie and no token. */
export async function collectAnonymousReads(
  setting: Setting,
  owner: IdentityName,
  other: IdentityName | undefined,
): Promise<void> {
  const { context } = setting;
  const { subjects, isPrivate } = privateReads(setting, owner, other);
  // Pages first: what stands on a page for everybody is nobody's secret in a file or a feed either.
  const isPage = (one: (typeof subjects)[number]) => exchangeContent(one.recorded.exchange).kind === 'html';
  subjects.sort((one, next) => Number(isPage(next)) - Number(isPage(one)));
  const outside: Outside = { isOutside: standsOutside(setting, owner), texts: [] };
  const probe = await setting.probe(owner);
  for (let at = 0; at < subjects.length; at += batchSize) {
    const batch = subjects.slice(at, at + batchSize);
    context.progress(
      `reads as nobody: ${Math.min(at + batchSize, subjects.length)} of ${subjects.length} operations of ${owner}`,
    );
    const outcome = await betweenProbes(
      [probe],
      () =>
        Promise.all(
          batch.map(({ operation, recorded }) =>
            proveOne(setting, operation, recorded, owner, other, isPrivate, outside),
          ),
        ),
      setting.renew,
    );
    for (const record of outcome.result)
      context.emit('tenancy.anonymous', `${record.method} ${record.template}`, { ...record, alive: outcome.alive });
  }
}

async function proveOne(
  setting: Setting,
  operation: Operation,
  { exchange, slots }: Recorded,
  owner: IdentityName,
  other: IdentityName | undefined,
  isPrivate: (value: string) => boolean,
  outside: Outside,
) {
  const { context } = setting;
  const mark = context.world.mark;
  const request = requestOf(exchange);
  const ownerViews = [await setting.ask(request, owner), await setting.ask(request, owner)] as const;
  const bare = withoutCredentials(request);
  const nonsense = await setting.nonsense(bare, 'anonymous');
  const anonymousViews = [await setting.ask(bare, 'anonymous'), await setting.ask(bare, 'anonymous')];
  // The same address asked by the other customer: what both get without an own reference is nobody's secret.
  const common = other && !slots.some(namesTheObject) ? await setting.ask(request, other) : undefined;
  const atoms = gatherAtoms({
    ownerViews: [ownerViews[0], ownerViews[1]],
    canaries: setting.canariesOf(owner),
    self: setting.session(owner)?.self ?? [],
    knownElsewhere: (value) =>
      !isPrivate(value) || nonsense.content.text.includes(value) || common?.content.text.includes(value) === true,
    sent: sentValues(request),
  });
  const isOpen = (views: readonly RawView[]) =>
    views.every((view) => atoms.some((atom) => holds(view.content.text, atom.value)));
  const plainly = isOpen(anonymousViews);
  const inner = { ...bare, extra: [...(bare.extra ?? []), ...innerHeaders(request.url)] };
  let aside: PlainRequest | undefined;
  for (const way of plainly ? [] : [inner, ...publicTwin(bare)]) {
    const first = await setting.ask(way, 'anonymous');
    const views = isOpen([first]) ? [first, await setting.ask(way, 'anonymous')] : [];
    if (views.length === 0 || !isOpen(views)) continue;
    anonymousViews.splice(0, 2, ...views);
    aside = way;
    break;
  }
  const fromWithin = aside === inner;
  const leaks = plainly || aside !== undefined;
  const seen = atoms.map(({ value }) => value).filter((value) => holds(anonymousViews[0]?.content.text ?? '', value));
  const known = leaks
    ? await howItIsOpen(setting, { operation, slots, owner, other, url: request.url, seen })
    : undefined;
  const openBy =
    known ??
    (plainly && isForAll(request.url, ownerViews, anonymousViews[0], atoms, outside)
      ? ('outside' as const)
      : undefined);
  return {
    method: operation.method,
    template: operation.template,
    host: operation.host,
    owner,
    compared: other !== undefined,
    atoms: atoms.map((atom) => toAtom(atom, mark)),
    ownerViews: ownerViews.map((view) => toView(view, atoms, mark)),
    anonymousViews: anonymousViews.map((view) => toView(view, atoms, mark)),
    reproduce: curlFor(aside ?? bare, 'anonymous', context.world.vault.redact),
    ...(fromWithin ? { fromWithin } : {}),
    ...(openBy ? { openBy } : {}),
    declaredPublic:
      policyFor(context.target.config.policy, operation.method, operation.template)?.anonymous === 'allow',
  };
}

interface Outside {
  readonly isOutside: ReturnType<typeof standsOutside>;
  /** What nobody signed in read on such pages. */
  readonly texts: string[];
}

/** A page outside the signed-in part that says the same to its owner and to nobody, or what such a page says elsewhere. */
function isForAll(
  url: string,
  [own, again]: readonly [RawView, RawView],
  nobody: RawView | undefined,
  atoms: readonly RawAtom[],
  outside: Outside,
): boolean {
  if (nobody === undefined || atoms.some(({ source }) => source === 'canary' || source === 'credential')) return false;
  // Form tokens are new in every answer.
  const lasting = own.content.leaves.filter((leaf) => isAtomLike(leaf) && again.content.text.includes(leaf.value));
  const same = lasting.every(({ value }) => nobody.content.text.includes(value));
  // Whoever holds a key gets its page; its owner a way back besides.
  if ((same || isKeyed(url)) && outside.isOutside({ url, content: own.content, source: own.source ?? '' })) {
    outside.texts.push(nobody.content.text);
    return true;
  }
  const named = calendarNames(nobody.content.text);
  const onPages = (words: string) => outside.texts.some((text) => text.includes(words));
  return named.length > 0 ? named.every(onPages) : atoms.every(({ value }) => onPages(value));
}
