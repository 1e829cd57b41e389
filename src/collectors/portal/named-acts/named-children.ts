import type { IdentityName } from '../../../model/identity.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { plainPath } from '../crawl/page-key.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { Setting } from '../tenancy/setting.ts';
import { reachesOthersAt } from '../words.ts';
import { benchAt, mayNotWrite } from '../writes/bench.ts';
import { type EmitWrite, type Parties, readOf } from '../writes/candidate.ts';
import { type PlantedObject, plantedBy } from '../writes/planted-objects.ts';
import { provePosted } from '../writes/prove-posted.ts';
import { reproduce, withoutIds } from '../writes/reproduce-write.ts';
import { takeBackOne } from '../writes/take-back-one.ts';
import { addressFor } from './act-requests.ts';
import { type ChildCall, childCalls } from './child-call.ts';
import { likeOf } from './named-acts.ts';
import { idIn, isPlainMaking, type PlantedAlike, plantAlike } from './plant-alike.ts';

const callLimit = 4;

/**
 * What scripts add below a record, a comment say, by a request that no form of a page was seen to send. It is added to a record of the
 * owner's that the audit made for it: by the owner first, so that it is known where it is read, then by the asker.
 */
export async function namedChildren(setting: Setting, { owner, asker }: Parties, emit: EmitWrite): Promise<void> {
  const { context } = setting;
  const named = [...(context.live.get(crawlsSlot)?.values() ?? [])].flatMap((one) => one.named ?? []);
  const calls = childCalls(named).filter((one) => mayBeAdded(setting, templateOf(one)));
  const kinds = (await plantedBy(setting, owner)).filter((one) => isPlainMaking(one) && one.created !== undefined);
  const made = new Map<string, PlantedAlike | undefined>();
  let tried = 0;
  for (const call of calls) {
    const kind = kinds.find((one) => addressOf(call, one.created) !== undefined);
    if (!kind || tried >= callLimit) continue;
    tried += 1;
    context.progress(`adds "${call.label}" below a record made for it as ${asker}`);
    const record = made.has(kind.url) ? made.get(kind.url) : await plantAlike(setting, kind, owner);
    made.set(kind.url, record);
    const url = addressOf(call, record?.created);
    if (record && url !== undefined) await proveCall(call, kind, record, url);
  }

  async function proveCall(call: ChildCall, kind: PlantedObject, { created, mark: proof }: PlantedAlike, url: string) {
    const like = likeOf(setting, kind, owner);
    // What the asker reads of it anyway is kept from it by nothing, and may be meant for both.
    if ((await setting.ask({ ...like, url: created }, asker)).content.text.includes(proof)) return;
    const subject = {
      owner,
      what: `"${call.label}"`,
      way: 'the request that a script names',
      shownAt: created,
      isOwners: (value: string) => setting.knows(owner, value) && !setting.knows(asker, value),
      form: async (mark: string) => ({
        method: 'POST',
        url,
        body: bodyOf(call, mark),
        contentType: 'application/json',
      }),
    };
    const bench = {
      ...benchAt(setting, like, owner),
      ask: (address: string, as: IdentityName) => setting.ask(readOf(like.like, address), as),
      looks: [created, url].map((address) => () => setting.ask({ ...like, url: address }, owner)),
      takeBack: (id: string) => takeBackOne(setting, id),
    };
    const own = await provePosted({ ...subject, asker: owner }, bench);
    if (own?.moved !== 'owner-reads-it') return;
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const { result, alive } = await betweenProbes(
      probes,
      () => provePosted({ ...subject, asker }, bench),
      setting.renew,
    );
    if (!result) return;
    const { sample, ...told } = result;
    const hit = told.moved !== 'no';
    const listed =
      hit && (await setting.ask({ ...like, url: kind.list ?? kind.url }, asker)).content.text.includes(proof);
    const shared = hit && (listed || (await metAnyway(setting, idIn(created) ?? '', owner, asker)));
    emit(
      {
        ...told,
        owner,
        asker,
        host: new URL(url).host,
        method: 'POST',
        template: templateOf(call),
        object: 'sacrificed',
        field: call.label,
        control: true,
        // It stands below a record that the audit made itself, and goes with it.
        restored: null,
        ...(shared ? { shared } : {}),
        reproduce: reproduce(setting, like, url, 'POST', sample, asker, [['content-type', 'application/json']]),
      },
      alive,
    );
  }
}

function mayBeAdded({ context, ...setting }: Setting, template: string): boolean {
  const isKnown = context
    .seen('tenancy.write')
    .some(({ value }) => value.method === 'POST' && withoutIds(value.template) === withoutIds(template));
  return !isKnown && !mayNotWrite({ context, ...setting }, 'POST', template) && !reachesOthersAt(template);
}

const addressOf = ({ template }: ChildCall, created: string | undefined) =>
  created === undefined
    ? undefined
    : addressFor({ method: 'POST', template, label: '', names: 'path', fields: [], says: [] }, created);

const templateOf = ({ template }: ChildCall) =>
  plainPath(`/${template.split('/').slice(3).join('/')}`.replace(/\{[^}]*\}/g, '{}'));

const bodyOf = ({ fixed, texts }: ChildCall, mark: string) =>
  JSON.stringify({ ...fixed, ...Object.fromEntries(texts.map((name) => [name, `Test ${mark}`])) });
