import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

export interface BrowserSearch {
  /** From a flag or option; nothing else is tried then. */
  readonly explicitPath?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  /** Looks for the browser inside the npm package only, as on a machine that has none. */
  readonly bundledOnly?: boolean;
}

/** Installed browsers in the order in which they are tried; the one in the npm package comes after all of them. */
export async function findInstalledBrowsers(search: BrowserSearch): Promise<readonly string[]> {
  const named = search.explicitPath ?? search.env.CHROME_PATH;
  if (named) return [named];
  if (search.bundledOnly) return [];
  const usable: string[] = [];
  for (const path of usualPaths(search.platform ?? process.platform, search.env)) {
    if (await executable(path)) usable.push(path);
  }
  return usable;
}

/** Where Chrome, Chromium and Edge are installed; Debian's headless shell first, because it starts three times as fast. */
export function usualPaths(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
    const roots = ['/Applications', ...(env.HOME ? [join(env.HOME, 'Applications')] : [])];
    return apps.flatMap((app) => roots.map((root) => `${root}/${app}.app/Contents/MacOS/${app}`));
  }
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((each) => each !== undefined);
    const apps = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
      'Chromium\\Application\\chrome.exe',
    ];
    return apps.flatMap((app) => roots.map((root) => `${root}\\${app}`));
  }
  const names = [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ];
  return [
    '/usr/bin/chromium-headless-shell',
    '/opt/google/chrome/chrome',
    ...['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) => names.map((name) => `${folder}/${name}`)),
    '/opt/microsoft/msedge/msedge',
  ];
}

async function executable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
