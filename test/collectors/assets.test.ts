import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookWith } from '../../bench/network/look.ts';
import { assetCollector } from '../../src/collectors/edge/collect-assets.ts';
import type { AssetLook } from '../../src/collectors/edge/edge-evidence.ts';
import { type Answer, startSecureHosts } from './secure-hosts.ts';

const file = '/assets/app.4f3c2a1b.js';
const text = 'export const lines = [];\n'.repeat(200);
/** One file as each of these hosts sends it. */
const sends =
  (vary: string | undefined, isCompressed: (accepts: string) => boolean): Answer =>
  (req, res) => {
    if (req.url !== file) return void res.setHeader('content-type', 'text/html').end(`<script src="${file}"></script>`);
    const squeezed = isCompressed(String(req.headers['accept-encoding']));
    res.setHeader('content-type', 'text/javascript').setHeader('cache-control', 'public, max-age=31536000');
    if (vary) res.setHeader('vary', vary);
    if (squeezed) res.setHeader('content-encoding', 'gzip');
    res.end(squeezed ? gzipSync(text) : text);
  };
const takesIt = (accepts: string) => accepts.includes('gzip');

let started: Awaited<ReturnType<typeof startSecureHosts>>;
let seen: ReadonlyMap<string, AssetLook>;
beforeAll(async () => {
  started = await startSecureHosts({
    'told.test': sends('Origin, Accept-Encoding', takesIt),
    'untold.test': sends(undefined, takesIt),
    'forced.test': sends('Origin', () => true),
    'plain.test': sends(undefined, () => false),
  });
  const { evidence } = await lookWith(started.config, { collectors: [assetCollector] });
  seen = new Map(evidence.flatMap((one) => (one.seen ? [[one.subject, one.value as unknown as AssetLook]] : [])));
}, 60_000);
afterAll(() => started.close());

test.each([
  ['told.test', 'gzip', undefined],
  ['untold.test', 'gzip', false],
  ['forced.test', 'gzip', true],
  ['plain.test', '', undefined],
])('%s: %s, to one who takes no compression: %s', (host, encoding, forced) => {
  const [asset] = seen.get(host)?.assets ?? [];
  expect([asset?.encoding, asset?.forced, asset?.bytes]).toEqual([encoding, forced, text.length]);
});
