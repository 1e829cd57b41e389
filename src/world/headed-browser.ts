import { GapError, gap } from '../model/gap.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Throws GapError `not-configured` where this machine has no screen to show a browser on. */
export function requireDisplay(env: Env, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32' || platform === 'darwin' || env.DISPLAY || env.WAYLAND_DISPLAY) return;
  throw new GapError(
    gap(
      'not-configured',
      'A visible browser needs a screen, and this machine has none (DISPLAY and WAYLAND_DISPLAY are not set).',
      'Run the same command on a machine with a screen and copy the file it writes to this one, or set LR_A_COOKIE or LR_A_TOKEN.',
      10,
    ),
  );
}

/** Browsers that can show a window: a headless shell cannot. */
export const canShow = (path: string): boolean => !/headless[-_]shell/i.test(path);

/** What a visible browser needs of the environment besides the rest: where its window goes. */
export function displayEnvironment(env: Env): Record<string, string> {
  const names = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}
