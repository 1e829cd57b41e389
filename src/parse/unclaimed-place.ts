/** A hosting service at which a name that nobody has set up can be taken by whoever asks first. */
export interface HostingPlace {
  readonly name: string;
  /** What an alias to it ends in. */
  readonly suffixes: readonly string[];
  /** `answer`: it says so by status and body; `dns`: its names of nobody do not exist. */
  readonly shows: 'answer' | 'dns';
  readonly status?: readonly number[];
  readonly body?: RegExp;
  /** Where the behaviour is described. */
  readonly source: string;
}

/** When the table was last gone through. */
export const placesAsOf = '2026-11-22';

const answer = (
  name: string,
  suffixes: readonly string[],
  status: readonly number[],
  body: RegExp,
  source: string,
): HostingPlace => ({ name, suffixes, shows: 'answer', status, body, source });
const dns = (name: string, suffixes: readonly string[], source: string): HostingPlace => ({
  name,
  suffixes,
  shows: 'dns',
  source,
});

const azure = 'learn.microsoft.com/azure/security/fundamentals/subdomain-takeover';
const aws = 'docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html';
const elastic = 'docs.aws.amazon.com/elasticbeanstalk/latest/dg/customdomains.html';

/**
 * Facts of the services' own documentation and error pages; suffix, status and body have to agree. Services whose page for
 * names of nobody is also their page for what is missing (Unbounce, Uptime Robot) prove nothing and are left out.
 */
export const hostingPlaces: readonly HostingPlace[] = [
  answer(
    'GitHub Pages',
    ['github.io'],
    [404],
    /there isn['’]t a github pages site here/i,
    'docs.github.com/pages/configuring-a-custom-domain-for-your-github-pages-site',
  ),
  answer(
    'Heroku',
    ['herokuapp.com', 'herokudns.com', 'herokussl.com'],
    [404],
    /no such app|herokucdn\.com\/error-pages\/no-such-app/i,
    'devcenter.heroku.com/articles/custom-domains',
  ),
  answer('Amazon S3', ['s3.amazonaws.com'], [404], /NoSuchBucket|the specified bucket does not exist/i, aws),
  answer(
    'Netlify',
    ['netlify.app', 'netlify.com', 'netlifyglobalcdn.com'],
    [404],
    /not found - request id: /i,
    'docs.netlify.com/domains-https/custom-domains',
  ),
  answer(
    'Vercel',
    ['vercel-dns.com', 'vercel.app', 'now.sh', 'zeit.world'],
    [404],
    /DEPLOYMENT_NOT_FOUND|the deployment could not be found on vercel/i,
    'vercel.com/docs/errors/DEPLOYMENT_NOT_FOUND',
  ),
  answer('Surge', ['surge.sh'], [404], /project not found/i, 'surge.sh/help/adding-a-custom-domain'),
  answer(
    'Shopify',
    ['myshopify.com'],
    [404],
    /sorry, this (?:shop|store) is currently unavailable|only one step left/i,
    'help.shopify.com/manual/domains',
  ),
  answer('Pantheon', ['pantheonsite.io'], [404], /404 error unknown site/i, 'docs.pantheon.io/guides/domains'),
  answer(
    'Tumblr',
    ['domains.tumblr.com'],
    [404],
    /whatever you were looking for doesn['’]t currently exist at this address/i,
    'help.tumblr.com/custom-domains',
  ),
  answer('Bitbucket Cloud', ['bitbucket.io'], [404], /repository not found/i, 'support.atlassian.com/bitbucket-cloud'),
  answer(
    'Ghost',
    ['ghost.io'],
    [404, 302],
    /the thing you were looking for is no longer here|site unavailable/i,
    'ghost.org/help/using-custom-domains',
  ),
  answer(
    'Read the Docs',
    ['readthedocs.io'],
    [404],
    /the link you have followed or the url that you entered does not exist|unknown to read the docs/i,
    'docs.readthedocs.io/en/stable/custom-domains.html',
  ),
  answer(
    'ReadMe',
    ['readme.io', 'readmessl.com'],
    [404],
    /the creators of this project are still working on making everything perfect/i,
    'docs.readme.com/main/docs/custom-domain',
  ),
  answer(
    'Webflow',
    ['proxy.webflow.com', 'proxy-ssl.webflow.com', 'cdn.webflow.com'],
    [404],
    /the page you are looking for doesn['’]t exist or has been moved/i,
    'help.webflow.com/custom-domains',
  ),
  answer(
    'Strikingly',
    ['s.strikinglydns.com', 'strikinglydns.com'],
    [404],
    /but if you['’]re looking to build your own website/i,
    'support.strikingly.com/custom-domains',
  ),
  answer(
    'Help Scout Docs',
    ['helpscoutdocs.com'],
    [404],
    /no settings were found for this company/i,
    'docs.helpscout.com/docs-custom-domain',
  ),
  answer(
    'Fastly',
    ['fastly.net', 'fastlylb.net'],
    [500, 404],
    /fastly error: unknown domain/i,
    'docs.fastly.com/guides/working-with-domains',
  ),
  answer(
    'Canny',
    ['cname.canny.io'],
    [404],
    /there is no such company\. did you enter the right url/i,
    'help.canny.io/custom-domains',
  ),
  answer(
    'Cargo',
    ['cargocollective.com', 'subdomain.cargo.site'],
    [404],
    /404 not found.*cargo|if you['’]re moving your domain away from cargo/is,
    'support.cargo.site/Custom-Domains',
  ),
  dns(
    'Azure',
    [
      'azurewebsites.net',
      'cloudapp.net',
      'cloudapp.azure.com',
      'trafficmanager.net',
      'blob.core.windows.net',
      'web.core.windows.net',
      'azureedge.net',
      'azurefd.net',
      'azure-api.net',
      'azurestaticapps.net',
      'azurecontainer.io',
      'azurehdinsight.net',
      'redis.cache.windows.net',
      'database.windows.net',
      'search.windows.net',
      'servicebus.windows.net',
    ],
    azure,
  ),
  dns('AWS Elastic Beanstalk', ['elasticbeanstalk.com'], elastic),
];

/** `NAME.s3-website-eu-west-1.amazonaws.com`, `NAME.s3.eu-west-1.amazonaws.com` and their like. */
const regionalS3 = /\.s3(?:-website)?[.-][a-z0-9-]+\.amazonaws\.com$/;

export interface PlaceMatch {
  readonly place: HostingPlace;
  readonly suffix: string;
}

/** The service that an alias leads to, by its suffix at a label's border. */
export function placeOf(aliases: readonly string[]): PlaceMatch | undefined {
  for (const alias of aliases) {
    const name = `.${alias.toLowerCase().replace(/\.$/, '')}`;
    for (const place of hostingPlaces) {
      const suffix = place.suffixes.find((each) => name.endsWith(`.${each}`));
      if (suffix !== undefined) return { place, suffix };
      if (place.name === 'Amazon S3' && regionalS3.test(name)) return { place, suffix: 'amazonaws.com' };
    }
  }
  return undefined;
}

/** The words that show it, where status and body both say that nobody has set this name up. */
export function unclaimedWords(place: HostingPlace, status: number, text: string): string | undefined {
  if (place.shows !== 'answer' || !place.status?.includes(status)) return undefined;
  const found = place.body?.exec(text.slice(0, 64 * 1024));
  return found ? found[0].slice(0, 120) : undefined;
}
