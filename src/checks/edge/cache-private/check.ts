import type { CacheLook, CacheProbe, NeighbourProbe } from '../../../collectors/edge/edge-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { quoted } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'kept-apart' | 'served-to-others' | 'deception' | 'says-public' | 'may-be-stored' | 'not-settled';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'kept-apart': {
    is: 'pass',
    says: '{count} private pages of {host} are not kept for others, and made-up addresses below them are not either.',
  },
  'served-to-others': {
    is: 'fail',
    says: 'What a signed-in customer was given at {path} is served from a cache to {whom}.',
  },
  deception: {
    is: 'fail',
    says: 'A made-up address that looks like a file ({url}) shows a customer’s private page and is cached: whoever gets a customer to open such a link reads the page.',
  },
  'says-public': {
    is: 'fail',
    says: 'The private answer at {path} tells every cache on the way to keep it and to hand it to others ({cache}). None was seen to do so today; the next edge, proxy or gateway that does as it is told will.',
  },
  'may-be-stored': {
    is: 'warn',
    says: 'The private answer at {path} lets anybody store it ({cache}). No cache does today; one that respects it will.',
  },
  'not-settled': {
    is: 'unproven',
    says: 'Whether private pages of {host} are cached for others could not be settled.',
  },
};

export const cachePrivate = defineCheck<'portal.cache', Code>({
  id: 'edge.cache-private',
  question: 'Do caches keep one customer’s pages from everybody else?',
  why: 'An edge that stores a signed-in customer’s page hands it to the next visitor. It happens by one rule too many, and nothing looks wrong until then.',
  breaks: 'A stranger sees a customer’s data without any attack, by opening the same address.',
  proof:
    'Customer A asks for a private page with a random parameter of our own, then nobody asks for exactly that address, twice; the same with made-up addresses below the page that end like a file. It counts only if nobody is given values that only A’s page holds, and if nobody gets them at a fresh address. Then customer B asks for a page of A’s in the same way: before A at another address, where A was, and afterwards where A was not. What A alone was given and B then gets where A was, twice, comes out of a cache; so does B’s page that A is given in place of its own at an address nobody had asked for, an answer that is about whoever asked first, three times in turn, and one that both are given and that says what stands in records of one of them, which the other is refused. An answer with values of A’s own that is called public and given a lifetime, or a lifetime for shared caches, fails as well. No address that customers use is asked for while signed in, so nothing of theirs is put into a cache; one that leaves parameters out keeps what the walk through the portal was given as well.',
  permit: 'cross-tenant',
  cites: ['v5.0.0-14.2.2', 'v5.0.0-14.3.2', 'RFC 9111 §3.5'],
  needs: ['portal.cache'],
  outcomes,
  fix: {
    summary: 'Mark private answers as private, and let the edge cache by header and path, not by file ending.',
    effort: '1 h',
    owner: 'backend and edge',
    steps: [
      'Send Cache-Control: private, no-store with every answer that needs a session (Express: app.use("/api", (q, r, n) => { r.set("Cache-Control", "private, no-store"); n(); })).',
      'Cloudflare: remove "Cache Everything" rules from paths behind the sign-in, or add "bypass cache on cookie"; switch Cache Deception Armor on. Varnish, nginx: do not cache requests that carry a session cookie.',
      'Caddy: header /account* Cache-Control "private, no-store". Next.js: pages that read cookies() are private by themselves; never revalidate or force-static on them, and headers() in next.config for the rest.',
      'Answer 404 to paths that do not exist below a page, instead of the page.',
      'Purge the cache afterwards.',
    ],
  },
  judge({ 'portal.cache': look }) {
    const leaks = look.probes.filter(isLeak);
    const handedOn = look.probes.filter(isHandedOn).filter((one) => !leaks.includes(one));
    if (leaks.length + handedOn.length > 0)
      return [
        ...firstOfEach(leaks).map((one) => ({
          ...answerOf(look, one, one.kind === 'page' ? 'served-to-others' : 'deception', {
            whom: 'anybody who asks for the same address',
          }),
          confidence: 'certain' as const,
        })),
        ...handedOn.map((one) => ({
          ...answerOf(look, one, 'served-to-others', { whom: 'the next customer who asks for the same address' }),
          reproduce: inTurn(one),
          identities: ['a', 'b'] as const,
          confidence: 'certain' as const,
        })),
      ];
    const pages = look.probes.filter(
      ({ kind, own, alive, leaked }) => kind === 'page' && own > 0 && alive && leaked.length === 2,
    );
    if (pages.length === 0 || look.probes.some(({ alive }) => !alive)) {
      const dead = look.probes.some(({ alive }) => !alive);
      const detail = dead
        ? 'A’s session ended while its pages were asked for.'
        : `No private page of A’s at ${look.host} could be asked for again${look.left[0] ? ` (${look.left[0].why})` : ''}.`;
      const why = gap(
        dead ? 'session-lost' : 'nothing-to-compare',
        detail,
        'Run again with an account that has some data of its own.',
        10,
      );
      return { ...answerOf(look, look.probes[0], 'not-settled'), gap: why };
    }
    const loose = pages.filter(
      ({ vary, openAnyway, ...said }) => openAnyway === 0 && isStorable(said) && !/cookie|authorization|\*/i.test(vary),
    );
    const told = loose.find(tellsCaches);
    if (told) return { ...answerOf(look, told, 'says-public'), severity: 'medium', confidence: 'firm' };
    if (loose[0]) return answerOf(look, loose[0], 'may-be-stored');
    return answerOf(look, pages[0], 'kept-apart', { count: pages.length });
  },
});

