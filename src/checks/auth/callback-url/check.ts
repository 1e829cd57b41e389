import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'stays' | 'no-parameter' | 'leaves' | 'not-tried';

/** ASVS v5.0.0-3.7.2: a link to the own sign-in page must not end at somebody else's. */
export const callbackUrl = defineCheck<'session.callback', Code>({
  id: 'auth.callback-url',
  question: 'Do return-to parameters stay on the site?',
  why: 'A link that begins with the address of the portal looks safe. If the sign-in then forwards to any address, it ends at a copy of the portal that asks for the password again.',
  breaks: 'Customers type their password into a page of a thief, after a sign-in that was genuine.',
  proof:
    'The sign-in page is opened with a foreign address in each usual return-to parameter and in those that the portal itself uses, in four spellings: as a stranger, signed in, and through a sign-in. It fails when the browser sets off for the foreign site, which the audit never lets it reach. A path of the portal in the same place shows whether a parameter is in use.',
  permit: 'cross-tenant',
  cites: ['v5.0.0-3.7.2'],
  needs: ['session.callback'],
  outcomes: {
    stays: { is: 'pass', says: 'The return-to parameter {names} follows paths of the portal and no foreign address.' },
    'no-parameter': { is: 'pass', says: 'None of {count} usual return-to parameters leads anywhere.' },
    leaves: { is: 'fail', says: 'The sign-in page sends the browser to a foreign site: {name}={form}… ({when}).' },
    'not-tried': {
      is: 'unproven',
      says: 'No sign-in with return-to parameters worked, so where they lead was not seen.',
    },
  },
  fix: {
    summary: 'Accept only paths of the portal: resolve the value against the own origin and compare the origin.',
    effort: '30 min',
    owner: 'engineer',
    steps: [
      'const to = new URL(next, location.origin); go to to.pathname + to.search only if to.origin === location.origin.',
      'Never compare with startsWith("/"): //evil.example and /\\evil.example begin with one too.',
      'Django: url_has_allowed_host_and_scheme. Rails: redirect_to url_from(params[:next]) || root_path. Auth.js: the redirect callback.',
    ],
  },
  judge(values): Answer<Code> {
    const record = values['session.callback'];
    const { left, controlFollowed, usedByPortal, tried, names, signedIn } = record;
    const evidence = [
      ...left.map((one) => ({ label: `${one.name}=${one.form}…`, value: `left for the foreign site, ${one.when}` })),
      ...tried.slice(0, 12).map((one) => ({ label: `${one.form}… (${one.when})`, value: one.ended })),
      {
        label: 'a path of the portal',
        value: controlFollowed.length > 0 ? `followed: ${controlFollowed.join(', ')}` : 'not followed',
      },
    ];
    const base = { evidence, identities: ['a'], reproduce: record.reproduce };
    const [worst] = left;
    if (worst)
      return {
        ...base,
        code: 'leaves' as const,
        data: { name: worst.name, form: worst.form, when: worst.when.replaceAll('-', ' ') },
        confidence: 'certain' as const,
      };
    const throughSignIn = tried.some((one) => one.when === 'after-sign-in');
    if (signedIn === 0 || !throughSignIn)
      return {
        ...base,
        code: 'not-tried' as const,
        gap: gap('inconclusive', 'No further sign-in of A worked.', 'Open the printed address by hand and sign in.', 5),
      };
    const used = [...new Set([...controlFollowed, ...usedByPortal])];
    if (used.length > 0)
      return { ...base, code: 'stays' as const, data: { names: used.join(', ') }, confidence: 'firm' as const };
    return { ...base, code: 'no-parameter' as const, data: { count: names.length }, confidence: 'firm' as const };
  },
});
