/** An edge network: where it listens, what it puts into answers, what names lead to it. */
export interface EdgeProvider {
  readonly id: string;
  readonly name: string;
  /** CIDR, IPv4 and IPv6. */
  readonly ranges: readonly string[];
  /** Where the operator publishes its ranges, or where they were taken from. */
  readonly source: string;
  /** The day of that list as ours was last held against it; of the day it was written down where it could not be. */
  readonly asOf: string;
  /** Header names (lower case) with what their value looks like. */
  readonly headers: readonly (readonly [name: string, value: RegExp])[];
  /** Endings of names that hosts are an alias of. */
  readonly aliases: readonly string[];
}

const any = /./;
const words = (text: string) => text.trim().split(/\s+/);

/** Edges that a portal may stand behind. A snapshot: ranges grow, so an address outside proves nothing by itself. */
export const edgeProviders: readonly EdgeProvider[] = [
  {
    id: 'cloudflare',
    name: 'Cloudflare',
    ranges: words(`173.245.48.0/20 103.21.244.0/22 103.22.200.0/22 103.31.4.0/22 141.101.64.0/18 108.162.192.0/18
      190.93.240.0/20 188.114.96.0/20 197.234.240.0/22 198.41.128.0/17 162.158.0.0/15 104.16.0.0/13 104.24.0.0/14
      172.64.0.0/13 131.0.72.0/22 2400:cb00::/32 2606:4700::/32 2803:f800::/32 2405:b500::/32 2405:8100::/32
      2a06:98c0::/29 2c0f:f248::/32`),
    source: 'cloudflare.com/ips',
    asOf: '2026-08-16',
    headers: [
      ['cf-ray', /^[0-9a-f]{16}/i],
      ['server', /^cloudflare\b/i],
      ['cf-cache-status', any],
    ],
    aliases: ['cdn.cloudflare.net', 'pages.dev', 'workers.dev'],
  },
  {
    id: 'fastly',
    name: 'Fastly',
    ranges: words(`23.235.32.0/20 43.249.72.0/22 103.244.50.0/24 103.245.222.0/23 103.245.224.0/24 104.156.80.0/20
      140.248.64.0/18 140.248.128.0/17 146.75.0.0/17 151.101.0.0/16 157.52.64.0/18 167.82.0.0/17 167.82.128.0/20
      167.82.160.0/20 167.82.224.0/20 172.111.64.0/18 185.31.16.0/22 199.27.72.0/21 199.232.0.0/16 2a04:4e40::/32
      2a04:4e42::/32`),
    source: 'api.fastly.com/public-ip-list',
    asOf: '2026-08-16',
    headers: [
      ['x-served-by', /^cache-[a-z]/i],
      ['x-fastly-request-id', any],
      ['fastly-restarts', any],
    ],
    aliases: ['fastly.net', 'fastlylb.net'],
  },
  {
    id: 'cloudfront',
    name: 'Amazon CloudFront',
    ranges:
      words(`3.160.0.0/13 3.168.0.0/14 3.172.0.0/17 3.173.0.0/16 3.174.0.0/15 13.32.0.0/15 13.35.0.0/16 13.224.0.0/14
      13.249.0.0/16 15.158.0.0/16 18.64.0.0/14 18.68.0.0/16 18.154.0.0/15 18.160.0.0/15 18.164.0.0/15
      18.172.0.0/15 18.238.0.0/15 18.244.0.0/15 23.91.0.0/19 23.228.212.0/23 23.228.214.0/24 23.228.220.0/22
      23.228.244.0/24 23.228.246.0/23 23.228.248.0/22 23.234.192.0/18 24.110.32.0/19 24.110.128.0/17
      51.74.192.0/18 52.46.0.0/18 52.82.128.0/19 52.84.0.0/15 52.124.128.0/17 52.222.128.0/17 54.182.0.0/16
      54.192.0.0/16 54.230.0.0/17 54.230.128.0/18 54.230.200.0/21 54.230.208.0/20 54.230.224.0/19
      54.239.128.0/18 54.239.192.0/19 54.240.128.0/18 64.252.64.0/18 64.252.128.0/18 65.8.0.0/16 65.9.0.0/17
      65.9.128.0/18 70.132.0.0/18 71.152.0.0/17 99.84.0.0/16 99.86.0.0/16 108.138.0.0/15 108.156.0.0/14
      130.176.0.0/17 130.176.128.0/18 130.176.192.0/19 130.176.224.0/20 143.204.0.0/16 144.220.0.0/16
      204.246.164.0/22 204.246.168.0/21 204.246.176.0/20 205.251.202.0/23 205.251.204.0/22 205.251.208.0/20
      205.251.249.0/24 205.251.250.0/23 205.251.252.0/23 205.251.254.0/24 216.137.32.0/19 2001:3fc6:20::/43
      2400:7fc0:500::/40 2404:c2c0:500::/40 2409:8c00:2421:300::/56 2409:8c00:2421:400::/56 2600:9000:ddd::/48
      2600:9000:eee::/48 2600:9000:fff::/48 2600:9000:1000::/36 2600:9000:2000::/35 2600:9000:4000::/36
      2600:9000:5200::/40 2600:9000:5308::/45 2600:9000:5310::/44 2600:9000:5320::/43 2600:9000:5340::/42
      2600:9000:5380::/41 2600:9000:6000::/36 2600:9000:f000::/38 2600:9000:f400::/40 2600:9000:f500::/43
      2600:9000:f520::/44 2600:9000:f534::/46 2600:9000:f538::/45 2600:9000:f540::/42 2600:9000:f580::/41
      2600:9000:f600::/39 2600:9000:f800::/37 2600:f0f0:601::/48 2600:f0f0:602::/47 2600:f0f0:5504::/46`),
    source: 'ip-ranges.amazonaws.com, service CLOUDFRONT',
    asOf: '2026-08-22',
    headers: [
      ['x-amz-cf-id', any],
      ['x-amz-cf-pop', any],
      ['via', /cloudfront\.net \(CloudFront\)/i],
    ],
    aliases: ['cloudfront.net'],
  },
  {
    id: 'akamai',
    name: 'Akamai',
    ranges:
      words(`2.16.0.0/13 23.0.0.0/12 23.32.0.0/11 23.64.0.0/14 23.72.0.0/13 23.192.0.0/11 72.246.0.0/15 88.221.0.0/16
      92.122.0.0/15 95.100.0.0/15 96.6.0.0/15 96.16.0.0/15 104.64.0.0/10 184.24.0.0/13 184.50.0.0/15 184.84.0.0/14
      2600:1400::/24 2a02:26f0::/32`),
    source: 'regional registries, networks registered to Akamai',
    asOf: '2026-11-22',
    headers: [
      ['server', /^AkamaiGHost|^AkamaiNetStorage/i],
      ['akamai-grn', any],
      ['x-akamai-transformed', any],
      ['akamai-cache-status', any],
    ],
    aliases: ['edgekey.net', 'edgesuite.net', 'akamaiedge.net', 'akamai.net', 'akamaized.net'],
  },
  {
    id: 'google',
    name: 'Google Cloud load balancing and CDN',
    ranges: words(`34.8.0.0/16 34.36.0.0/16 34.49.0.0/16 34.54.0.0/16 34.95.64.0/18 34.96.64.0/18 34.98.64.0/18
      34.102.128.0/17 34.107.128.0/17 34.110.128.0/17 34.111.0.0/16 34.117.0.0/16 34.120.0.0/16 34.128.128.0/18
      34.149.0.0/16 34.160.0.0/16 35.186.192.0/18 35.190.0.0/18 35.201.64.0/18 35.227.192.0/18 35.241.0.0/18
      35.244.128.0/17 107.178.240.0/20 130.211.0.0/18 2600:1901::/32`),
    source: 'gstatic.com/ipranges/cloud.json, scope global',
    asOf: '2026-11-22',
    headers: [['via', /^1\.1 google$/i]],
    aliases: [],
  },
  {
    id: 'azure',
    name: 'Azure Front Door',
    ranges:
      words(`13.105.221.0/24 13.107.208.0/24 13.107.213.0/24 13.107.224.0/24 13.107.226.0/24 13.107.231.0/24 13.107.234.0/23
      13.107.237.0/24 13.107.238.0/23 13.107.246.0/24 13.107.253.0/24 40.90.64.0/22 40.90.68.0/24 40.90.70.0/23
      104.212.67.0/24 104.212.68.0/24 150.171.22.0/23 150.171.26.0/24 150.171.84.0/22 150.171.88.0/23
      150.171.109.0/24 150.171.110.0/23 150.171.112.0/24 2620:1ec::/36`),
    source: 'Azure service tags, AzureFrontDoor.Frontend, networks of /24 and larger',
    asOf: '2026-07-27',
    headers: [
      ['x-azure-ref', any],
      ['x-fd-healthprobe', any],
    ],
    aliases: ['azurefd.net', 'azureedge.net', 't-msedge.net'],
  },
  {
    id: 'vercel',
    name: 'Vercel',
    ranges:
      words(`64.29.17.0/24 64.239.109.0/24 64.239.123.0/24 66.33.60.0/24 76.76.21.0/24 143.13.0.0/16 155.121.0.0/16
      198.169.1.0/24 198.169.2.0/24 216.150.1.0/24 216.150.16.0/24 216.198.79.0/24 216.230.84.0/24
      216.230.86.0/24`),
    source: 'regional registries, networks registered to Vercel',
    asOf: '2026-11-22',
    headers: [
      ['x-vercel-id', any],
      ['server', /^vercel$/i],
      ['x-vercel-cache', any],
    ],
    aliases: ['vercel-dns.com', 'vercel-dns-016.com', 'vercel-dns-017.com', 'vercel.app'],
  },
  {
    id: 'netlify',
    name: 'Netlify',
    ranges: words('75.2.60.5/32 99.83.190.102/32 99.83.231.61/32 13.248.155.104/32'),
    source: 'Netlify documentation',
    asOf: '2026-11-22',
    headers: [
      ['x-nf-request-id', any],
      ['server', /^netlify/i],
    ],
    aliases: ['netlify.app', 'netlifyglobalcdn.com', 'netlify.com'],
  },
  {
    id: 'imperva',
    name: 'Imperva',
    ranges: words(`199.83.128.0/21 198.143.32.0/19 149.126.72.0/21 103.28.248.0/22 45.64.64.0/22 185.11.124.0/22
      192.230.64.0/18 107.154.0.0/16 45.60.0.0/16 45.223.0.0/16 131.125.128.0/17 2a02:e980::/29`),
    source: 'Imperva documentation',
    asOf: '2026-08-16',
    headers: [
      ['x-iinfo', any],
      ['x-cdn', /imperva|incapsula/i],
    ],
    aliases: ['incapdns.net', 'impervadns.net'],
  },
  {
    id: 'sucuri',
    name: 'Sucuri',
    ranges: words('192.88.134.0/23 185.93.228.0/22 66.248.200.0/22 208.109.0.0/22 2a02:fe80::/29'),
    source: 'Sucuri documentation',
    asOf: '2026-11-22',
    headers: [
      ['x-sucuri-id', any],
      ['server', /^sucuri/i],
    ],
    aliases: ['sucuri.net', 'sucuridns.com'],
  },
  {
    id: 'bunny',
    name: 'bunny.net',
    ranges: [],
    source: 'none published as networks',
    asOf: '2026-11-22',
    headers: [
      ['server', /^BunnyCDN/i],
      ['cdn-pullzone', any],
    ],
    aliases: ['b-cdn.net', 'bunnyinfra.net'],
  },
  {
    id: 'fly',
    name: 'Fly.io',
    ranges: words('66.241.124.0/23 2a09:8280:1::/48'),
    source: 'regional registries',
    asOf: '2026-11-22',
    headers: [
      ['fly-request-id', any],
      ['server', /^Fly\//i],
    ],
    aliases: ['fly.dev'],
  },
  {
    id: 'keycdn',
    name: 'KeyCDN',
    ranges: [],
    source: 'none published as networks',
    asOf: '2026-11-22',
    headers: [
      ['server', /^keycdn/i],
      ['x-edge-location', any],
    ],
    aliases: ['kxcdn.com'],
  },
];