/** Nobody got A's values, twice, at the address that A had asked for, and at no other. */
function isLeak({ own, leaked, openAnyway, alive }: CacheProbe): boolean {
  return alive && own > 0 && openAnyway === 0 && leaked.length === 2 && leaked.every((count) => count > 0);
}

/** The other customer got what only its owner is given, twice, and nowhere else; or each time in place of its own page. */
function isHandedOn({ neighbour }: CacheProbe): boolean {
  if (!neighbour) return false;
  const { own, leaked, elsewhere, alive } = neighbour;
  return alive && own >= 2 && elsewhere === 0 && leaked.length === 2 && leaked.every((count) => count >= 2);
}

function inTurn({ url, neighbour }: CacheProbe): string {
  const [owner, asker] = [neighbour?.owner ?? 'a', neighbour?.asker ?? 'b'].map((one) => one.toUpperCase());
  return [owner, asker].map((one) => `curl -sS -i -H "cookie: $COOKIE_OF_${one}" ${quoted(url)}`).join('; ');
}

function firstOfEach(leaks: readonly CacheProbe[]): readonly CacheProbe[] {
  return (['page', 'deception'] as const).flatMap((kind) => leaks.filter((one) => one.kind === kind).slice(0, 1));
}

/**
 * Whether a shared cache may keep it and hand it on without asking (RFC 9111 §3, §3.5, §5.2.2): a lifetime or `public`, and
 * nothing that forbids. What is said to the edge alone goes before (RFC 9213 §2.2).
 */
function isStorable({
  cacheControl,
  cdnCacheControl,
  withToken,
}: Pick<CacheProbe, 'cacheControl' | 'cdnCacheControl' | 'withToken'>): boolean {
  const directives = directivesOf(cdnCacheControl ?? cacheControl);
  if (['private', 'no-store', 'no-cache'].some((name) => directives.has(name))) return false;
  const seconds = (name: string) => Number(directives.get(name)?.replaceAll('"', '') ?? Number.NaN);
  const own = seconds('s-maxage');
  if (!Number.isNaN(own)) return own > 0;
  const age = seconds('max-age');
  if (age === 0) return false;
  return directives.has('public') || (age > 0 && (cdnCacheControl !== undefined || withToken !== true));
}

/** It says so itself: a lifetime for shared caches, or `public` with one (ASVS v5.0.0-14.2.2). A lifetime alone may be forgetfulness of a server. */
function tellsCaches({ cacheControl, cdnCacheControl }: CacheProbe): boolean {
  const directives = directivesOf(cdnCacheControl ?? cacheControl);
  const lives = (name: string) => Number(directives.get(name)?.replaceAll('"', '') ?? 0) > 0;
  return lives('s-maxage') || ((directives.has('public') || cdnCacheControl !== undefined) && lives('max-age'));
}

function directivesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .toLowerCase()
      .split(',')
      .map((one) => {
        const [name = '', value = ''] = one.trim().split('=');
        return [name.trim(), value.trim()] as const;
      }),
  );
}

function neighbourLine(url: string, { owner, asker, own, leaked, elsewhere, byPath, hit }: NeighbourProbe) {
  const [from, to] = [owner.toUpperCase(), asker.toUpperCase()];
  const place = byPath ? `in place of ${to}’s own page` : `where ${from} was, ${elsewhere} where ${from} was not`;
  return {
    label: 'the other customer',
    value: `${url}: of ${own} values of ${from}’s own ${to} got ${leaked.join(' and ')} ${place}${hit ? `, ${hit}` : ''}`,
  };
}

function answerOf(
  look: CacheLook,
  one: CacheProbe | undefined,
  code: Code,
  data: Readonly<Record<string, string | number>> = {},
): Answer<Code> {
  const evidence = [
    ...look.probes.slice(0, 12).map((probe) => ({
      label: probe.kind === 'page' ? 'private page' : 'made-up address',
      value: `${probe.url}: ${probe.own} values of A’s own in A’s answer (${probe.status}); nobody got ${probe.leaked.join(' and ') || 'not asked'} of them (${probe.anonymousStatus})${probe.hit ? `, ${probe.hit}` : ''}; ${probe.cacheControl || 'no cache-control'}${probe.vary ? `, vary ${probe.vary}` : ''}`,
    })),
    ...look.probes
      .slice(0, 12)
      .flatMap((probe) => (probe.neighbour ? [neighbourLine(probe.url, probe.neighbour)] : [])),
    ...look.left.slice(0, 4).map(({ path, why }) => ({ label: 'left out', value: `${path}: ${why}` })),
    ...(look.probes.length + look.left.length === 0 ? [{ label: 'pages', value: 'none of A’s own' }] : []),
  ];
  const url = one?.url ?? `https://${look.host}/`;
  return {
    code,
    data: {
      host: look.host,
      path: one?.path ?? '/',
      url,
      cache: [one?.cacheControl, one?.cdnCacheControl].filter(Boolean).join('; to the edge: '),
      ...data,
    },
    evidence,
    reproduce: `curl -sS -i -H "cookie: $COOKIE_OF_A" ${quoted(url)}; curl -sS -i ${quoted(url)}`,
    identities: ['a', 'anonymous'],
  };
}
