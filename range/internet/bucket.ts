import type { Authority } from './authority.ts';
import { hostServer } from './host-server.ts';
import { listen } from './listener.ts';
import { bucketHost } from './names.ts';
import type { Switches } from './switches.ts';

export interface BucketServer {
  readonly map: readonly { readonly name: string; readonly port: number; readonly to: string }[];
  readonly close: () => Promise<void>;
}

const error = (code: string, message: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>`;
const list = `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>northline-files</Name><Prefix></Prefix><KeyCount>1</KeyCount><MaxKeys>1</MaxKeys><IsTruncated>true</IsTruncated><Contents><Key>contracts/2026/harrow-pike.pdf</Key><Size>83211</Size></Contents></ListBucketResult>`;

const denied = error('AccessDenied', 'Access Denied');
/** The words of a list without a list. */
const wordyDenial = error('AccessDenied', 'You may not read ListBucketResult: s3:ListBucket is missing');

/** The storage service with the bucket that holds the pictures of the marketing site. */
export async function startBucket({ flaw, decoy, case: is }: Switches, authority: Authority): Promise<BucketServer> {
  const answer = (isList: boolean): readonly [status: number, body: string] => {
    if (is('bucket-fails')) return [503, error('SlowDown', 'Please reduce your request rate.')];
    if (flaw('bucket-gone')) return [404, error('NoSuchBucket', 'The specified bucket does not exist')];
    if (isList && flaw('bucket-listable')) return [200, list];
    return [403, isList && decoy('bucket-says-listing') ? wordyDenial : denied];
  };
  const server = await listen(
    hostServer(
      (req, res) => {
        const [status, body] = answer(req.method === 'GET' && (req.url ?? '').includes('list-type='));
        res.writeHead(status, { 'content-type': 'application/xml' });
        res.end(body);
      },
      authority.leaf({ names: [bucketHost] }),
    ),
  );
  return { map: [{ name: bucketHost, port: 443, to: server.address }], close: server.close };
}
