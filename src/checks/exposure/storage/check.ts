import type { StorageLook } from '../../../collectors/public-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlBody, quoted } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'closed' | 'none-used' | 'listable' | 'claimable' | 'not-seen';

const outcomes: Readonly<Record<Code, Outcome>> = {
  closed: { is: 'pass', says: '{bucket} ({service}) refuses to list its content to strangers.' },
  'none-used': {
    is: 'not-applicable',
    says: 'None of {looked} pages, scripts and answers, those behind the sign-in included, names a storage bucket.',
  },
  listable: { is: 'fail', says: '{bucket} ({service}) lists its content to everybody ({status}).' },
  claimable: {
    is: 'fail',
    says: 'The portal’s pages load from {bucket} ({service}), which does not exist: whoever creates it decides what your customers load.',
  },
  'not-seen': { is: 'unproven', says: 'Whether {bucket} ({service}) can be listed was not seen.' },
};

export const storage = defineCheck<'net.storage', Code>({
  id: 'exposure.storage',
  question: 'Are the storage buckets of the portal closed to listing?',
  why: 'One public listing turns "nobody can guess the file name" into a catalogue of every customer’s files.',
  breaks: 'Strangers download all uploaded documents, one after the other.',
  proof:
    'Buckets are found in the portal’s own pages, scripts, policies and recorded answers; none is guessed. Each gets one list request without credentials, of one entry at most; the service’s own listing is the proof. Nothing is ever written.',
  permit: 'look',
  cites: ['v5.0.0-13.4.3', 'API8:2023'],
  needs: ['net.storage'],
  outcomes,
  fix: {
    summary: 'Take the right to list away from everybody; leave reading single public objects if the pages need it.',
    effort: '30 min',
    owner: 'engineer',
    steps: [
      'Amazon S3: switch Block Public Access on, remove s3:ListBucket for "*" from the bucket policy, serve files by CloudFront or signed addresses.',
      'Google Cloud Storage: remove allUsers from roles that hold storage.objects.list (use Storage Legacy Object Reader). Azure: access level Blob, not Container. Firebase: split "allow read" into get and list. S3-compatible services: file listing off.',
      'Cloudflare R2: leave public access off, or on by a domain of your own, which lists nothing. Where a server in front passes a bucket on, pass single files only: nginx: location = /files/ { return 403; }; Caddy: respond /files/ 403; Express: app.get("/files/", (req, res) => res.sendStatus(403)); Next.js: no rewrite to the bucket itself, a route handler that signs one address.',
      'Take what was listed as read: if customers’ files were among it, tell whoever has to know.',
    ],
  },
  judge({ 'net.storage': look }) {
    const { bucket = '', service = '', looked } = look;
    const evidence = [
      { label: 'looked through', value: `${looked} pages, scripts and answers` },
      ...look.metIn.map((value) => ({ label: 'met in', value })),
      ...(look.status === undefined
        ? []
        : [
            {
              label: 'list request',
              value: `${look.status} ${look.state}${look.entries ? `, ${look.entries} entry shown` : ''}`,
            },
          ]),
    ];
    const reproduce =
      look.listing === undefined
        ? 'Open the network panel of the browser and look for addresses of a storage service.'
        : curlBody(look.listing);
    const base = {
      evidence,
      reproduce,
      data: { bucket: quoted(bucket).replaceAll("'", ''), service, looked, status: look.status ?? 0 },
    };
    return { ...base, ...judgeBucket(look) };
  },
});

function judgeBucket(look: StorageLook): Pick<Answer<Code>, 'code' | 'gap' | 'confidence'> {
  if (look.state === 'none-used') return { code: 'none-used' };
  if (look.state === 'listed') return { code: 'listable', confidence: 'certain' };
  if (look.state === 'no-such-bucket') return { code: 'claimable', confidence: 'certain' };
  if (look.state === 'refused') return { code: 'closed' };
  const detail = `What ${look.service ?? 'the service'} answered settles nothing.`;
  return {
    code: 'not-seen',
    gap: look.gap ?? gap('inconclusive', detail, 'Look at the bucket’s policy in its console.', 10),
  };
}
