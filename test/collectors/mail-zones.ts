import { generateKeyPairSync } from 'node:crypto';
import type { Answer } from 'dns-packet';
import { type DnsFault, startDnsServer } from '../../range/internet/dns-server.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { emailChecks } from '../../src/checks/email.ts';
import { checklists } from '../../src/checklists/index.ts';
import { createLive } from '../../src/collectors/live.ts';
import { mailRecordCollector } from '../../src/collectors/mail/collect-records.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { type ConfigInput, configSchema } from '../../src/model/config.ts';
import type { Finding } from '../../src/model/finding.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';

type DomainInput = NonNullable<NonNullable<ConfigInput['target']>['domains']>[number];

/** One mail domain as somebody might have it. Names are below the domain unless a closing dot stands; `@` is the domain. */
export interface MailZoneCase {
  readonly why: string;
  /** `NAME TYPE VALUE`; a TXT value in several quoted strings is published as such. */
  readonly zone: readonly string[];
  /** What the owner says of it. */
  readonly says?: Partial<DomainInput>;
  /** The name that is listed, where it is one below the domain. */
  readonly listed?: string;
  readonly faults?: Readonly<Record<string, DnsFault>>;
  /** Codes of each check, without `email.`, in any order. */
  readonly expect: Readonly<Record<string, string>>;
}

const ttl = 300;
const sound = ['@ MX 10 mail', 'mail A 192.0.2.25', '@ TXT v=spf1 mx -all'];
const soundPolicy = '_dmarc TXT v=DMARC1; p=reject; rua=mailto:dmarc@{d}';
const keys = new Map<string, string>();

/** `{rsa1024}` in a record is a public key of that size. */
function keyOf(bits: string): string {
  const known = keys.get(bits);
  if (known) return known;
  const { publicKey } =
    bits === 'ed' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: Number(bits) });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const key = (bits === 'ed' ? der.subarray(-32) : der).toString('base64');
  keys.set(bits, key);
  return key;
}

/** Asks a name server on loopback about every case at once and judges each; findings by the domain's place in the list. */
export async function judgeZones(cases: readonly MailZoneCase[], shared: readonly string[]) {
  const names = cases.map((_one, at) => `zone${at}.test`);
  const listed = cases.map(({ listed: below }, at) => `${below === undefined ? '' : `${below}.`}${names[at]}`);
  const records = [
    ...['test', 'com', 'net', 'org', 'example', 'io', 'ch'].map(start),
    ...shared.map((line) => record(line, 'test')),
    ...cases.flatMap(({ zone }, at) => zoneOf(zone, names[at] ?? '')),
  ];
  const faults = new Map(
    cases.flatMap(({ faults: list = {} }, at) =>
      Object.entries(list).map(([key, fault]) => [key.replaceAll('{d}', names[at] ?? ''), fault] as const),
    ),
  );
  const server = await startDnsServer({ zones: ['test', 'com', 'net', 'org', 'example', 'io', 'ch'], records }, faults);
  const signal = new AbortController().signal;
  const config = configSchema.parse({
    target: { domains: cases.map(({ says }, at) => ({ name: listed[at] ?? '', ...says })) },
    lab: { resolver: server.address, map: [] },
  });
  const world = await createWorld({ scope: createScope({ config }), env: {}, signal });
  try {
    const dossier = await collect({
      target: { name: 'zones', config },
      world,
      collectors: [mailRecordCollector],
      live: createLive(),
      run: 'zones',
      tool: { name: 'launch-ready', version: 'test' },
      fingerprintKey: 'zones',
      signal,
    });
    const card = judge(dossier, checklists['b2b-api'], { checks: emailChecks, catalogue, coverageOf });
    return listed.map((name) =>
      card.findings.filter((one: Finding) => one.subject === name || one.subject.startsWith(`${name}#`)),
    );
  } finally {
    await world.close();
    await server.close();
  }
}

function zoneOf(lines: readonly string[], name: string): readonly Answer[] {
  const own = (line: string) => line.split(' ').slice(0, 2).join(' ');
  const removed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const stated = lines.filter((line) => !line.startsWith('!'));
  const spf = stated.some((line) => /^@ TXT/.test(line));
  const base = [...sound, soundPolicy].filter(
    (line) =>
      !removed.includes(own(line)) &&
      (own(line) === '@ TXT'
        ? !spf
        : !stated.some((one) => own(one) === own(line) || one.startsWith(`${own(line).split(' ')[0]} CNAME`))),
  );
  return [start(name), ...[...base, ...stated].map((line) => record(line, name))];
}

function record(line: string, zone: string): Answer {
  const filled = line
    .replace(/(?<!%)\{d\}/g, zone)
    .replace(/\{(?:rsa)?(\d+|ed)\}/g, (_whole, bits: string) => keyOf(bits));
  const [, at = '', type = '', value = ''] = /^(\S+) ([A-Z]+) (.*)$/s.exec(filled) ?? [];
  const full = (text: string) =>
    text === '@' ? zone : text.endsWith('.') ? text.slice(0, -1) || '.' : `${text}.${zone}`;
  const name = full(at).toLowerCase();
  if (type === 'TXT') return { type, name, ttl, data: stringsOf(value).map((one) => Buffer.from(one, 'latin1')) };
  if (type === 'A' || type === 'AAAA') return { type, name, ttl, data: value };
  if (type === 'CNAME') return { type, name, ttl, data: full(value) };
  const [, preference = '', exchange = ''] = /^(\d+) (.*)$/.exec(value) ?? [];
  if (type === 'MX') return { type, name, ttl, data: { preference: Number(preference), exchange: full(exchange) } };
  throw new Error(`No record can be read from "${line}".`);
}

function stringsOf(value: string): readonly string[] {
  const quoted = [...value.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, text = '']) => text.replaceAll('\\"', '"'));
  const strings = value.startsWith('"') ? quoted : [Buffer.from(value, 'utf8').toString('latin1')];
  return strings.flatMap((one) => one.match(/.{1,255}/gs) ?? ['']);
}

function start(zone: string): Answer {
  const data = { serial: 1, refresh: 7200, retry: 900, expire: 1_209_600, minimum: 300 };
  return { type: 'SOA', name: zone, ttl, data: { mname: 'ns1.test', rname: 'hostmaster.test', ...data } };
}
