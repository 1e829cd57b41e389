import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { mustCall } from '../api-client.ts';
import type { PackageContent } from './content.ts';

/** One ustar entry (POSIX.1-1988 header, owner 0, time 0, so that the bytes are the same each run). */
function tarEntry(path: string, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** Publishes one package with the request that `npm publish` sends. */
export async function publish(
  url: string,
  headers: Readonly<Record<string, string>>,
  one: PackageContent,
): Promise<void> {
  const manifest = { name: one.name, version: one.version, description: one.description, main: 'index.js' };
  const tarball = gzipSync(
    Buffer.concat([
      tarEntry('package/package.json', `${JSON.stringify(manifest, null, 2)}\n`),
      tarEntry('package/README.md', one.readme),
      tarEntry('package/index.js', `module.exports = ${JSON.stringify(one.description)};\n`),
      Buffer.alloc(1024),
    ]),
  );
  const file = `${one.name}-${one.version}.tgz`;
  const dist = {
    shasum: createHash('sha1').update(tarball).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
    tarball: `${url}/${one.name}/-/${file}`,
  };
  const version = { ...manifest, _id: `${one.name}@${one.version}`, readme: one.readme, dist };
  await mustCall('PUT', `${url}/${one.name.replace('/', '%2f')}`, {
    headers,
    json: {
      _id: one.name,
      name: one.name,
      description: one.description,
      'dist-tags': { latest: one.version },
      versions: { [one.version]: version },
      readme: one.readme,
      access: null,
      _attachments: {
        [file]: { content_type: 'application/octet-stream', data: tarball.toString('base64'), length: tarball.length },
      },
    },
  });
}
