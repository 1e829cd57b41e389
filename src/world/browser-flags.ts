/**
 * The last `--disable-features` wins, so Playwright's own that matter here are named again. `CriticalClientHint`: a page
 * with Critical-CH is loaded twice, and the lab's certificate authority is not honoured for the second load.
 */
const disabledFeatures: readonly string[] = [
  'AcceptCHFrame',
  'CriticalClientHint',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'PaintHolding',
  'PreconnectToSearch',
  'RenderDocument',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'Translate',
  // A renderer kept ready for a page that nobody opens costs a process per context.
  'SpareRendererForSitePerProcess',
];

/**
 * Command-line switches besides Playwright's own. Nothing here may weaken what the audit measures: no
 * --disable-web-security, no --allow-running-insecure-content, no certificate switches.
 */
export const browserFlags: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--no-pings',
  `--disable-features=${disabledFeatures.join(',')}`,
  // The proxy resolves names; the browser itself must not ask anybody.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  // WebRTC would go around the proxy by UDP.
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/** What the browser process may know of the environment: no tokens, no credentials, a home of its own. */
export function browserEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = process.platform === 'win32' ? ['PATH', 'SYSTEMROOT', 'WINDIR', 'PROGRAMFILES'] : ['PATH'];
  const clean: Record<string, string> = { HOME: home, TMPDIR: home, LANG: 'en_US.UTF-8', ...extra };
  if (process.platform === 'win32')
    Object.assign(clean, { USERPROFILE: home, LOCALAPPDATA: home, TEMP: home, TMP: home });
  for (const name of kept) {
    const value = env[name];
    if (value !== undefined) clean[name] = value;
  }
  return clean;
}
