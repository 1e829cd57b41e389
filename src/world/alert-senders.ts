import { isIP } from 'node:net';
import { Pool } from 'undici';
import type { Dial } from './dial.ts';
import type { Fence } from './fence.ts';
import { hostInUrl, isLoopbackAddress, normaliseHost, parseHostAndPort } from './host-name.ts';
import { connectorTo } from './http-connector.ts';
import { exchange } from './http-exchange.ts';
import { networkGap } from './network-gap.ts';
import type { Trust } from './trust.ts';

export interface SentAlert {
  /** The server took it over; nobody has seen it yet. */
  readonly accepted: boolean;
  readonly detail: string;
}

export interface AlertMail {
  /** `smtp.example.com:587` */
  readonly server: string;
  readonly tls: 'starttls' | 'implicit' | 'none';
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends alerts to hosts that the scope lists. Never throws for trouble at the other end: it is what a drill looks for. */
export interface AlertSenders {
  /** POST of JSON, no redirect followed, 10 s. */
  post(url: string, body: object): Promise<SentAlert>;
  mail(mail: AlertMail): Promise<SentAlert>;
}

export interface AlertSenderParts {
  readonly fence: Fence;
  readonly trust: Trust;
  readonly dial: Dial;
  readonly signal: AbortSignal;
}

const timeoutMs = 10_000;

export function createAlertSenders(parts: AlertSenderParts): AlertSenders {
  return {
    post: (url, body) => post(parts, url, body),
    mail: (mail) => sendMail(parts, mail),
  };
}

async function post(parts: AlertSenderParts, address: string, body: object): Promise<SentAlert> {
  const url = URL.parse(address);
  const host = url ? normaliseHost(url.hostname.replace(/^\[(.*)\]$/, '$1')) : undefined;
  if (!url || !host || !/^https?:$/.test(url.protocol))
    return { accepted: false, detail: 'The address is no web address.' };
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const answer = await parts.fence.open(host, port, 'direct');
  if (!answer.allowed) return { accepted: false, detail: answer.gap.detail };
  const pool = new Pool(`${url.protocol}//${hostInUrl(host)}:${port}`, {
    connections: 1,
    connect: connectorTo(parts, { host, answer, insecure: false, timeoutMs }, () => undefined),
  });
  const signal = AbortSignal.any([parts.signal, AbortSignal.timeout(timeoutMs)]);
  const request = {
    path: url.pathname + url.search,
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', 'user-agent': 'launch-ready' },
    body: JSON.stringify(body),
  };
  try {
    const { status } = await exchange(pool, request, { maxBodyBytes: 16_384, maxHeaders: 200 }, signal);
    return { accepted: status >= 200 && status < 300, detail: `answered ${status}` };
  } catch (error) {
    return { accepted: false, detail: networkGap(error, url.host, timeoutMs).detail };
  } finally {
    await pool.destroy();
  }
}

async function sendMail(parts: AlertSenderParts, mail: AlertMail): Promise<SentAlert> {
  const server = parseHostAndPort(mail.server);
  if (!server?.port) return { accepted: false, detail: `"${mail.server}" is no mail server; write host:port.` };
  const { name, port } = server;
  const answer = await parts.fence.open(name, port, 'direct');
  if (!answer.allowed) return { accepted: false, detail: answer.gap.detail };
  const clear = mail.tls === 'none';
  if (clear && mail.password !== undefined && !isLoopbackAddress(answer.address))
    return { accepted: false, detail: 'The password would travel in clear: set tls to starttls or implicit.' };
  // Loaded with the first mail: most runs send none.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host: answer.address,
    port: answer.port,
    secure: mail.tls === 'implicit',
    ...(mail.tls === 'starttls' ? { requireTLS: true } : {}),
    ...(clear ? { ignoreTLS: true } : {}),
    ...(mail.user === undefined || mail.password === undefined
      ? {}
      : { auth: { user: mail.user, pass: mail.password } }),
    tls: { ...(isIP(name) ? {} : { servername: name }), secureContext: parts.trust.context(answer.entry) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { from, to, subject, text } = mail;
    const sent = await transport.sendMail({ from, to, subject, text });
    return { accepted: true, detail: `SMTP took it over: ${String(sent.response).slice(0, 120)}` };
  } catch (error) {
    const said =
      (error as { readonly response?: string }).response ?? (error instanceof Error ? error.message : String(error));
    return { accepted: false, detail: `SMTP: ${said.slice(0, 200)}` };
  } finally {
    transport.close();
  }
}
