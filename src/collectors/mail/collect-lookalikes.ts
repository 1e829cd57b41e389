import { type Gap, gap } from '../../model/gap.ts';
import { registrable } from '../../parse/host-name.ts';
import { lookalikeNames } from '../../parse/lookalike-names.ts';
import { defineCollector, type Target } from '../collector.ts';
import { inTurn } from '../look/in-turn.ts';
import type { Lookalike } from '../mail-evidence.ts';
import { hostOfMailDomain, mailDomain, mailSubjects } from './mail-domains.ts';

const atOnce = 20;

/** Close names of each registered domain, asked for MX and address only; nobody else's server is contacted. */
export const lookalikeCollector = defineCollector({
  id: 'mail-lookalikes',
  produces: ['mail.lookalikes'],
  permit: 'look',
  timeoutMs: 180_000,
  subjects: registeredDomains,
  hostOf: hostOfMailDomain,
  async collect(subject, { world, target, emit }) {
    const dot = subject.indexOf('.');
    const names = lookalikeNames(subject.slice(0, dot), subject.slice(dot + 1));
    const own = new Set(target.config.target.domains.map(({ name }) => name.toLowerCase()));
    const found: Lookalike[] = [];
    let failed = 0;
    await inTurn(
      names.filter(({ domain }) => !own.has(domain)),
      atOnce,
      async ({ domain, how }) => {
        const mx = await world.dns.query(domain, 'MX');
        if (!['ok', 'nodata', 'nxdomain'].includes(mx.status)) failed += 1;
        if (mx.status === 'nxdomain') return;
        const servers = mx.records.map((record) => record.replace(/^\d+ /, '')).filter((server) => server !== '.');
        if (servers.length > 0) return void found.push({ domain, how, mail: true, servers: servers.slice(0, 3) });
        const four = mx.status === 'nodata' ? await world.dns.query(domain, 'A') : undefined;
        if (mx.status === 'ok' || four?.status === 'ok') found.push({ domain, how, mail: false, servers: [] });
      },
    );
    const byName = (one: Lookalike, other: Lookalike) => (one.domain < other.domain ? -1 : 1);
    emit('mail.lookalikes', subject, {
      ...mailDomain(subject, target),
      asked: names.length,
      failed,
      found: found.sort(byName),
    });
  },
});

/** A subdomain has the lookalikes of the name that was registered. */
function registeredDomains(target: Target): readonly string[] | Gap {
  const subjects = mailSubjects(target);
  if ('reason' in subjects) return subjects;
  const names = [...new Set(subjects.flatMap((name) => registrable(name) ?? []))];
  return names.length > 0
    ? names
    : gap('not-configured', 'No registered domain is listed.', 'List one in target.domains.', 2);
}
