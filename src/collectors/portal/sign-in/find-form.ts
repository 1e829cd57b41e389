import type { ElementHandle, Frame, Page } from 'playwright-core';
import { nextWords, signInWords } from '../words.ts';
import { lookForControls } from './look-for-controls.ts';
import { lookForFields } from './look-for-fields.ts';
import { type LookWords, pageTools } from './page-tools.ts';
import {
  areaWords,
  codeWords,
  foreignWords,
  languageWords,
  lostPasswordWords,
  passwordWayWords,
  passwordWords,
  providerWords,
  registerWords,
  userWords,
  workspaceWords,
} from './sign-in-words.ts';

type Field = ElementHandle<HTMLElement>;

/** What of a sign-in form is on the page now. Handles are found anew at every look and never stored. */
export interface SignInForm {
  readonly user?: Field;
  readonly password?: Field;
  /** A field, or the first of several boxes, for a one-time code. */
  readonly code?: Field;
  /** One box a digit. */
  readonly codeBoxes: readonly Field[];
  /** Asks for the customer's workspace, company or tenant. */
  readonly workspace?: Field;
  readonly submit?: Field;
  /** A control that leads to a form: "Sign in" in the page's language. */
  readonly entry?: Field;
  /** Leads to the password where the page asks for something else first: a code by mail, a passkey. */
  readonly passwordWay?: Field;
  /** Leads to the customers' own pages: where nothing says "Sign in", the way in is behind it. */
  readonly area?: Field;
  /** A link that names a language: the way on from a page that asks for nothing else. */
  readonly language?: Field;
  /** The password would open a new account, and the page offers to sign in instead. */
  readonly registers: boolean;
  readonly captcha: boolean;
  /** The password field asks for a new password. */
  readonly newPassword: boolean;
  /** A user field alone is the first of two steps, not a newsletter box: its button, heading or address says so. */
  readonly firstStep: boolean;
  /** A workspace field alone comes before everything else. */
  readonly workspaceStep: boolean;
  /** Where the form stands: the page or a frame of it. */
  readonly frame: Frame;
}

const words: LookWords = {
  signIn: signInWords.source,
  next: nextWords.source,
  user: userWords.source,
  password: passwordWords.source,
  workspace: workspaceWords.source,
  code: codeWords.source,
  foreign: foreignWords.source,
  lost: lostPasswordWords.source,
  register: registerWords.source,
  area: areaWords.source,
  passwordWay: passwordWayWords.source,
  provider: providerWords.source,
  language: languageWords.source,
};

/** The looks are composed inside the page: a function that runs there can import nothing. */
const look = `(given) => {
  const tools = (${pageTools})(given.words);
  const fields = (${lookForFields})(tools);
  return { ...fields, ...(${lookForControls})(tools, fields, given.origins) };
}`;

/** Whether there is anything to fill in. */
export function isForm(form: SignInForm): boolean {
  return form.password !== undefined || form.firstStep || form.workspaceStep;
}

/**
 * Looks for fields, submit control and sign-in link in one pass over the page, open shadow roots included, and, where
 * it has none, over its frames. `origins`: where an identity provider may be.
 */
export async function findSignInForm(page: Page, given: readonly string[] | object = []): Promise<SignInForm> {
  const origins: readonly string[] = Array.isArray(given) ? given : [];
  const main = await lookIn(page.mainFrame(), origins);
  if (isForm(main) || main.code) return main;
  for (const frame of page.frames().slice(1, 8)) {
    if (frame.isDetached() || /captcha|turnstile|arkose/i.test(frame.url())) continue;
    const form = await lookIn(frame, origins).catch(() => undefined);
    if (form && (form.password || form.code || form.firstStep) && (await isShown(frame))) return form;
  }
  return main;
}

async function isShown(frame: Frame): Promise<boolean> {
  const box = await (await frame.frameElement().catch(() => undefined))?.boundingBox().catch(() => null);
  return box !== null && box !== undefined && box.width > 40 && box.height > 20;
}

async function lookIn(frame: Frame, origins: readonly string[]): Promise<SignInForm> {
  const found = await frame.evaluateHandle(`(${look})(${JSON.stringify({ words, origins })})`);
  try {
    const properties = await found.getProperties();
    const element = (name: string) => (properties.get(name)?.asElement() as Field | null | undefined) ?? undefined;
    const flag = async (name: string) => ((await properties.get(name)?.jsonValue()) as boolean | undefined) ?? false;
    const boxes = await properties.get('codeBoxes')?.getProperties();
    const [captcha, newPassword, registers, firstStep, workspaceStep] = await Promise.all([
      flag('captcha'),
      flag('newPassword'),
      flag('registers'),
      flag('firstStep'),
      flag('workspaceStep'),
    ]);
    return {
      user: element('user'),
      password: element('password'),
      code: element('code'),
      workspace: element('workspace'),
      submit: element('submit'),
      entry: element('entry'),
      passwordWay: element('passwordWay'),
      area: element('area'),
      language: element('language'),
      codeBoxes: [...(boxes?.values() ?? [])].flatMap((one) => (one.asElement() as Field | null) ?? []),
      captcha,
      newPassword,
      registers,
      firstStep,
      workspaceStep,
      frame,
    };
  } finally {
    await found.dispose();
  }
}
