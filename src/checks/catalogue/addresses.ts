import { area, type CatalogueRow } from './catalogue-row.ts';

/** What a visitor meets first: TLS, names, headers, errors, files left lying about. */
export const addresses: readonly CatalogueRow[] = [
  ...area('https', [
    [
      'valid-certificate',
      ['P'],
      'look',
      'Does every hostname show a certificate that browsers accept?',
      ['v5.0.0-12.2.2', 'RFC 5280 §6', 'RFC 9525'],
    ],
    ['expiry', ['P'], 'look', 'Is there enough time before the certificate runs out?', ['RFC 5280 §4.1.2.5']],
    ['protocols', ['P'], 'look', 'Are only current TLS versions offered?', ['v5.0.0-12.1.1', 'RFC 8996']],
    ['ciphers', ['P'], 'look', 'Are only strong ciphers offered?', ['v5.0.0-12.1.2', 'RFC 9325 §4.2']],
    [
      'redirect',
      ['P'],
      'look',
      'Does plain http:// lead to the same place on https:// in one step?',
      ['v5.0.0-12.2.1', 'v5.0.0-4.1.2'],
    ],
    ['hsts', ['P'], 'look', 'Are browsers told to use https:// only?', ['v5.0.0-3.4.1', 'RFC 6797 §6.1']],
    ['mixed-content', ['P'], 'look', 'Do all pages load everything over https://?', ['v5.0.0-12.2.1']],
    ['caa', ['P'], 'look', 'Do the DNS records allow the authority that issued the certificate?', ['RFC 8659']],
  ]),
  ...area('domains', [
    ['inventory', ['P'], 'look', 'Is every hostname known, with an owner and a purpose?', ['API9:2023']],
    ['resolve', ['P'], 'look', 'Does every listed hostname resolve and answer?', []],
    [
      'canonical',
      ['P'],
      'look',
      'Do www and the bare domain lead to one canonical host in one step?',
      ['RFC 9110 §15.4'],
    ],
    ['redirect-loops', ['P'], 'look', 'Do redirects end, with path and query kept?', ['RFC 9110 §15.4']],
    [
      'old-urls',
      ['P'],
      'look',
      'Does every old URL lead to its new page by one permanent redirect?',
      ['RFC 9110 §15.4'],
    ],
    ['dangling', ['P'], 'look', 'Are there no DNS records that point to a service nobody has claimed?', []],
    [
      'staging-exposed',
      ['P'],
      'look',
      'Are staging and development hosts closed to the public?',
      ['API9:2023', 'v5.0.0-13.4.2'],
    ],
    ['stale', ['P'], 'look', 'Does every address record lead to something of yours that answers?', []],
    ['propagation', ['P'], 'look', 'Do all name servers give the same answer?', []],
    ['drift', ['P'], 'look', 'Does DNS equal the intended map?', []],
  ]),
  ...area('headers', [
    ['csp', ['P'], 'look', 'Does a content security policy limit which scripts run?', ['v5.0.0-3.4.3']],
    ['frame', ['P'], 'look', 'Are other sites kept from framing the portal?', ['v5.0.0-3.4.6', 'RFC 7034']],
    ['nosniff', ['P'], 'look', 'Are browsers told not to guess content types?', ['v5.0.0-3.4.4']],
    ['referrer', ['P'], 'look', 'Are addresses inside the portal kept from other sites?', ['v5.0.0-3.4.5']],
    [
      'banners',
      ['P'],
      'look',
      'Do answers keep the versions of their software to themselves?',
      ['v5.0.0-13.4.6'],
      { advice: true },
    ],
    ['permissions', ['P'], 'look', 'Are browser features that the portal does not use switched off?', []],
  ]),
  ...area('errors', [
    ['no-internals', ['A'], 'guess', 'Do error answers keep internals to themselves?', ['v5.0.0-16.5.1', 'API8:2023']],
    ['clean-page', ['P'], 'look', 'Do error pages look cared for and say nothing internal?', ['v5.0.0-16.5.1']],
  ]),
  ...area('exposure', [
    [
      'sensitive-paths',
      ['A'],
      'guess',
      'Are repositories, env files, backups and consoles out of reach?',
      ['v5.0.0-13.4.1', 'v5.0.0-13.4.5', 'API8:2023'],
    ],
    ['storage', ['P'], 'look', 'Are the storage buckets of the portal closed to listing?', ['v5.0.0-13.4.3']],
    ['security-txt', ['P'], 'look', 'Can a finder of a hole report it (security.txt)?', ['RFC 9116']],
  ]),
];
