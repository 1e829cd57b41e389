import { suiteName, suitesBefore13, suitesOf13 } from '../../parse/cipher-suites.ts';
import type { HelloResult } from '../../world/hello-types.ts';
import type { World } from '../../world/world.ts';
import { helloInTurn, shakeInTurn } from '../look/gate.ts';
import { type TlsVersion, tlsVersions, type VersionOffer, type VersionProbe } from '../network-evidence.ts';

/** One address of a host; without an address the one that connections go to. */
export interface TlsPlace {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly host: string;
  readonly port: number;
  readonly address?: string;
}
export interface Offered {
  readonly versions: readonly VersionProbe[];
  readonly offers: readonly VersionOffer[];
}

const retryMs = 400;
const shortMs = 3_000;
const mostSuites = 120;
/** How servers and edges refuse besides an alert: they hang up. */
const hangsUp = ['reset', 'closed', 'other'];
const protocolVersion = 70;
/** Some old servers choke on more than 128 suites in one hello. */
const common = suitesBefore13.slice(0, 96);
const uncommon = suitesBefore13.slice(96);

/** Which protocol versions a server takes and with which suites, each version asked alone (RFC 8996, RFC 9325 §3.1.1). */
export async function lookAtOffers(place: TlsPlace): Promise<Offered> {
  const both = await Promise.all(tlsVersions.map((version) => probe(place, version)));
  return {
    versions: both.map(({ probe: one }) => one),
    offers: both.flatMap(({ offer }) => (offer ? [offer] : [])),
  };
}

/** Whether it answers a hello at all, for servers so old that no library shakes hands with them. */
export async function answersHello(place: TlsPlace): Promise<boolean> {
  for (const version of ['TLSv1.2', 'SSLv3'] as const) {
    const result = await hello(place, version, common);
    if (result.answered) return true;
    if (['timed-out', 'refused', 'dns', 'fence'].includes(result.failure)) return false;
  }
  return false;
}

interface Probed {
  readonly probe: VersionProbe;
  readonly offer?: VersionOffer;
}

