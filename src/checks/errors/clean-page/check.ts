import type { MissingPageLook } from '../../../collectors/public-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlBody } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code =
  | 'cared-for'
  | 'data'
  | 'leads-on'
  | 'found-nothing'
  | 'says-internal'
  | 'for-developers'
  | 'names-version'
  | 'stock'
  | 'bare'
  | 'server-error'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'cared-for': {
    is: 'pass',
    says: '{host} answers what it does not have with a page of its own that says nothing internal.',
  },
  data: {
    is: 'pass',
    says: '{host} answers what it does not have with data of its own ({type}) that says nothing internal.',
  },
  'leads-on': {
    is: 'pass',
    says: '{host} has no error page to judge: it leads visitors on, asks them to sign in, or shows its usual page.',
  },
  'found-nothing': {
    is: 'warn',
    says: '{host} tells visitors that a page does not exist, and answers 200 as if it did: search engines, caches and monitors take it for a page.',
  },
  'says-internal': { is: 'fail', says: 'The error page of {host} shows {kinds}.' },
  'for-developers': { is: 'fail', says: '{host} shows visitors the error page for developers of {by}.' },
  'names-version': { is: 'fail', says: 'The error page of {host} is that of {by} and names its version: {version}.' },
  stock: { is: 'warn', says: 'The error page of {host} is that of {by}, untouched.' },
  bare: { is: 'warn', says: '{host} answers what it does not have with {what}: no style, no way on.' },
  'server-error': { is: 'unproven', says: '{host} answers {status} for what it does not have.' },
  'off-production': offProduction,
};

export const cleanPage = defineCheck<'net.missing-page', Code>({
  id: 'errors.clean-page',
  question: 'Do error pages look cared for and say nothing internal?',
  why: 'The error page is what a customer sees on the worst day; a server’s stock page says "nobody is at home" and often which version to attack.',
  breaks:
    'A customer who mistypes one letter lands on a white page with a server’s name, and wonders whose site this is.',
  proof:
    'The answer to files that visitors’ tools ask for and the host does not have (robots.txt, sitemap.xml, security.txt), and with ownership to a made-up path: is it the portal’s own, has it style or a way on, does it name versions, paths or traces? A single-page app that shows its usual page is fine.',
  permit: 'look',
  cites: ['v5.0.0-16.5.1'],
  needs: ['net.missing-page'],
  outcomes,
  fix: {
    summary: 'Give the portal an error page of its own, for 404 and for 500.',
    effort: '1 h',
    owner: 'engineer',
    steps: [
      'Write one page with the portal’s style, a sentence, a link home and a reference number.',
      'Answer it with the status 404 (or 410 for what is gone for good); a single-page app whose router finds nothing does so at the server or the edge.',
      'Look again at a path that does not exist.',
      ...stackSteps('errors.clean-page'),
    ],
  },
  judge({ 'net.missing-page': look }, context) {
    const evidence = look.samples.map(({ path, status, kind, by, title, version }) => ({
      label: path,
      value: [`${status} ${kind}`, by, version, title].filter((part) => part !== undefined).join(', '),
    }));
    const sample = look.samples.find(({ path }) => path.startsWith('/(')) ?? look.samples[0];
    const reproduce = curlBody(
      `https://${look.host}${sample && !sample.path.startsWith('/(') ? sample.path : '/no-such-page'}`,
    );
    const judged = judgeSamples(look);
    return softenOffProduction<Code>(
      [{ evidence, reproduce, ...judged, data: { host: look.host, ...judged.data } }],
      outcomes,
      context,
    );
  },
});

function judgeSamples({
  host,
  samples,
}: MissingPageLook):
  | Pick<Answer<Code>, 'code' | 'data' | 'gap' | 'evidence'>
  | Pick<Answer<Code>, 'code' | 'data' | 'gap'> {
  const kinds = [...new Set(samples.flatMap(({ signs }) => signs.map(({ kind }) => kind)))];
  if (kinds.length > 0) return { code: 'says-internal', data: { kinds: kinds.slice(0, 4).join(', ') } };
  const stock = samples.filter(({ kind }) => kind === 'stock');
  const developer = stock.find(({ forDevelopers }) => forDevelopers);
  if (developer) return { code: 'for-developers', data: { by: developer.by ?? '' } };
  const versioned = stock.find(({ version }) => version !== undefined);
  if (versioned) return { code: 'names-version', data: { by: versioned.by ?? '', version: versioned.version ?? '' } };
  const failing = samples.find(({ status }) => status >= 500);
  if (failing) {
    const detail = `${host} answers ${failing.status} for ${failing.path}.`;
    return {
      code: 'server-error',
      data: { status: failing.status },
      gap: gap('inconclusive', detail, 'Repair it, then run again.', 15),
    };
  }
  // An application shows its own page where its own router answers; the made-up path is the better sample.
  const telling = samples.find(({ path }) => path.startsWith('/(')) ?? samples[0];
  if (telling?.kind === 'soft') return { code: 'found-nothing' };
  if (telling?.kind === 'catch-all' || telling?.kind === 'redirect') return { code: 'leads-on' };
  if (telling?.kind === 'stock') return { code: 'stock', data: { by: telling.by ?? 'a server' } };
  if (telling?.kind === 'data') return { code: 'data', data: { type: telling.contentType } };
  if (telling?.kind === 'page') return { code: 'cared-for' };
  // Whoever has not signed in is asked to, whatever there is or is not: the browser draws that question itself.
  if (telling?.status === 401) return { code: 'leads-on' };
  const what =
    telling?.kind === 'empty' ? 'an empty page' : telling?.kind === 'text' ? 'a line of plain text' : 'a bare page';
  return { code: 'bare', data: { what } };
}
