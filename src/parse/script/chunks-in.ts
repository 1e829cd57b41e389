const most = 60;

/**
 * Further parts of a build that a script loads when they are needed: `import("./Team-x1.js")`, and Vite's list of what belongs
 * together. Absolute addresses below the script's own origin.
 */
export function chunksIn(text: string, src: string): readonly string[] {
  if (!URL.canParse(src)) return [];
  const { origin } = new URL(src);
  const relative = [...text.matchAll(/\bimport\(\s*(["'`])(\.{0,2}\/[^"'`\s]{1,160}\.m?js)\1/g)].map(
    ([, , path = '']) => new URL(path, src),
  );
  // Vite writes these from the root of the build, beside which the script's own folder stands.
  const list = /__vite__mapDeps[\s\S]{0,200}?\[([^\]]{0,20000})\]/.exec(text)?.[1] ?? '';
  const folder = new URL('.', src).pathname.split('/').at(-2) ?? '';
  const listed = [...list.matchAll(/["']((?:\/|\.\/)?[\w./-]{1,160}\.m?js)["']/g)].map(([, path = '']) =>
    path.startsWith('/')
      ? new URL(path, origin)
      : new URL(path.replace(/^\.\//, ''), new URL(path.startsWith(`${folder}/`) ? '..' : '.', src)),
  );
  return [...new Set([...relative, ...listed].filter((one) => one.origin === origin).map((one) => one.href))].slice(
    0,
    most,
  );
}
