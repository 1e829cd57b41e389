import { invented } from '../supply/invented-keys.ts';
import { rewriteAnswer } from './answer-rewriting.ts';
import { answer, type Layer } from './exchange.ts';
import type { Switches } from './switches.ts';

const script = 'text/javascript; charset=utf-8';

/** Keys in what the app sends to browsers: in scripts, in the data of the page, in the map beside a script. */
export function leakedKeys({ flaws, decoys, cases }: Pick<Switches, 'flaws' | 'decoys' | 'cases'>): Layer | undefined {
  const inScripts: string[] = [];
  if (flaws.has('service-role-in-bundle'))
    inScripts.push(`const backend=["https://x.backend.test","${invented.serviceRole()}"];`);
  if (decoys.has('publishable-in-bundle'))
    inScripts.push(
      `const pay="${invented.publishable()}",backend=["https://x.backend.test","${invented.anonymous()}"];`,
    );
  const inPages = flaws.has('secret-in-page-data')
    ? `<script type="application/json" id="settings">{"mail":{"key":"${invented.mail()}"}}</script>`
    : '';
  const map = flaws.has('secret-in-public-map') ? mapWith(invented.payment()) : undefined;
  const cutOff = cases.has('scripts-do-not-arrive');
  if (inScripts.length === 0 && inPages === '' && map === undefined && !cutOff) return undefined;
  return (exchange) => {
    const { path, res } = exchange;
    if (path.endsWith('.js.map') && map !== undefined) return answer(exchange, 200, 'json', map);
    if (path.endsWith('.js')) {
      if (cutOff) return answer(exchange, 500, 'text', 'The file store does not answer.');
      const reference =
        map === undefined ? '' : `\n//# sourceMappingURL=${path.slice(path.lastIndexOf('/') + 1)}.map\n`;
      if (inScripts.length > 0 || reference !== '')
        rewriteAnswer(
          res,
          (status) => status === 200,
          async ({ status, body }) => ({
            status,
            contentType: script,
            body: `${body.toString('utf8')}\n{${inScripts.join('')}}${reference}`,
          }),
        );
    } else if (inPages !== '' && !/\.\w+$/.test(path))
      rewriteAnswer(
        res,
        (status) => status === 200,
        async ({ status, body }) => {
          const text = body.toString('utf8');
          return text.includes('</body>')
            ? { status, contentType: 'text/html; charset=utf-8', body: text.replace('</body>', `${inPages}</body>`) }
            : undefined;
        },
      );
    return false;
  };
}

function mapWith(key: string): string {
  return JSON.stringify({
    version: 3,
    sources: ['webpack://portal/src/server/charge.ts'],
    sourcesContent: [`import { connect } from './connect.ts';\nexport const charge = connect('${key}');\n`],
    names: [],
    mappings: 'AAAA',
  });
}
