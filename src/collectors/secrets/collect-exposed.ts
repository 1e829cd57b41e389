import { gap } from '../../model/gap.ts';
import type { Sighting } from '../../secrets/sighting.ts';
import type { Permit } from '../../model/permit.ts';
import { type Collector, defineCollector, type Target } from '../collector.ts';
import type { ExposedLook } from '../secrets-evidence.ts';

const kinds = ['secrets.history', 'secrets.tree', 'secrets.build', 'secrets.logs', 'secrets.web'] as const;
type Exposed = ExposedLook['secrets'][number];

/** What this target allows to be looked at at all: that is enough to gather what the looks found. */
function permitOf({ config, url }: Target): Permit {
  const { hosts, repo, builds } = config.target;
  if (hosts.length > 0 || url !== undefined) return 'look';
  return repo !== undefined || builds?.length ? 'read-repo' : 'read-logs';
}

/** Gathers what the other looks found: a secret that was seen anywhere has to be changed, wherever else it stands. */
const gathering = (permit: Permit) =>
  defineCollector({
    id: `exposed-secrets-${permit}`,
    produces: ['secrets.exposed'],
    permit,
    after: ['repository-secrets', 'build-secrets', 'log-secrets', 'web-secrets'],
    timeoutMs: 30_000,
    subjects: (target) => (permitOf(target) === permit ? [target.name] : []),
    hostOf: (_subject, target) => target.config.target.hosts[0]?.name ?? URL.parse(target.url ?? '')?.hostname ?? '',
    async collect(subject, { seen, brokenLooks, emit, gap: record, target }) {
      const found = new Map<string, Exposed>();
      const searched: string[] = [];
      const add = (place: string, one: Sighting, since?: string) => {
        const known = found.get(one.mark);
        const places = [...new Set([...(known?.places ?? []), place])].slice(0, 12);
        const earliest = [known?.since, since].filter((date) => date !== undefined).sort()[0];
        found.set(one.mark, {
          mark: one.mark,
          rule: one.rule,
          provider: one.provider,
          ...(one.name === undefined ? {} : { name: one.name }),
          weight: one.weight,
          places,
          ...(earliest === undefined ? {} : { since: earliest }),
          ...(one.until === undefined ? {} : { until: one.until }),
        });
      };
      const counts = (one: Sighting) => one.exposure === 'secret' || one.exposure === 'restricted';
      for (const { subject: name, value } of seen('secrets.history')) {
        searched.push(`the history of ${name}`);
        for (const one of value.secrets)
          if (counts(one) && one.weight !== 'low') add(`history ${one.path}:${one.line}`, one, one.date);
      }
      for (const kind of ['secrets.tree', 'secrets.build', 'secrets.logs'] as const)
        for (const { subject: name, value } of seen(kind)) {
          searched.push(
            `${kind === 'secrets.tree' ? 'the files' : kind === 'secrets.build' ? 'the build' : 'the logs'} of ${name}`,
          );
          // A secret in an ignored file of this machine went nowhere.
          for (const one of value.secrets)
            if (counts(one) && one.weight !== 'low' && (one.state !== 'ignored' || one.deployed !== undefined))
              add(`${one.path}:${one.line}`, one);
        }
      for (const { subject: name, value } of seen('secrets.web')) {
        searched.push(`what browsers get from ${name}`);
        for (const one of value.secrets) if (counts(one)) add(`${one.path}:${one.line}`, one);
      }
      const noHosts = target.config.target.hosts.length === 0 && target.url === undefined;
      const unsearched = kinds.flatMap((kind) =>
        brokenLooks(kind)
          .filter((one) => one.gap.reason !== 'not-configured' || (kind === 'secrets.history' && !noHosts))
          .map((one) => one.gap.detail),
      );
      if (searched.length === 0)
        record(
          'secrets.exposed',
          subject,
          gap(
            'not-collected',
            'Nothing was searched for secrets, so nothing is known to be exposed.',
            'Close the gaps of the other checks of this area first.',
            2,
          ),
        );
      else
        emit('secrets.exposed', subject, {
          secrets: [...found.values()].sort((a, b) => (a.mark < b.mark ? -1 : 1)),
          searched: searched.sort(),
          unsearched: [...new Set(unsearched)].sort(),
        });
    },
  });

export const exposedCollectors: readonly Collector[] = (['look', 'read-repo', 'read-logs'] as const).map(gathering);
