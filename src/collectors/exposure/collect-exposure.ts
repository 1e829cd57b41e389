import { GapError } from '../../model/gap.ts';
import { mediaType } from '../../parse/header-list.ts';
import { splitHost } from '../../parse/host-name.ts';
import { isRedirect } from '../../parse/web-address.ts';
import type { World } from '../../world/world.ts';
import { defineCollector, type Target } from '../collector.ts';
import { type Asked, ask, strangerGap } from '../look/ask.ts';
import { hostOfSubject, hostSubjects, originOf } from '../look/host-subjects.ts';
import { refusesAll, refusesAllGap } from '../look/refuses-all.ts';
import { inTurn } from '../look/in-turn.ts';
import type { ExposureLook, ExposureProbe } from '../network-evidence.ts';
import { type KnownPath, knownPaths } from './known-paths.ts';
import { commonFolders, coreFolders, lookForListings } from './look-for-listings.ts';
import { lookForMaps } from './look-for-maps.ts';

const atOnce = 4;
const maxBodyBytes = 64 * 1024;
/** Above this many hosts each is asked for the core paths only, so that the budget reaches all of them. */
const manyHosts = 100;
/** So many troubles and the host does not settle the question. */
const enoughTrouble = 3;

/** Well-known paths that nothing links to, judged by their content against random ones. */
export const exposureCollector = defineCollector({
  id: 'exposure',
  produces: ['net.exposure'],
  permit: 'guess',
  timeoutMs: 600_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, { world, signal, emit, target }) {
    const { host } = splitHost(subject);
    const settings: Settings = { world, signal, host, origin: originOf(subject, target) };
    const home = await ask(world, { url: `${settings.origin}/`, permit: 'look' }, signal);
    if (home.stranger) throw new GapError(strangerGap(host, home.stranger));
    const controls = [await control(settings, ''), await control(settings, '.txt')] as const;
    if (refusesAll(home, controls[0].asked)) throw new GapError(refusesAllGap(host, home.response.status));
    const probes: ExposureProbe[] = [];
    const shortened = whyShort(controls, target);
    const paths = shortened ? knownPaths.filter(({ core }) => core) : knownPaths;
    await inTurn(paths, atOnce, async (known) => {
      const trouble = probes.filter(({ outcome }) => outcome === 'trouble').length;
      probes.push(trouble >= enoughTrouble ? notAsked(known) : await probe(known, settings));
    });
    probes.push(...(await lookForMaps({ home, host, world, signal })));
    const folders = shortened === 'many-hosts' ? coreFolders : commonFolders;
    probes.push(...(await lookForListings({ home, host, folders, origin: settings.origin, world, signal })));
    const faked = await Promise.all(probes.filter(isPresent).map((found) => alsoElsewhere(found, settings)));
    const blockedMidway = await blocked(settings, controls);
    emit('net.exposure', subject, {
      host,
      origin: settings.origin,
      controls: controls.map(({ path, asked }) => ({
        path,
        status: asked.response.status,
        contentType: mediaType(asked.response.headers),
      })),
      probes: probes.sort((a, b) => (a.path < b.path ? -1 : 1)),
      fakesEverything: faked.some((each) => each),
      ...(shortened ? { shortened } : {}),
      ...(blockedMidway === undefined ? {} : { blockedMidway }),
    });
  },
});

interface Settings {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly origin: string;
  readonly host: string;
}
interface Control {
  readonly path: string;
  readonly asked: Asked;
}
const isPresent = ({ outcome }: ExposureProbe) => outcome === 'present';
const blocking = ['gateway', 'challenge', 'rate-limit', 'captive'];

/** What this host says to nonsense. Where even that brings no answer of the portal's, nothing can be told: a gap. */
async function control({ world, signal, origin, host }: Settings, ending: string): Promise<Control> {
  const path = `/lr-${world.randomHex(8)}${ending}`;
  const asked = await ask(world, { url: origin + path, permit: 'guess', maxBodyBytes, timeoutMs: 6_000 }, signal);
  if (asked.stranger && blocking.includes(asked.stranger.kind)) throw new GapError(strangerGap(host, asked.stranger));
  return { path, asked };
}

function whyShort(controls: readonly Control[], target: Target): ExposureLook['shortened'] {
  if (target.config.target.hosts.length > manyHosts) return 'many-hosts';
  return controls.every(({ asked }) => isRedirect(asked.response.status)) ? 'only-redirects' : undefined;
}

async function probe(known: KnownPath, settings: Settings): Promise<ExposureProbe> {
  const { world, signal, origin } = settings;
  const { path, kind, recognise } = known;
  try {
    const { response, text, stranger } = await ask(
      world,
      { url: origin + path, permit: 'guess', maxBodyBytes, timeoutMs: 6_000 },
      signal,
    );
    const type = mediaType(response.headers);
    const shape = { path, status: response.status, contentType: type, kind };
    const found = response.status === 200 ? recognise({ body: response.body, text, type }) : null;
    if (found) return { ...shape, outcome: 'present', ...found };
    if (stranger && ['gateway', 'rate-limit', 'captive'].includes(stranger.kind))
      return { ...shape, outcome: 'trouble' };
    // A firewall that refuses just this path keeps it from visitors as well.
    if ([401, 403, 407].includes(response.status) || stranger?.kind === 'challenge')
      return { ...shape, outcome: 'denied' };
    return { ...shape, outcome: response.status === 200 ? 'like-control' : 'absent' };
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    return { path, status: 0, contentType: '', kind, outcome: 'trouble' };
  }
}

function notAsked({ path, kind }: KnownPath): ExposureProbe {
  return { path, status: 0, contentType: '', kind, outcome: 'trouble' };
}

/** The same file below a random folder: a trap that answers every name with bait tells nothing. */
async function alsoElsewhere(found: ExposureProbe, settings: Settings): Promise<boolean> {
  const known = knownPaths.find(({ path }) => path === found.path);
  if (!known) return false;
  const elsewhere = { ...known, path: `/lr-${settings.world.randomHex(6)}${known.path}` };
  return isPresent(await probe(elsewhere, settings));
}

/** Firewalls start to refuse after a few guesses; then the later answers are theirs. */
async function blocked(settings: Settings, before: readonly Control[]): Promise<string | undefined> {
  try {
    const after = await control(settings, '');
    const status = after.asked.response.status;
    const wasRefusal = before.some(({ asked }) => asked.response.status === status);
    return !wasRefusal && (status === 403 || status === 401)
      ? `nonsense was answered ${before[0]?.asked.response.status} first and ${status} later`
      : undefined;
  } catch (error) {
    if (!(error instanceof GapError) || settings.signal.aborted) throw error;
    return error.gap.detail;
  }
}
