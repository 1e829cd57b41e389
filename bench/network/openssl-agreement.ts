import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EvidenceMap } from '../../src/collectors/evidence-map.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import type { LabServer } from './tls-lab.ts';

const run = promisify(execFile);
const versions = { 'TLSv1.3': '-tls1_3', 'TLSv1.2': '-tls1_2', 'TLSv1.1': '-tls1_1', TLSv1: '-tls1' } as const;
type Version = keyof typeof versions;

export interface Agreement {
  /** Statements about a version: taken or not. */
  readonly versions: number;
  /** Suites that we found and openssl completes a handshake with. */
  readonly suites: number;
  /** Versions at which openssl, offering all the others that it knows, is refused. */
  readonly nothingMore: number;
  /** Whether the certificate verifies for the name. */
  readonly certificate: number;
  /** What openssl says otherwise, in words. */
  readonly otherwise: readonly string[];
}

/** Holds what we say of one server against `openssl s_client`: each version, each suite, everything else at once, the chain. */
export async function agreement(
  server: LabServer,
  dossier: Dossier,
  rootFile: string,
  ianaByOwn: ReadonlyMap<string, string>,
): Promise<Agreement> {
  const own = new Map([...ianaByOwn].map(([name, iana]) => [iana, name]));
  const seen = <K extends 'net.protocols' | 'net.ciphers' | 'net.certificate'>(kind: K) => {
    const one = dossier.evidence.find((each) => each.kind === kind && each.subject === server.name);
    return one?.seen ? (one.value as unknown as EvidenceMap[K]) : undefined;
  };
  const counts = { versions: 0, suites: 0, nothingMore: 0, certificate: 0 };
  const otherwise: string[] = [];
  const note = (key: keyof typeof counts, agrees: boolean, what: string) => {
    if (agrees) counts[key] += 1;
    else otherwise.push(`${server.name.split('.')[0]}: ${what}`);
  };
  for (const version of Object.keys(versions) as Version[]) {
    const mine = seen('net.protocols')?.versions.find((one) => one.version === version)?.outcome;
    const theirs = await completes(server, version, list(version, [...own.values()]));
    note(
      'versions',
      theirs === (mine === 'accepted'),
      `${version} ${mine}, openssl ${theirs ? 'completes' : 'does not'}`,
    );
    if (!theirs) continue;
    const offer = seen('net.ciphers')?.offers.find((one) => one.version === version);
    const known = (offer?.suites ?? []).flatMap((suite) => own.get(suite) ?? []);
    for (const suite of known)
      note('suites', await completes(server, version, list(version, [suite])), `${version} ${suite} is refused`);
    const rest = [...own.values()].filter((name) => !known.includes(name));
    note(
      'nothingMore',
      !(await completes(server, version, list(version, rest))),
      `${version}: openssl finds another suite`,
    );
  }
  const look = seen('net.certificate');
  if (look) {
    const verified = await verifies(server, rootFile);
    note('certificate', verified === look.authorized, `certificate verified by openssl: ${verified}`);
  }
  return { ...counts, otherwise };
}

/** Arguments that offer just these suites; names that the version does not have are left out by openssl itself. */
function list(version: Version, suites: readonly string[]): readonly string[] {
  const modern = suites.filter((name) => name.startsWith('TLS_'));
  if (version === 'TLSv1.3') return modern.length > 0 ? ['-ciphersuites', modern.join(':')] : ['-ciphersuites', 'none'];
  return ['-cipher', `${suites.filter((name) => !name.startsWith('TLS_')).join(':')}:@SECLEVEL=0`];
}

async function completes({ name, port }: LabServer, version: Version, offered: readonly string[]): Promise<boolean> {
  const out = await client(port, name, [versions[version], ...offered]);
  return /New, \S+, Cipher is (?!\(NONE\))/.test(out);
}

async function verifies({ name, port }: LabServer, rootFile: string): Promise<boolean> {
  const flags = ['-CAfile', rootFile, '-verify_hostname', name, '-auth_level', '2', '-cipher', 'ALL:@SECLEVEL=0'];
  return /Verify return code: 0 \(ok\)/.test(await client(port, name, flags));
}

async function client(port: number, name: string, flags: readonly string[]): Promise<string> {
  const child = run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', name, ...flags], {
    timeout: 10_000,
  });
  child.child.stdin?.end();
  const { stdout } = await child.catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  return stdout;
}
