import type { EvidenceKind, EvidenceMap } from '../collectors/evidence-map.ts';
import type { Dossier } from '../model/dossier.ts';
import type { Coverage, Matrix } from '../model/scorecard.ts';
import type { View } from '../collectors/portal-evidence.ts';
import { allAlive, inBoth, proves } from './authz/atom-proof.ts';
import { policyView } from './draft-policy.ts';

type Cell = Matrix['rows'][number]['cells'][string];

/** What a run reached and what each identity got, read from the evidence alone. */
export function coverageOf(dossier: Dossier): Coverage {
  const of = <K extends EvidenceKind>(kind: K) =>
    dossier.evidence.flatMap((one) => (one.seen && one.kind === kind ? [one.value as unknown as EvidenceMap[K]] : []));
  const [walked] = of('portal.coverage');
  const operations = of('portal.operation');
  const policy = policyView(dossier);
  // What no page was seen to send may have been sent by a proof, which shows it to work or not.
  const tried = new Set(
    [...of('tenancy.write'), ...of('tenancy.function')].map((one) => plain(`${one.method} ${one.template}`)),
  );
  return {
    hosts: dossier.config.target.hosts.length,
    routes: walked?.routes.length ?? 0,
    operations: operations.length,
    identities: of('portal.sign-in').map((one) => one.identity),
    objects: walked?.objects ?? 0,
    notReached: (walked?.notReached ?? []).filter(({ what }) => !tried.has(plain(what))).map((one) => ({ ...one })),
    hostsFoundNotListed: [...(walked?.hostsFoundNotListed ?? [])],
    ...(operations.length > 0
      ? { matrix: matrixOf(operations, of('tenancy.read'), of('tenancy.anonymous'), of('tenancy.list')) }
      : {}),
    ...(policy ? { policy } : {}),
  };
}

/** Without the names of its parameters. */
const plain = (operation: string) => operation.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '');

function matrixOf(
  operations: readonly EvidenceMap['portal.operation'][],
  reads: readonly EvidenceMap['tenancy.read'][],
  anonymous: readonly EvidenceMap['tenancy.anonymous'][],
  lists: readonly EvidenceMap['tenancy.list'][],
): Matrix {
  const rows = new Map<string, Record<string, Cell>>();
  const put = (operation: string, identity: string, cell: Cell) => {
    const cells = rows.get(operation) ?? {};
    const rank = ['leaked', 'unproven', 'denied', 'allowed', 'not-tried'];
    const known = cells[identity];
    if (known === undefined || rank.indexOf(cell) < rank.indexOf(known)) cells[identity] = cell;
    rows.set(operation, cells);
  };
  for (const one of reads) {
    const operation = `${one.method} ${one.template}`;
    put(operation, `${one.owner} (owner)`, one.ownerViews[0]?.outcome === 'data' ? 'allowed' : 'unproven');
    put(operation, one.asker, cellOf(one.atoms, one.crossViews, allAlive(one.alive)));
    if (one.anonymousView) put(operation, 'anonymous', cellOf(one.atoms, [one.anonymousView, one.anonymousView], true));
  }
  for (const one of anonymous) {
    const operation = `${one.method} ${one.template}`;
    put(operation, `${one.owner} (owner)`, one.ownerViews[0]?.outcome === 'data' ? 'allowed' : 'unproven');
    const open = one.atoms.length === 0 && one.anonymousViews[0]?.outcome === 'data';
    // Nothing in it is the owner's alone: a public page or file.
    put(operation, 'anonymous', open ? 'allowed' : cellOf(one.atoms, one.anonymousViews, true));
  }
  for (const one of lists) {
    const operation = `${one.method} ${one.template}`;
    const views = [...one.askerViews, ...one.variants.map(({ view }) => view)];
    const leaked = views.some((view) => proves(one.atoms, view.holds) === 'leak');
    put(
      operation,
      one.asker,
      leaked ? 'leaked' : one.canaryInOwnersView && allAlive(one.alive) ? 'denied' : 'unproven',
    );
  }
  // What the proofs did not reach stands in the table too: an operation that is missing there would look like a clean one.
  for (const one of operations)
    for (const identity of ['a', 'anonymous'])
      if (!(identity in (rows.get(`${one.method} ${one.template}`) ?? {})))
        rows.set(`${one.method} ${one.template}`, {
          ...rows.get(`${one.method} ${one.template}`),
          [identity]: 'not-tried',
        });
  const identities = [...new Set([...rows.values()].flatMap((cells) => Object.keys(cells)))].sort();
  return {
    identities,
    rows: [...rows]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([operation, cells]) => ({ operation, cells })),
  };
}

function cellOf(atoms: EvidenceMap['tenancy.read']['atoms'], views: readonly View[], alive: boolean): Cell {
  if (proves(atoms, inBoth(views)) === 'leak') return 'leaked';
  const outcome = views[0]?.outcome;
  if (!alive || outcome === undefined || ['failed', 'server-error', 'rate-limited'].includes(outcome))
    return 'unproven';
  return 'denied';
}
