import type { FunctionTrial } from '../../write-evidence.ts';
import { graphqlParts } from '../operations/graphql-request.ts';
import { plainPath } from '../crawl/page-key.ts';
import { otherValue } from '../writes/privileged.ts';
import { hasFurtherEffect } from '../writes/bench.ts';
import { reproduce } from '../writes/reproduce-write.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { inviteSomebody } from './invite-somebody.ts';
import { lookAtPage, type Onlooker } from './look-at-page.ts';
import type { OwnerOffer } from './owner-offers.ts';
import type { Offer } from './page-offers.ts';
import { proveOffer } from './prove-offer.ts';
import { rehearseOffer } from './rehearse-offer.ts';
import { mightyRole } from './role-words.ts';
import { senderOf } from './send-offer.ts';
import type { SentOffer } from './sent-offer.ts';
import { withinTrial } from './within-trial.ts';

type Trial = Omit<FunctionTrial, 'alive'>;

/** One function of an owner, as the owner first and then as its colleague. undefined where nothing could be shown. */
export async function tryOffer(setting: Setting, a: Onlooker, owned: OwnerOffer): Promise<Trial | undefined> {
  const { page, offer, page2, said } = owned;
  const { world, signal } = setting.context;
  const mine = await lookAtPage(a, page);
  const now = mine.offers.find((one) => one.key === offer.key && one.field === offer.field);
  if (!now) return undefined;
  const mark = `lr${world.randomHex(4)}`;
  const entered =
    now.kind === 'role' ? roleFor(now) : now.kind === 'invitation' ? addressFor(a, mark) : `${now.value} ${mark}`;
  if (entered === undefined) return undefined;
  const source = await a.tab.content();
  const sent = await rehearseOffer(a, now, entered);
  if (!sent) return undefined;
  const named = nameOf(sent);
  if (now.kind === 'change' && hasFurtherEffect(named.template)) return undefined;
  const sender = senderOf(setting, sent, page, source);
  if (!sender) return undefined;
  const shared = {
    ...named,
    host: new URL(sent.url).host,
    ...withinTrial(setting, named.method, named.template),
    reproduce: reproduce(setting, requestOf(sender.like), sent.url, sent.method, sent.bodyWith('CHANGED'), 'a2', [
      ['content-type', sent.contentType],
      ...sent.calls,
    ]),
  } as const;
  const within = { does: now.kind, field: now.field, page: page2, said } as const;
  if (now.kind === 'invitation') {
    const proof = await inviteSomebody(setting, a, sent, sender, entered, page);
    return (
      proof && { ...shared, write: { way: 'the request of the page', ...proof }, within: { ...within, restored: null } }
    );
  }
  /** What the page itself offers to go back to, once it was changed. */
  let back: string | undefined;
  const proof = await proveOffer(
    {
      owner: 'a',
      asker: 'a2',
      method: sent.method,
      url: sent.url,
      what: now.kind === 'role' ? 'the role of A2' : `"${now.field}" on ${plainPath(new URL(page).pathname)}`,
      former: now.value,
      others: now.kind === 'role' ? [entered, entered] : [entered, `${now.value} lr${world.randomHex(4)}`],
    },
    {
      journal: world.journal,
      wait: (ms) => world.clock.wait(ms, signal),
      send: (as, value) => sender.send(as, value === now.value ? (back ?? value) : value),
      async read() {
        const view = await lookAtPage(a, page);
        const there = view.offers.find((one) => one.key === now.key && one.field === now.field);
        if (there?.toggles && there.options[1] !== entered) back = there.options[1];
        return there && roleShown(now, there, entered);
      },
      undo(value) {
        const body = sent.bodyWith(value);
        if (body === undefined) return undefined;
        const { method, url, contentType, calls } = sent;
        return {
          method,
          url,
          body,
          contentType,
          as: 'a',
          ...(calls.length > 0 ? { headers: calls } : {}),
          ...(sender.fresh ? { fresh: sender.fresh } : {}),
        };
      },
    },
  );
  if (!proof) return undefined;
  const { status, outcome, changed, restored } = proof;
  return {
    ...shared,
    write: { way: 'the request of the page', status, outcome, changed },
    within: { ...within, restored },
  };
}

/** Some pages choose nothing beforehand, and say beside it what is: then the words of the row that are new tell. */
function roleShown(before: Offer, there: Offer, entered: string): string | undefined {
  if (before.toggles) {
    const isOver = there.options[1] !== entered;
    return (there.row !== before.row) === isOver ? (isOver ? entered : before.value) : undefined;
  }
  if (before.kind !== 'role' || there.value !== before.value || there.row === before.row) return there.value;
  const label = before.labels?.[before.options.indexOf(entered)] ?? entered;
  const says = (row = '') => row.toLowerCase().includes(label.toLowerCase());
  return says(there.row) && !says(before.row) ? entered : there.value;
}

/** The mightiest other role on offer: to be raised is what tells. */
function roleFor({ value: present, options, toggles }: Offer): string | undefined {
  if (toggles && (present === '' || !mightyRole.test(options[1] ?? ''))) return undefined;
  const mighty = options.find((one) => one !== present && mightyRole.test(one));
  const other = mighty ?? otherValue('role', present, options);
  return typeof other === 'string' && options.includes(other) ? other : undefined;
}

/** A further name of the colleague's own mailbox, so that nobody else gets mail; where it has none, an address that takes none (RFC 2606). */
function addressFor({ colleague }: Onlooker, mark: string): string {
  const [box, host] = colleague.split('@');
  return host ? `${box?.split('+')[0]}+${mark}@${host}` : `${mark}@example.com`;
}

function nameOf({ method, url, bodyWith }: SentOffer): { readonly method: string; readonly template: string } {
  const fields = graphqlParts(method, url, bodyWith('x'))?.flatMap((part) => part.fields);
  return fields && fields.length > 0
    ? { method: 'mutation', template: fields.join(' + ') }
    : { method, template: plainPath(new URL(url).pathname) };
}
