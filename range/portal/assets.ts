import { type Asset, asset, bundle, replaced, webFile } from './bundle.ts';
import type { PortalContext } from './call.ts';

const script = 'text/javascript; charset=utf-8';

/** The application's script as this variant of the portal has it. */
function appScript({ flaw, decoy }: PortalContext): string {
  let { code } = bundle('app.js');
  if (flaw('console-error-on-dashboard'))
    code = replaced(code, 'daysLeft(latest.dueOn)', 'daysLeft(latest.payment.dueOn)');
  if (decoy('pages-answer-with-the-form')) {
    code = replaced(
      code,
      ["history.replaceState(null, '', `/sign-in$", '{back}`);\n  return show();'].join(''),
      "const form = await found('/sign-in').route.view({ params: {}, query: new URLSearchParams(back) });\n  return paint('Sign in', form);",
    );
    code = replaced(code, 'function signInFirst(', 'async function signInFirst(');
  }
  if (decoy('console-noise')) {
    code = replaced(
      code,
      'start(routes);',
      "console.info('Northline portal 4.12.0');\nconsole.warn('Push messages are not offered by this browser.');\nstart(routes);",
    );
  }
  if (decoy('aborted-request')) {
    code = replaced(
      code,
      'start(routes);',
      [
        'const early = new AbortController();',
        "fetch(apiOrigin + '/api/v1/plans', { signal: early.signal }).catch(() => undefined);",
        'setTimeout(() => early.abort());',
        'start(routes);',
      ].join('\n'),
    );
  }
  return code;
}

function sourceMap(name: string): string {
  const { sources } = bundle('app.js');
  return JSON.stringify({
    version: 3,
    file: name,
    sources: sources.map((source) => `webpack://northline-portal/src/${source.name}`),
    sourcesContent: sources.map((source) => source.text),
    names: [],
    mappings: '',
  });
}

export interface Assets {
  readonly app: Asset;
  readonly admin: Asset;
  readonly style: Asset;
  readonly avatar: Asset;
  readonly icon: Asset;
  /** Everything that is served, by path. */
  readonly byPath: ReadonlyMap<string, Asset>;
}

export function createAssets(context: PortalContext): Assets {
  const { flaw, decoy } = context;
  const plain = asset('app.js', script, appScript(context));
  const named = flaw('source-map-published') || decoy('source-map-comment-only');
  const mapPath = `${plain.path}.map`;
  const app = named
    ? { ...plain, content: `${plain.content}//# sourceMappingURL=${mapPath.replace('/assets/', '')}\n` }
    : plain;
  const admin = asset('admin.js', script, bundle('admin.js').code);
  const sheets = ['frame.css', 'parts.css', 'phone.css']
    .map(webFile)
    .join('\n')
    .replace(/\/\*.*?\*\/\n/gs, '');
  const style = asset('app.css', 'text/css; charset=utf-8', sheets);
  const avatar = asset('avatar-default.svg', 'image/svg+xml', webFile('avatar-default.svg'));
  const icon = asset('icon.svg', 'image/svg+xml', webFile('icon.svg'));
  const map: Asset = {
    path: mapPath,
    type: 'application/json',
    content: sourceMap(plain.path.replace('/assets/', '')),
  };
  const served = [
    app,
    admin,
    style,
    icon,
    ...(flaw('missing-image') ? [] : [avatar]),
    ...(flaw('source-map-published') ? [map] : []),
  ];
  return { app, admin, style, avatar, icon, byPath: new Map(served.map((one) => [one.path, one])) };
}
