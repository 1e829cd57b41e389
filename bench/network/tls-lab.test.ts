import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ciphers } from '../../src/checks/https/ciphers/check.ts';
import { validCertificate } from '../../src/checks/https/valid-certificate/check.ts';
import type { EvidenceMap } from '../../src/collectors/evidence-map.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import { look } from './look.ts';
import { startTlsLab, type TlsLab, type Truth } from './tls-lab.ts';

let lab: TlsLab;
let dossier: Dossier;
const hostile: Server[] = [];
const sockets = new Set<Socket>();
const hits = new Map<string, number>();

/** Servers that misbehave once a hello has come, by name. */
const misbehaviours: Readonly<Record<string, (socket: Socket, connection: number) => void>> = {
  silent: () => undefined,
  resets: (socket) => socket.resetAndDestroy(),
  closes: (socket) => socket.end(),
  drips: (socket) => {
    const drip = setInterval(() => socket.write(Buffer.from([0x16])), 20);
    socket.on('close', () => clearInterval(drip));
  },
  'plain-http': (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  pours: (socket) => {
    const record = Buffer.concat([Buffer.from([0x16, 3, 3, 0x40, 0]), Buffer.alloc(0x4000)]);
    const pour = () => {
      while (!socket.destroyed && socket.write(record));
      if (!socket.destroyed) socket.once('drain', pour);
    };
    pour();
  },
  'huge-record': (socket) => socket.write(Buffer.from([0x16, 3, 3, 0xff, 0xff])),
  nonsense: (socket) => socket.end(Buffer.alloc(400, 0x5a)),
};

async function hostilePort(name: string): Promise<number> {
  const server = createServer((socket) => {
    hits.set(name, (hits.get(name) ?? 0) + 1);
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', () => misbehaviours[name]?.(socket, hits.get(name) ?? 0));
  });
  hostile.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

beforeAll(async () => {
  lab = await startTlsLab();
  const others = await Promise.all(
    Object.keys(misbehaviours).map(async (name) => ({ name: `${name}.lab.test`, port: await hostilePort(name) })),
  );
  dossier = await look([...lab.servers, ...others], lab.rootPem, { patience: 0.25 });
}, 120_000);
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(hostile.map((server) => new Promise((resolve) => server.close(resolve))));
  await lab.close();
});

function seen<K extends 'net.certificate' | 'net.protocols' | 'net.ciphers'>(
  kind: K,
  name: string,
): EvidenceMap[K] | undefined {
  const one = dossier.evidence.find((each) => each.kind === kind && each.subject === name);
  return one?.seen ? (one.value as unknown as EvidenceMap[K]) : undefined;
}
function codesOf(
  check: typeof ciphers | typeof validCertificate,
  kind: 'net.ciphers' | 'net.certificate',
  name: string,
) {
  const context = { now: new Date(), limits: {}, environmentOf: () => 'production', subject: name };
  return [check.judge({ [kind]: seen(kind, name) } as never, context)].flat().map(({ code }) => code);
}

const names = [
  ...[
    'modern',
    'twocerts',
    'oldbeside',
    'only13',
    'only12',
    'tls11',
    'tls10',
    'only10',
    'nothing',
    'anonymous',
    'cbc',
    'statickey',
    'prime1024',
  ],
  ...['prime2048', 'cbcbeside', 'chacha', 'http11', 'expired', 'future', 'wrongname', 'wildcard', 'deepwildcard'],
  ...['selfsigned', 'stranger', 'leafonly', 'withroot', 'disordered', 'shortkey', 'plainrsa', 'camellia', 'ccm'],
  ...['ssl3rc4', 'tripledes', 'export', 'ssl2', 'breaksoff'],
];

describe('what is said of a server is what is true of it', () => {
  test('every server of the lab is in the list', () => {
    expect(lab.servers.map(({ name }) => name).sort()).toEqual(names.map((name) => `${name}.lab.test`).sort());
  });
  // A server that completes no handshake shows no certificate, and what it takes is told all the same where that is known.
  const complete = names.filter((name) => !['ssl3rc4', 'tripledes', 'export', 'ssl2', 'breaksoff'].includes(name));
  test.each(complete)('%s', (short) => {
    const name = `${short}.lab.test`;
    const truth: Truth = lab.servers.find((one) => one.name === name)?.truth ?? { versions: [] };
    const accepted = seen('net.protocols', name)?.versions.filter(({ outcome }) => outcome === 'accepted');
    expect(accepted?.map(({ version }) => version)).toEqual(truth.versions);
    expect(seen('net.protocols', name)?.versions.filter(({ outcome }) => outcome === 'inconclusive')).toEqual([]);
    const offers = seen('net.ciphers', name)?.offers ?? [];
    expect(offers.every((offer) => offer.complete)).toBe(true);
    const suites = new Set(offers.filter(({ version }) => version !== 'TLSv1.3').flatMap((offer) => offer.suites));
    if (truth.suites) expect([...suites].sort()).toEqual([...truth.suites].sort());
    if (truth.certificate) expect(codesOf(validCertificate, 'net.certificate', name)).toContain(truth.certificate);
    if (truth.ciphers) expect(codesOf(ciphers, 'net.ciphers', name)).toEqual([truth.ciphers]);
    if (truth.alpn) expect(seen('net.certificate', name)?.alpn).toBe(truth.alpn);
  });
});

describe('servers that no library can shake hands with', () => {
  test.each(['ssl3rc4', 'tripledes', 'export', 'ssl2', 'breaksoff'])('%s', (short) => {
    const name = `${short}.lab.test`;
    const truth: Truth = lab.servers.find((one) => one.name === name)?.truth ?? { versions: [] };
    const accepted = seen('net.protocols', name)?.versions.filter(({ outcome }) => outcome === 'accepted');
    expect(accepted?.map(({ version }) => version)).toEqual(truth.versions);
    if (truth.suites)
      expect(new Set(seen('net.ciphers', name)?.offers.flatMap(({ suites }) => suites))).toEqual(new Set(truth.suites));
    if (truth.ciphers) expect(codesOf(ciphers, 'net.ciphers', name)).toEqual([truth.ciphers]);
    expect(seen('net.certificate', name)).toBeUndefined();
  });
});

describe('servers that misbehave', () => {
  test.each(Object.keys(misbehaviours))(
    'bad input: TLS to a server that goes wrong (%s) → gap, few connections',
    (short) => {
      const name = `${short}.lab.test`;
      for (const kind of ['net.certificate', 'net.protocols', 'net.ciphers'] as const) {
        const one = dossier.evidence.find((each) => each.kind === kind && each.subject === name);
        expect(one?.seen, kind).toBe(false);
        expect(one && !one.seen ? one.gap.reason : '', kind).toMatch(/timed-out|unreachable/);
      }
      expect(hits.get(short)).toBeLessThan(8);
    },
  );
  test('bad input: a server that keeps silent → asked once', () => {
    expect(hits.get('silent')).toBe(1);
  });
});
