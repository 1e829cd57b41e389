import { splitHost, urlHost } from '../parse/host-name.ts';

/** For a shell: quoted unless it is plainly harmless. */
export function quoted(text: string): string {
  return /^[\w.:/@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Shows status and headers of one answer, following nothing. */
export function curlHeaders(url: string): string {
  return `curl -sS -D - -o /dev/null ${quoted(url)}`;
}

/** Shows one answer in full. */
export function curlBody(url: string, ...options: readonly string[]): string {
  return ['curl -sS -i', ...options, quoted(url)].join(' ');
}

/** Shows every hop of a redirect chain. */
export function curlHops(url: string): string {
  return `curl -sS -L --max-redirs 10 -o /dev/null -w '%{num_redirects} %{url_effective}\\n' -D - ${quoted(url)}`;
}

/** Shows the certificates as they are sent. */
export function opensslChain(subject: string, address?: string): string {
  const { host, port = 443 } = splitHost(subject);
  const place = address?.includes(':') ? `[${address}]` : (address ?? host);
  return `openssl s_client -connect ${quoted(`${place}:${port}`)} -servername ${quoted(host)} -showcerts </dev/null`;
}

/** Offers one protocol version alone. */
export function opensslVersion(subject: string, version: string): string {
  const { host, port = 443 } = splitHost(subject);
  const flag = { 'TLSv1.3': '-tls1_3', 'TLSv1.2': '-tls1_2', 'TLSv1.1': '-tls1_1', SSLv3: '-ssl3' }[version] ?? '-tls1';
  const old = version === 'TLSv1' || version === 'TLSv1.1' ? " -cipher 'ALL:@SECLEVEL=0'" : '';
  return `openssl s_client -connect ${quoted(`${host}:${port}`)} -servername ${quoted(host)} ${flag}${old} </dev/null`;
}

export function dig(name: string, ...types: readonly string[]): string {
  return types.map((type) => `dig +noall +comments +answer ${type} ${quoted(name)}`).join('; ');
}

export function frontPage(subject: string): string {
  return `https://${urlHost(subject)}/`;
}
