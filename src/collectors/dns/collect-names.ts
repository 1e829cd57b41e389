import { GapError, gap } from '../../model/gap.ts';
import { isLiteral, splitHost } from '../../parse/host-name.ts';
import type { World } from '../../world/world.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { shakeInTurn } from '../look/gate.ts';
import { hostOfSubject, hostSubjects } from '../look/host-subjects.ts';
import type { NameLook, PortAnswer } from '../network-evidence.ts';
import { lookUpName } from './look-up-name.ts';

const retryMs = 500;

/** DNS of every listed host, aliases followed one by one, and whether the address answers at all. */
export const nameCollector = defineCollector({
  id: 'names',
  produces: ['net.name'],
  permit: 'look',
  timeoutMs: 300_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    context.emit('net.name', subject, await lookUp(subject, context));
  },
});

async function lookUp(subject: string, context: CollectContext): Promise<NameLook> {
  const { world, signal, target } = context;
  const { host, port } = splitHost(subject);
  const closed = { https: 'not-asked', http: 'not-asked' } as const;
  if (isLiteral(host)) {
    const base = { host, aliases: [], addresses: [], answers: [], ...closed };
    return { ...base, end: 'literal', ...(await ports(world, host, port)) };
  }
  const mapped = target.config.lab?.map.some((entry) => entry.name.toLowerCase() === host);
  if (mapped && target.config.lab?.resolver === undefined)
    throw new GapError(gap('not-configured', `The lab maps ${host} and names no resolver.`, 'Add lab.resolver.', 2));
  const { look } = await lookUpName(host, world, signal);
  return { ...look, ...closed, ...(look.end === 'addresses' ? await ports(world, host, port) : {}) };
}

/** A handshake that gets any reply at all shows that something listens, also where it is plain http that replies. */
async function ports(world: World, host: string, port?: number): Promise<Pick<NameLook, 'https' | 'http' | 'portGap'>> {
  const https = await knock(world, host, port ?? 443);
  if (https.answer === 'answers' || port !== undefined)
    return { https: https.answer, http: 'not-asked', ...https.rest };
  const http = await knock(world, host, 80);
  return { https: https.answer, http: http.answer, ...https.rest, ...http.rest };
}

async function knock(world: World, host: string, port: number) {
  let result = await shakeInTurn(world, { host, port });
  const passing = ['timed-out', 'dns', 'refused'];
  if (!result.connected && passing.includes(result.failure)) {
    await world.clock.wait(retryMs, world.signal);
    result = await shakeInTurn(world, { host, port });
  }
  if (result.connected) return { answer: 'answers' as PortAnswer, rest: {} };
  // Without a route from here nothing is known about the host.
  const noRoute = result.failure === 'other' && result.detail.startsWith('connect');
  const answer: PortAnswer = noRoute ? 'unclear' : (byFailure[result.failure] ?? 'unclear');
  if (answer !== 'unclear') return { answer, rest: {} };
  const portGap = gap('unreachable', result.detail, `Look from a network that reaches ${host}.`);
  return { answer, rest: { portGap } };
}

const byFailure: Readonly<Record<string, PortAnswer>> = {
  alert: 'answers',
  reset: 'answers',
  closed: 'answers',
  other: 'answers',
  'timed-out': 'silent',
  refused: 'closed',
};
