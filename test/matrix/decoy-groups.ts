import { decoys } from '../../range/flaws.ts';
import * as mail from '../../range/flaws/mail.ts';
import * as operation from '../../range/flaws/operation.ts';
import * as secrets from '../../range/flaws/secrets.ts';
import * as network from '../../range/flaws/network.ts';

/** Decoys of which one range shows only one at a time: they answer the same request in different ways. */
const rivals: readonly (readonly string[])[] = [
  ['denial-200-error', 'denial-204', 'uniform-403', 'refusal-echoes-id', 'own-data-under-foreign-id'],
  ['denial-200-error', 'anonymous-empty-answer', 'anonymous-redirect', 'public-catalogue'],
  ['spa-200-everywhere', 'source-map-comment-only'],
  ['honeypot-admin', 'panel-with-own-password', 'spa-200-everywhere'],
  ['cached-own-page', 'public-page-cached'],
  ['sign-in-limit-by-address', 'sign-in-closes-quietly'],
  ...[
    'foreign-workspace-refused',
    'signed-address-of-a-minute',
    'live-closes-on-foreign-room',
    'ticket-room-of-another-is-quiet',
    'rest-refuses-visitors',
  ].map((id) => [id, 'denial-200-error', 'empty-list', 'short-access-token', 'changing-values']),
  ['empty-list', 'masked-email', 'same-text-in-both-tenants'],
];

/** A refusal by 200 is fine for the reads that it guards, and is what authz.status warns of. */
const speaksOf = (check: string) => decoys.filter(({ guards }) => guards.includes(check)).map(({ id }) => id);
const softRefusals: readonly (readonly string[])[] = speaksOf('authz.status')
  .filter((id) => id !== 'denial-200-error')
  .map((id) => ['denial-200-error', id]);

/** Of the network's decoys those for which somebody signs in: a walk is shared. */
const needSignIn: readonly string[] = [
  'honeypot-admin',
  'panel-with-own-password',
  'cached-own-page',
  'public-page-cached',
];
const alone = new Set<string>(network.decoys.map(({ id }) => id as string).filter((id) => !needSignIn.includes(id)));

/** Every decoy once, but for the largest group behind the sign-in, which is looked at with everything else on; see `allAtOnce`. */
export function decoyGroups(): readonly (readonly string[])[] {
  const [, ...groups] = portalGroups();
  return [...[...alone].map((id) => [id]), byMail, byOperation, bySecrets, ...groups];
}

/** As many decoys as can be on at once: `exact` hide nothing from one another, of the others only that nothing fails is known. */
export function allAtOnce(): { readonly exact: readonly string[]; readonly others: readonly string[] } {
  const [exact = []] = portalGroups();
  const others = decoys.filter(({ guards, edition }) => edition === undefined && !guards.some(changesTheMap));
  return { exact, others: others.map(({ id }) => id).filter((id) => apart.has(id)) };
}

/** Decoys of names, edges and mail domains change the map that the owner's list is about: not all of it can be so at once. */
const changesTheMap = (check: string) => /^(domains|edge|email)\./.test(check);

// Each mail record decoy has a domain of its own, and none of them needs the portal.
const byMail = mail.decoys.map(({ id }) => id);
const byOperation = operation.decoys.map(({ id }) => id as string);
const bySecrets = secrets.decoys.map(({ id }) => id as string);
const apart = new Set<string>([...alone, ...byMail, ...byOperation, ...bySecrets]);

/** Decoys behind the sign-in in the fewest groups that hold no two rivals, the largest first. */
function portalGroups(): readonly (readonly string[])[] {
  const groups: string[][] = [];
  // What another edition has is on in its clean build.
  const others = decoys.filter(({ edition }) => edition === undefined).map(({ id }) => id);
  for (const id of others
    .filter((one) => !apart.has(one))
    .sort((one, other) => rivalsOf(other).size - rivalsOf(one).size)) {
    const enemies = rivalsOf(id);
    const group = groups.find((members) => !members.some((member) => enemies.has(member)));
    if (group) group.push(id);
    else groups.push([id]);
  }
  return groups.sort((one, other) => other.length - one.length);
}

function rivalsOf(id: string): ReadonlySet<string> {
  return new Set(
    [...rivals, ...softRefusals]
      .filter((list) => list.includes(id))
      .flatMap((list) => list.filter((other) => other !== id)),
  );
}
