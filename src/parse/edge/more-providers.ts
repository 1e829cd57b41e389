import type { EdgeProvider } from './providers.ts';

const any = /./;
const one = (
  id: string,
  name: string,
  more: Partial<Pick<EdgeProvider, 'ranges' | 'headers' | 'aliases'>>,
): EdgeProvider => ({
  id,
  name,
  ranges: more.ranges ?? [],
  source: more.ranges ? `${name}: documentation and registries` : 'none published as networks',
  asOf: '2026-11-22',
  headers: more.headers ?? [],
  aliases: more.aliases ?? [],
});

/** Further edges, known by their headers and the names that lead to them (their own documentation). */
export const moreEdgeProviders: readonly EdgeProvider[] = [
  one('github-pages', 'GitHub Pages', {
    ranges: ['185.199.108.0/22', '2606:50c0:8000::/46'],
    headers: [
      ['x-github-request-id', any],
      ['server', /^github\.com/i],
    ],
    aliases: ['github.io'],
  }),
  one('firebase', 'Firebase Hosting', { ranges: ['199.36.158.0/24'], aliases: ['web.app', 'firebaseapp.com'] }),
  one('edgio', 'Edgio', {
    headers: [
      ['server', /^(?:ECS|ECAcc|ECD|EOS) \(/],
      ['x-ec-custom-error', any],
    ],
    aliases: ['edgecastcdn.net', 'systemcdn.net', 'llnwd.net', 'edgio.link'],
  }),
  one('cdn77', 'CDN77', {
    headers: [
      ['server', /^CDN77/i],
      ['x-77-nzt', any],
      ['x-77-pop', any],
    ],
    aliases: ['cdn77.org', 'cdn77-ssl.net'],
  }),
  one('gcore', 'Gcore', { headers: [['x-id-fe', any]], aliases: ['gcdn.co', 'gcorelabs.net'] }),
  one('alibaba', 'Alibaba Cloud CDN', {
    headers: [
      ['eagleid', any],
      ['ali-swift-global-savetime', any],
    ],
    aliases: ['alikunlun.com', 'kunlunsl.com', 'kunlunca.com', 'kunlunar.com', 'kunluncan.com', 'alicdn.com'],
  }),
  one('tencent', 'Tencent Cloud CDN', {
    headers: [['x-nws-log-uuid', any]],
    aliases: ['dnsv1.com', 'tdnsv5.com', 'eo.dnse1.com'],
  }),
  one('myra', 'Myra', { ranges: ['185.151.204.0/22'], headers: [['server', /^myracloud/i]], aliases: ['ax4z.com'] }),
  one('ddos-guard', 'DDoS-Guard', { headers: [['server', /^ddos-guard/i]] }),
  one('qrator', 'Qrator', { headers: [['server', /^qrator/i]] }),
  one('highwinds', 'StackPath', { headers: [['x-hw', any]], aliases: ['hwcdn.net', 'stackpathcdn.com'] }),
  one('render', 'Render', { headers: [['x-render-origin-server', any]], aliases: ['onrender.com'] }),
];
