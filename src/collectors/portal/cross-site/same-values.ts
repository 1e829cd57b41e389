import type { ResentForm } from '../../forgery-evidence.ts';
import { plainPath } from '../crawl/page-key.ts';
import { fieldsOf, postWays } from './form-bodies.ts';
import { bodyNow, type KeptForm } from './kept-forms.ts';

export interface Said {
  readonly status: number;
  readonly location: string;
  readonly source: string;
  readonly leaves: readonly string[];
}

/** How forms are asked for and sent; undefined: nothing was answered. */
export interface ResendBench {
  readonly read: (url: string, form: KeptForm) => Promise<Said | undefined>;
  readonly sendOwn: (body: string, form: KeptForm) => Promise<Said | undefined>;
  /** Addresses as they may be written down. */
  readonly redact: (text: string) => string;
  readonly sendForged: (body: string, form: KeptForm) => Promise<Said | undefined>;
  /** Changes a text of a form that is answered alike, and puts it back; undefined where it has none for that. */
  readonly change?: (form: KeptForm) => Promise<ResentForm['change']>;
}

interface Told {
  readonly status: number;
  readonly to: string;
  readonly says: string;
}

/**
 * Forms of the customer's own pages, sent with the values that stand there: by the portal's page, and as a page elsewhere can
 * have them sent, without tokens. Nothing changes, so forms are looked at whose change nobody could take back, an e-mail address say.
 */
export async function resend(forms: readonly KeptForm[], bench: ResendBench): Promise<readonly ResentForm[]> {
  const found: ResentForm[] = [];
  for (const form of forms) {
    const { host, pathname } = new URL(form.action);
    const body = async () => bodyNow((await bench.read(form.page, form))?.source ?? '', form);
    const twice = async (send: (body: string) => Promise<Said | undefined>) => {
      const first = await tell(form, await sent(send, await body()), bench);
      const again = await tell(form, await sent(send, await body()), bench);
      return first && again && JSON.stringify(first) === JSON.stringify(again) ? again : undefined;
    };
    const own = await twice((text) => bench.sendOwn(text, form));
    if (!own || own.status >= 400) continue;
    let fields: readonly string[] = [];
    const forged = await twice((text) => {
      const bare = withoutToken(text, form);
      fields = [...new Set((fieldsOf({ body: bare, contentType: form.contentType }) ?? []).map(([name]) => name))];
      return bench.sendForged(bare, form);
    });
    if (!forged) continue;
    const alike = JSON.stringify(own) === JSON.stringify(forged);
    const change = alike ? await bench.change?.(form) : undefined;
    found.push({
      template: plainPath(pathname),
      host,
      url: bench.redact(form.action),
      fields,
      own: { status: own.status, to: plainPath(own.to) },
      forged: { status: forged.status, to: plainPath(forged.to) },
      // What was answered alike and not kept was refused in other words.
      alike: alike && change?.changed !== false,
      ...(change ? { change } : {}),
    });
    if (change?.changed === true || change?.restored === false) break;
  }
  return found;
}

const sent = async (send: (body: string) => Promise<Said | undefined>, body: string | undefined) =>
  body === undefined ? undefined : send(body);

/** The body as a page elsewhere knows it: without tokens. */
export const withoutToken = (body: string, { action, contentType }: KeptForm) =>
  postWays({ method: 'POST', url: action, body, contentType }, {})[0]?.body ?? body;

/** What was answered, and what the page says that it leads to: there a portal says once what became of a change. */
async function tell(form: KeptForm, answer: Said | undefined, bench: ResendBench): Promise<Told | undefined> {
  if (!answer || answer.status === 429 || answer.status >= 500) return undefined;
  const to = answer.location === '' ? undefined : URL.parse(answer.location, form.action);
  const isHere = to?.host === new URL(form.action).host;
  const shown = to && isHere ? await bench.read(to.href, form) : answer;
  return { status: answer.status, to: to?.pathname ?? '', says: wordsOf(shown?.leaves ?? []) };
}

/** Digits and long keys change by themselves. */
const wordsOf = (leaves: readonly string[]) =>
  [...new Set(leaves.filter((one) => !/^[\w+/=.:-]{20,}$/.test(one)).map((one) => one.replace(/\d+/g, '0')))]
    .sort()
    .join('\n');
