import { waitUntilQuiet } from '../quiet.ts';
import type { SignInOptions } from './sign-in.ts';
import { explainFailure } from './sign-in-failure.ts';
import {
  acceptWords,
  chooseTenantWords,
  consentAnswers,
  consentWords,
  interludeAnswers,
  interludeWords,
  putOffWords,
  termsWords,
} from './sign-in-words.ts';

const asked = {
  interlude: interludeWords,
  answers: interludeAnswers,
  choose: chooseTenantWords,
  putOff: putOffWords,
  consent: consentWords,
  consentAnswers,
};

/**
 * Passes what stands between the sign-in and the first page: "stay signed in?", passkeys, a second factor to set up, which
 * organisation, whether the provider may tell who is there. Terms to accept are the owner's to decide on: a named failure. Returns how many were passed.
 */
export async function passInterlude(options: SignInOptions): Promise<number> {
  const { page, recorder, clock, signal, tenant = '', label } = options;
  let passed = 0;
  let hops = 0;
  for (let look = 0; look < 4; look++) {
    const found = await page
      .evaluateHandle(lookForInterlude, {
        ...Object.fromEntries(Object.entries(asked).map(([name, words]) => [name, words.source])),
        terms: termsWords.source,
        accept: acceptWords.source,
        tenant,
      } as Parameters<typeof lookForInterlude>[0])
      .catch(() => undefined);
    if (!found) return passed;
    // A page that only sends the browser on is no question: the next one may be.
    if ((await (await found.getProperty('hop')).jsonValue()) === true && hops < 15) {
      await found.dispose();
      hops += 1;
      look -= 1;
      await clock.wait(400, signal);
      continue;
    }
    const terms = (await (await found.getProperty('terms')).jsonValue()) === true;
    const control = (await found.getProperty('control')).asElement();
    if (terms) throw explainFailure('terms', label, '');
    if (!control) return passed;
    const done = await control
      .click({ timeout: 2000 })
      .then(() => true)
      .catch(() => false);
    await found.dispose();
    if (!done) return passed;
    passed += 1;
    await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 3000 });
  }
  return passed;
}

/** Runs inside the page. Only a page that is little else than a question counts: a portal's own pages have menus. */
function lookForInterlude(words: Record<keyof typeof asked | 'terms' | 'accept' | 'tenant', string>): {
  terms: boolean;
  control: Element | undefined;
  hop?: boolean;
} {
  const text = (document.body?.innerText ?? '').slice(0, 3000);
  const shown = (one: Element) => one.getBoundingClientRect().width > 3 && one.getBoundingClientRect().height > 3;
  const textOf = (one: Element) => ((one as HTMLElement).innerText || (one as HTMLInputElement).value || '').trim();
  const controls = [
    ...document.querySelectorAll('button, a, [role=button], input[type=submit], input[type=button], [role=option]'),
  ].filter((one) => shown(one) && textOf(one) !== '');
  const forms = [...document.forms];
  const silent = (form: HTMLFormElement) =>
    form.elements.length > 0 &&
    [...form.elements].every((one) => (one as HTMLInputElement).type === 'hidden' || !shown(one));
  if (controls.length === 0 && text.trim().length < 200 && forms.length > 0 && forms.every(silent))
    return { terms: false, control: undefined, hop: true };
  const links = controls.filter((one) => one instanceof HTMLAnchorElement).length;
  if (links > 12) return { terms: false, control: undefined };
  const title = [...document.querySelectorAll('h1, h2, h3, legend, title, label')].map(textOf).join('\n');
  const re = (source: string) => new RegExp(source, 'iu');
  const accepts = controls.find((one) => !(one instanceof HTMLAnchorElement) && re(words.accept).test(textOf(one)));
  if (accepts && re(words.terms).test(`${title}\n${document.title}`)) return { terms: true, control: undefined };
  if (words.tenant !== '' && re(words.choose).test(text))
    return {
      terms: false,
      control: controls.find((one) => textOf(one).toLowerCase().includes(words.tenant.toLowerCase())),
    };
  const answer = re(words.interlude).test(text) && controls.find((one) => re(words.answers).test(textOf(one)));
  if (answer) return { terms: false, control: answer };
  const putOff = controls.find((one) => textOf(one).length <= 60 && re(words.putOff).test(textOf(one)));
  if (putOff) return { terms: false, control: putOff };
  if (re(words.consent).test(text))
    return { terms: false, control: controls.find((one) => re(words.consentAnswers).test(textOf(one))) };
  return { terms: false, control: undefined };
}
