import { waitUntilQuiet } from '../quiet.ts';
import { pressControl } from '../crawl/press-in-page.ts';
import { sideEffectWords } from '../words.ts';
import { keepToOwner } from './audience.ts';
import { fillBoxes } from './fill-boxes.ts';
import { fillForm } from './fill-form.ts';
import { addressesLike } from './addresses-like.ts';
import { fileFor } from './file-for.ts';
import { submitForm } from './form-steps.ts';
import { type Planted, type PlantOptions, sendThrough } from './plant.ts';

/**
 * Puts a small document with the canary in its name where the portal takes documents: what customers keep in a portal is above all
 * files, and their lists, searches and downloads show nothing of an object that a text form made.
 */
export async function plantFile(options: PlantOptions): Promise<Planted> {
  const { session, creator, canary, clock, signal } = options;
  const { page, recorder } = session;
  const quiet = () => waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2000 });
  const opened = await page.goto(creator.page, { waitUntil: 'domcontentloaded', timeout: 12_000 }).then(
    () => true,
    () => false,
  );
  if (!opened) return { planted: false, why: 'its page did not open' };
  await quiet();
  if (creator.text !== '' && !(await pressControl(page, { text: creator.text, at: 0 }).catch(() => false)))
    return { planted: false, why: `"${creator.text}" was not there any more` };
  if (creator.text !== '') await quiet();
  const place = await page.evaluate(filePlace);
  if (!place) return { planted: false, why: 'no field for a file appeared' };
  if (sideEffectWords.test(place.words) || replaces.test(place.words))
    return { planted: false, why: 'the file may replace something, or reach other people' };
  const name = `${canary.search} ${canary.proof}`;
  const file = fileFor(place.accept, name);
  if (!file) return { planted: false, why: `it takes no documents (${place.accept})` };
  return sendThrough(
    { ...options, shownAt },
    // A browser hands out the texts of such a body, not the bytes of the file.
    (request) =>
      (request.postData() ?? '').includes(canary.proof) ||
      (/^(POST|PUT)$/.test(request.method()) &&
        /^(multipart\/form-data|application\/(pdf|octet-stream))/i.test(request.headers()['content-type'] ?? '')),
    async () => {
      const given = { index: place.index, value: name, today: clock.now().toISOString().slice(0, 10) };
      await page.evaluate(fillForm, given);
      await fillBoxes(page, place.index);
      await keepToOwner(page, place.index);
      await page.locator('input[type=file]').nth(place.at).setInputFiles(file, { timeout: 5000 });
      await quiet();
      await submitForm(page, place.index);
    },
  );

  /** A document that belongs to something is often shown by itself: each address of its kind is asked whether it shows this one. */
  async function shownAt(created: string | undefined): Promise<string | undefined> {
    for (const url of created === undefined ? [] : addressesLike(created, recorder.exchanges)) {
      const like = recorder.exchanges.findLast(
        (one) => one.afterSignIn && one.status < 300 && one.resource !== 'document',
      );
      const authorization = like?.requestHeaders.authorization;
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      recorder.ownAsks.add(url);
      const text = await page.evaluate(textAt, { url, headers }).catch(() => '');
      if (text.includes(canary.proof)) return url;
    }
    return undefined;
  }
}

/** A picture of a person, a logo, a table that is read in: what was there before is gone, or much is made at once. */
const replaces =
  /avatar|logo|photo|picture|image|profil|import|signature|csv|xlsx?\b|bild|foto|unterschrift|imag[eo]|firma\b|firme|immagine|handtekening|zdj[eę]cie|podpis|头像|画像|写真|照片|图片/iu;

/** Runs inside the page: the first field for a file, what stands around it, and where its form is among all forms. */
function filePlace() {
  const fields = [...document.querySelectorAll<HTMLInputElement>('input[type=file]')];
  const field = fields.find((one) => !one.disabled);
  if (!field) return undefined;
  const groups = 'form, dialog, [role=dialog], [data-input-group]';
  if (!field.closest(groups)) {
    let part: HTMLElement = field.parentElement ?? document.body;
    for (let up = 0; up < 3 && part.parentElement && !part.querySelector('button'); up++) part = part.parentElement;
    part.setAttribute('data-input-group', '');
  }
  const form = field.closest(groups);
  const label = field.labels?.[0]?.textContent ?? '';
  const heading = form?.querySelector('h1, h2, h3, legend')?.textContent ?? '';
  const action = form?.getAttribute('action') ?? '';
  const buttons = [...(form?.querySelectorAll('button') ?? [])].map((one) => one.innerText).join(' ');
  return {
    at: fields.indexOf(field),
    index: form === null ? -1 : [...document.querySelectorAll(groups)].indexOf(form),
    accept: field.accept,
    words: `${field.name} ${field.id} ${label} ${heading} ${buttons} ${action}`.slice(0, 300),
  };
}

/** Runs inside the page. */
async function textAt({ url, headers }: { url: string; headers: Record<string, string> }): Promise<string> {
  const response = await fetch(url, { headers });
  return response.ok ? (await response.text()).slice(0, 200_000) : '';
}
