import { GapError, gap } from '../../model/gap.ts';
import { isJson, mediaType } from '../../parse/header-list.ts';
import { splitHost } from '../../parse/host-name.ts';
import { leakSigns } from '../../parse/leak-signs.ts';
import { readableText } from '../../parse/readable-text.ts';
import { softwareIn } from '../../parse/software-headers.ts';
import { isRedirect } from '../../parse/web-address.ts';
import type { World } from '../../world/world.ts';
import { defineCollector } from '../collector.ts';
import { type Asked, ask, strangerGap } from '../look/ask.ts';
import { hostOfSubject, hostSubjects, originOf } from '../look/host-subjects.ts';
import { refusesAllGap } from '../look/refuses-all.ts';
import { inTurn } from '../look/in-turn.ts';
import type { ErrorProbe, LeakSign } from '../network-evidence.ts';
import { type ErrorRequest, errorRequests } from './error-requests.ts';

const atOnce = 4;
const maxBodyBytes = 256 * 1024;
/** Strangers that stand in front of every path; a 404 that reads like one of the others may be the portal's own. */
const blocking = ['gateway', 'challenge', 'rate-limit', 'captive'];

/** What a host shows when a request has to fail. */
export const errorCollector = defineCollector({
  id: 'errors',
  produces: ['net.errors'],
  permit: 'guess',
  timeoutMs: 600_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, { world, signal, emit, target }) {
    const { host } = splitHost(subject);
    const origin = originOf(subject, target);
    const home = await ask(world, { url: `${origin}/`, permit: 'look', maxBodyBytes }, signal);
    if (home.stranger) throw new GapError(strangerGap(host, home.stranger));
    const usual = signsOf(home, [host]).map(({ sample }) => sample);
    const settings = { world, signal, origin, host, usual };
    const probes: ErrorProbe[] = [];
    await inTurn(errorRequests(world, host), atOnce, async (request) => {
      // After a silence the rest is asked once only, after three not at all: this host does not settle the question.
      const silences = probes.filter(({ trouble }) => trouble?.includes('timed-out')).length;
      probes.push(silences >= 3 ? skipped(request) : await probe(request, settings, silences === 0));
    });
    const order = (one: ErrorProbe) => one.name;
    const settled = probes.filter(({ trouble }) => trouble === undefined);
    if (settled.length === 0) {
      const why = probes.find(({ trouble }) => trouble !== undefined)?.trouble ?? 'no answer';
      throw new GapError(
        gap(
          'refused',
          `${host} answered none of the requests that have to fail: ${why}.`,
          'Let this machine through, then run again.',
          10,
        ),
      );
    }
    const refusal = home.response.status;
    const asHome = (probe: ErrorProbe) =>
      probe.status === refusal && probe.signs.length === 0 && !isData(probe.contentType);
    if ([403, 405, 406, 418].includes(refusal) && settled.every(asHome))
      throw new GapError(refusesAllGap(host, refusal));
    emit('net.errors', subject, { host, origin, probes: probes.sort((a, b) => (order(a) < order(b) ? -1 : 1)) });
  },
});

function isData(type: string): boolean {
  return isJson(type) || /xml$/.test(type);
}

interface Settings {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly origin: string;
  readonly host: string;
  readonly usual: readonly string[];
}

async function probe(request: ErrorRequest, settings: Settings, retry: boolean): Promise<ErrorProbe> {
  const { world, signal, origin, host, usual } = settings;
  const { name, method = 'GET', path, permit = 'guess', headers, body, sent } = request;
  const shape = { name, method, path };
  try {
    const options = { url: origin + path, method, permit, headers, body, maxBodyBytes, timeoutMs: 6_000 } as const;
    const asked = await ask(world, options, signal, { retry });
    const { response, stranger } = asked;
    const answer = {
      ...shape,
      status: response.status,
      contentType: mediaType(response.headers),
      bytes: response.body.length,
      ...softwareIn(response.headers),
    };
    const signs = isRedirect(response.status) ? [] : signsOf(asked, [...sent, host]);
    const fresh = response.status < 400 ? signs.filter(({ sample }) => !usual.includes(sample)) : signs;
    if (fresh.length === 0 && stranger && blocking.includes(stranger.kind))
      return { ...answer, signs: [], trouble: stranger.what };
    return { ...answer, signs: fresh };
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    const { reason, detail } = error.gap;
    return { ...shape, status: 0, contentType: '', bytes: 0, signs: [], trouble: `${reason}: ${detail}` };
  }
}

function skipped({ name, method = 'GET', path }: ErrorRequest): ErrorProbe {
  return {
    name,
    method,
    path,
    status: 0,
    contentType: '',
    bytes: 0,
    signs: [],
    trouble: 'timed-out: not asked any more',
  };
}

function signsOf({ response, text }: Asked, sent: readonly string[]): LeakSign[] {
  return leakSigns(readableText(text, mediaType(response.headers)), response.status, sent);
}