async function probe(place: TlsPlace, version: TlsVersion): Promise<Probed> {
  const refused = (detail: string): Probed => ({ probe: { version, outcome: 'refused', detail } });
  const open = (detail: string): Probed => ({ probe: { version, outcome: 'inconclusive', detail } });
  const first = await anyOf(place, version);
  if (first.answered) return await taken(place, version, first);
  const { alert } = first;
  if (alert === protocolVersion) return refused(`alert ${alert}: protocol version`);
  if (alert !== undefined) {
    // Another alert may be about something else that the hello lacks, so a whole handshake of our library's is tried too.
    const second = await handshakeOf(place, version);
    if (second === 'accepted') {
      const offer: VersionOffer = { version, suites: [], complete: false };
      return { probe: { version, outcome: 'accepted', detail: 'handshake completed' }, offer };
    }
    return second === 'refused' ? refused(`alert ${alert}`) : open(second);
  }
  if (first.failure === 'fence' || first.failure === 'dns' || first.failure === 'refused') return open(first.detail);
  // Hanging up is a refusal only when the same server takes another hello right after, and hangs up again.
  await place.world.clock.wait(retryMs, place.signal);
  const control = await shakeInTurn(place.world, { ...at(place), minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' });
  const second = await anyOf(place, version);
  if (second.answered) return await taken(place, version, second);
  if (second.alert === protocolVersion) return refused(`alert ${second.alert}: protocol version`);
  const twice = [first.failure, second.failure];
  if (control.connected && twice.every((one) => hangsUp.includes(one)))
    return refused('the server hung up twice, and took another handshake in between');
  // Many servers wait for the rest of what they take for the beginning of something else.
  const ancient = version === 'SSLv2' || version === 'SSLv3';
  if (ancient && control.connected && twice.every((one) => one === 'timed-out' || hangsUp.includes(one)))
    return refused('no answer twice, and a handshake of a current version in between');
  return open(`${first.failure}: ${first.detail}`);
}

type Answered = Extract<HelloResult, { answered: true }>;

async function taken(place: TlsPlace, version: TlsVersion, first: Answered): Promise<Probed> {
  if (first.version !== version)
    return { probe: { version, outcome: 'refused', detail: `the server chose ${first.version} instead` } };
  if (version === 'SSLv2') return { probe: { version, outcome: 'accepted', detail: 'the server says hello' } };
  const detail = suiteName(first.suite);
  const halves = version === 'TLSv1.3' ? [suitesOf13] : [common, uncommon];
  const found = await Promise.all(halves.map((half) => enumerate(place, version, half, first)));
  const suites = [...new Set(found.flatMap((one) => one.suites))];
  const primes = found.flatMap(({ dhBits }) => dhBits ?? []);
  return {
    probe: { version, outcome: 'accepted', detail },
    offer: {
      version,
      suites: suites.map(suiteName),
      complete: found.every(({ complete }) => complete),
      ...(primes.length > 0 ? { dhBits: Math.min(...primes) } : {}),
    },
  };
}

/** Offers all, takes note of the chosen one, leaves it out, and again, until the server takes none of the rest. */
async function enumerate(place: TlsPlace, version: TlsVersion, all: readonly number[], first: Answered) {
  const suites: number[] = [];
  let dhBits: number | undefined;
  const note = (one: Answered) => {
    suites.push(one.suite);
    if (one.dhBits !== undefined && !/_anon_/.test(suiteName(one.suite)))
      dhBits = Math.min(dhBits ?? one.dhBits, one.dhBits);
  };
  if (all.includes(first.suite)) note(first);
  while (suites.length < mostSuites) {
    const left = all.filter((suite) => !suites.includes(suite));
    if (left.length === 0) return { suites, dhBits, complete: true };
    let result = await hello(place, version, left);
    if (!result.answered && result.alert === undefined) {
      await place.world.clock.wait(retryMs, place.signal);
      const control = await hello(place, version, [first.suite]);
      result = await hello(place, version, left);
      const gone = !result.answered && (result.alert !== undefined || hangsUp.includes(result.failure));
      if (!result.answered) return { suites, dhBits, complete: gone && control.answered };
    }
    // An alert, or an older version without this suite: nothing of the rest is taken.
    if (!result.answered || result.version !== version) return { suites, dhBits, complete: true };
    if (!left.includes(result.suite)) return { suites, dhBits, complete: false };
    note(result);
  }
  return { suites, dhBits, complete: false };
}

/** The common suites, then the others: a server that takes neither takes nothing of this version. */
async function anyOf(place: TlsPlace, version: TlsVersion): Promise<HelloResult> {
  const first = await hello(place, version, version === 'TLSv1.3' ? suitesOf13 : common);
  const onlyCommon = version === 'TLSv1.3' || version === 'SSLv2';
  if (first.answered || first.alert === undefined || first.alert === protocolVersion || onlyCommon) return first;
  const second = await hello(place, version, uncommon);
  return second.answered ? second : first;
}

async function hello(place: TlsPlace, version: TlsVersion, suites: readonly number[]): Promise<HelloResult> {
  const ancient = version === 'SSLv2' || version === 'SSLv3';
  return await helloInTurn(place.world, { ...at(place), version, suites, ...(ancient ? { timeoutMs: shortMs } : {}) });
}

async function handshakeOf(place: TlsPlace, version: TlsVersion): Promise<'accepted' | 'refused' | string> {
  if (version === 'SSLv2' || version === 'SSLv3') return 'refused';
  // Without the lowest security level this machine would not offer old versions or old ciphers at all.
  const ciphers = version === 'TLSv1.3' ? undefined : 'ALL:@SECLEVEL=0';
  const result = await shakeInTurn(place.world, { ...at(place), minVersion: version, maxVersion: version, ciphers });
  if (result.connected) return 'accepted';
  return result.failure === 'alert' || hangsUp.includes(result.failure)
    ? 'refused'
    : `${result.failure}: ${result.detail}`;
}

function at({ host, port, address }: TlsPlace) {
  return { host, port, ...(address === undefined ? {} : { address }) };
}
