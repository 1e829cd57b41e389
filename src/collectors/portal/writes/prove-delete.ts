import type { HtmlForm } from '../../../parse/html-forms.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { WriteTrial } from '../../write-evidence.ts';
import type { RawView } from '../tenancy/view.ts';
import { confirmingForms, deletingForms, deletingLinks, sentForm } from './deleting.ts';
import { isToken } from './form-target.ts';
import { ifMatch } from './locks.ts';
import { belowItsOwn } from './own-parent.ts';
import type { RecordSubject, WriteBench, WriteForm } from './prove-record.ts';

/** Hidden values of this identity's own for fields of these names; undefined where it has no page with them. */
export type OwnTokens = (
  as: IdentityName,
  names: readonly string[],
) => Promise<ReadonlyMap<string, string> | undefined>;

interface DeleteWay {
  readonly way: string;
  readonly form: (as: IdentityName) => Promise<WriteForm | undefined>;
}

const mostWays = 4;
const settleMs = 2200;

/**
 * Deleting by the asker, only of objects that the audit itself made for the owner: gone is gone. After each way the owner
 * goes it too; a way that not even the owner can go shows nothing, and is left out. Ways: DELETE, and the forms and links of
 * the owner's page that say they delete, with what they ask back; each as it stands, and below a parent of the asker's own.
 */
export async function proveDelete(
  subject: RecordSubject,
  bench: WriteBench,
  proof: string,
  tokens: OwnTokens,
  belowOwn: (url: string) => string | undefined = () => undefined,
): Promise<{ readonly control: boolean; readonly trials: readonly WriteTrial[] }> {
  const { asker, owner, url } = subject;
  const before = await bench.read();
  const isThere = ({ outcome, content }: RawView) => outcome === 'data' && content.text.includes(proof);
  if (!isThere(before)) return { control: false, trials: [] };
  const ways: DeleteWay[] = [
    { way: 'DELETE', form: async () => ({ method: 'DELETE', url }) },
    ...(before.etag === undefined
      ? []
      : [
          {
            way: 'DELETE with If-Match',
            form: async () => ({ method: 'DELETE', url, headers: ifMatch(before.etag) }),
          },
        ]),
    ...deletingForms(before.source, url).map((form) => formWay(form, tokens)),
    ...deletingLinks(before.source, url).map((href) => ({
      way: 'the link that deletes',
      form: async () => ({ method: 'GET', url: href }),
    })),
  ];
  for (let at = 0; at < Math.min(ways.length, mostWays); at++) {
    const { way = '', form } = ways[at] ?? {};
    const sent = await form?.(asker);
    if (!sent) continue;
    const below = belowOwn(sent.url);
    const attempts = [
      { way, sent },
      ...(below === undefined ? [] : [{ way: `${way} ${belowItsOwn}`, sent: { ...sent, url: below } }]),
    ];
    const trials: WriteTrial[] = [];
    for (const one of attempts) {
      const trial = await attempt(one.way, one.sent);
      if (trial.changed !== false) return { control: true, trials: [trial] };
      trials.push(trial);
    }
    const own = await form?.(owner);
    const said = own && (await bench.write(owner, own));
    if (!isThere(await bench.read())) return { control: true, trials };
    const asks = own?.method === 'GET' ? confirmingForms(said?.source, own.url) : [];
    ways.splice(at + 1, 0, ...asks.map((one) => formWay(one, tokens)));
  }
  return { control: false, trials: [] };

  async function attempt(way: string, sent: WriteForm): Promise<WriteTrial> {
    const id = await bench.journal.plan({
      identity: asker,
      method: sent.method,
      url: sent.url,
      what: `${asker} deletes ${subject.what}, which the audit had made`,
    });
    const answer = await bench.write(asker, sent);
    let after = await bench.read();
    if (isThere(after) && answer.status < 400) {
      await bench.wait(settleMs);
      after = await bench.read();
    }
    // Nothing is to be taken back: the object was made to be deleted, and what stays is deleted with the other planted ones.
    await bench.journal.settle(id, { state: 'refused', status: answer.status });
    const isRead = after.outcome !== 'failed' && after.status < 500 && after.status !== 429;
    const changed = isThere(after) ? false : isRead ? true : null;
    return { way, status: answer.status, outcome: answer.outcome, changed };
  }
}

function formWay(form: HtmlForm, tokens: OwnTokens): DeleteWay {
  const names = form.fields.filter(isToken).map(({ name }) => name);
  return {
    way: 'the form that deletes',
    async form(as) {
      const fresh = names.length === 0 ? new Map<string, string>() : await tokens(as, names);
      return fresh && sentForm(form, fresh);
    },
  };
}
