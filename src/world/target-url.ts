import { normaliseHost } from './host-name.ts';

export interface TargetUrl {
  readonly host: string;
  /** The host as typed, before any parser made it canonical. */
  readonly writtenHost: string;
  readonly port: number;
  readonly href: string;
}

/** The URL that a person asks for: http or https, no user name in it. A bare host means https. */
export function parseTargetUrl(text: string): TargetUrl | { readonly problem: string } {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.parse(withScheme);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { problem: `"${text}" is not an http or https address. Give one like https://app.example.com.` };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      problem: `The address for ${url.host} carries a user name or password. Leave everything before the @ out.`,
    };
  }
  const host = normaliseHost(url.hostname);
  if (!host) return { problem: `"${text}" holds no usable hostname.` };
  const authority = /^[a-z][a-z0-9+.-]*:[/\\]*([^/\\?#]*)/i.exec(withScheme)?.[1] ?? '';
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host, writtenHost: authority.replace(/:\d*$/, ''), port, href: url.href };
}
