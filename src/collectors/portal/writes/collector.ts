import { GapError, gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { CrossWrite } from '../../write-evidence.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { policyFor } from '../policy.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { crossCandidates } from '../tenancy/cross-candidates.ts';
import { requireTwoTenants } from '../tenancy/require-two-tenants.ts';
import { prepareSetting, type Setting } from '../tenancy/setting.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { ownFields } from './own-fields.ts';
import { plantedObjects } from './planted-objects.ts';
import { proveRecord } from './prove-record.ts';
import { notPutBack, reproduce } from './reproduce-write.ts';

const recordLimit = 10;

/**
 * authz.write and authz.mass-assignment: what A can change of B's, and what A can change of its own that nobody offered.
 * Only objects of the declared test accounts; each write is on disk first, and put back.
 */
export const writesCollector = defineCollector({
  id: 'writes',
  produces: ['tenancy.write', 'tenancy.fields'],
  permit: 'write',
  uses: ['crawl', 'canaries'],
  after: ['tenancy', 'operations', 'roles'],
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
    for (const name of ['a', 'b'] as const)
      if (!setting.session(name))
        throw new GapError(
          gap('sign-in-failed', `Customer ${name.toUpperCase()} is not signed in.`, 'Close the sign-in gap first.'),
        );
    await orGap(context, 'tenancy.write', async () => {
      requireTwoTenants(setting);
      await crossWrites(setting, 'b', 'a');
    });
    await orGap(context, 'tenancy.fields', () => ownFields(setting, 'a'));
  },
});

async function crossWrites(setting: Setting, owner: IdentityName, asker: IdentityName): Promise<void> {
  const { context } = setting;
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  const emit = (record: Omit<CrossWrite, 'alive'>, alive: CrossWrite['alive']) =>
    context.emit('tenancy.write', `${record.method} ${record.template}`, { ...record, alive });
  const head = { owner, asker, host: '' };
  const proofs = setting.canariesOf(owner).map((one) => one.proof);
  const seen = new Set<string>();
  const candidates = crossCandidates(setting.map, owner, asker, setting.exchanges, proofs).filter((one) => {
    const { operation, slot, origin } = one;
    const key = `${operation.host}${operation.template}`;
    const fits =
      operation.method === 'GET' && operation.answers === 'api' && slot.place === 'path' && origin === 'observed';
    if (!fits || seen.has(key) || operation.template.split('/').at(-1)?.startsWith('{') !== true) return false;
    if (mayNotWrite(setting, 'PATCH', new URL(one.ownerRequest.url).pathname)) return false;
    if (policyFor(context.target.config.policy, 'PATCH', operation.template)?.scope === 'shared') return false;
    seen.add(key);
    return true;
  });
  for (const [at, one] of candidates.slice(0, recordLimit).entries()) {
    context.progress(
      `writes as ${asker}: ${at + 1} of ${Math.min(candidates.length, recordLimit)} records of ${owner}`,
    );
    const url = new URL(one.ownerRequest.url);
    url.search = '';
    const subject = { url: url.href, owner, asker, what: `a record of ${owner} (${one.operation.template})` };
    const { result, alive } = await betweenProbes(
      probes,
      () => proveRecord(subject, benchAt(setting, { ...one.ownerRequest, url: url.href }, owner)),
      setting.renew,
    );
    if (!result) continue;
    const method = result.trials.find((trial) => trial.changed === true)?.way.split(' ')[0] ?? 'PATCH';
    emit(
      {
        ...head,
        ...result,
        host: one.operation.host,
        method,
        template: one.operation.template,
        object: 'record',
        reproduce: reproduce(
          setting,
          one.ownerRequest,
          url.href,
          method,
          JSON.stringify({ [result.field]: 'CHANGED' }),
          asker,
        ),
      },
      alive,
    );
    if (result.restored === false) throw new GapError(notPutBack(one.operation.template));
  }
  await plantedObjects(setting, owner, asker, proofs, emit);
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
