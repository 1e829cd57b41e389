import { controlIn } from '../../../parse/html-forms.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { graphqlParts } from '../operations/graphql-request.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import { calmChange } from './calm-record.ts';
import { type Parties, readOf, type WriteCandidate } from './candidate.ts';
import { chosenKey } from './chosen-place.ts';
import { makesAnother } from './makes-another.ts';
import { objectWith } from './object-place.ts';
import { atOwnParent, belowItsOwn, sentBelowOwnParent } from './own-parent.ts';
import { changesOf, formerOf, type SentChange, sampleOf, sentOf, writtenAs } from './sent-change.ts';
import { atItsOwnPlace, atOwnPlace, sameChange, sentTarget } from './sent-target.ts';
import type { Way } from './write-target.ts';

/** Records of the owner's that a page tried to change while it was looked at; the shield held that back. */
export function sentCandidates(setting: Setting, { owner, asker }: Parties): readonly WriteCandidate[] {
  const held = (identity: IdentityName) =>
    (setting.session(identity)?.recorder.held ?? []).map(sentOf).filter((one) => one !== undefined);
  const answersOf = (identity: IdentityName) =>
    setting.exchanges.filter(
      (one) => one.identity === identity && one.status < 300 && exchangeContent(one).json !== undefined,
    );
  const keyOf = (name: string) => name.split(/[.[\]]+/).findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? name;
  const found: WriteCandidate[] = [];
  for (const sent of held(owner))
    for (const made of changesOf(sent)) {
      const { pathname, host } = new URL(sent.url);
      const mutations = graphqlParts(sent.method, sent.url, sent.body)?.flatMap(({ fields }) => fields);
      const template = mutations?.join(' + ') ?? writtenAs(sent);
      if (hasFurtherEffect(template) || makesAnother(made, setting.session(owner)?.recorder.exchanges ?? [])) continue;
      if (mayNotWrite(setting, mutations ? 'mutation' : sent.method, mutations ? template : pathname)) continue;
      if (found.some((one) => one.template === template)) continue;
      const key = keyOfChoice(answersOf(owner), made, keyOf(made.value.name));
      const change = calmChange(made, key, answersOf(owner));
      if (!change) continue;
      const met = (identity: IdentityName, id: string) =>
        answersOf(identity).find((one) => objectWith(exchangeContent(one).json, id, key));
      const like = fullest(answersOf(owner), change, key) ?? pageOfChoice(setting, change, { owner, asker });
      const read = like ? requestOf(like) : pageOfText(setting, owner, change);
      if (!read || met(asker, change.id.value) || (!like && isKnownTo(setting, asker, change))) continue;
      const ofAsker = held(asker)
        .filter((one) => one.method === sent.method && writtenAs(one) === writtenAs(sent))
        .flatMap(changesOf)
        .flatMap(({ id }) => {
          const seen = id.slot === undefined ? undefined : met(asker, id.value);
          return seen ? [{ id: id.value, asker, bench: benchAt(setting, requestOf(seen), asker) }] : [];
        })[0];
      const belowOwn = mutations ? undefined : sentBelowOwnParent(change, setting.exchanges, asker);
      const alike = mutations ? undefined : sameChange(change, held(asker).flatMap(changesOf));
      const ownSeen = alike && met(asker, alike.id.value);
      const own = ownSeen && { id: alike.id.value, asker, bench: benchAt(setting, requestOf(ownSeen), asker) };
      const ownPlace = own && { change: alike, own };
      found.push({
        host,
        method: mutations ? 'mutation' : sent.method,
        template,
        ...(sent.mark === undefined ? {} : { ofPage: true as const }),
        ...(sent.former === undefined ? {} : { unmarked: true as const }),
        read,
        reference: change.id.value,
        targetOf: (view) => {
          const target = sentTarget(change, view, ofAsker);
          if (!target) return target;
          const elsewhere = (way: Way) => [
            ...(belowOwn === undefined ? [] : [atOwnParent(way, belowOwn)]),
            ...(ownPlace ? [atOwnPlace(way, keyOf(ownPlace.change.value.name), ownPlace)] : []),
          ];
          return { ...target, more: (way) => [...target.more(way), ...elsewhere(way)] };
        },
        ...(mutations
          ? { sample: () => undefined }
          : {
              sample: () => sampleOf(change),
              calls: [...(change.sent.calls ?? []), ['content-type', sent.contentType] as const],
              addressOf: (way: string) =>
                way.endsWith(belowItsOwn) ? belowOwn : way.endsWith(atItsOwnPlace) ? alike?.sent.url : change.sent.url,
            }),
      });
    }
  return found;
}

/**
 * The answer that shows most of the object: a list leaves out what a change may have to name, its state above all. Of those that show
 * as much, the record's own address, then what lies beside the change: a start page keeps for a while what it once read, and shows
 * the next few alone.
 */
export function fullest(answers: readonly Exchange[], { sent, id }: SentChange, key: string): Exchange | undefined {
  const parts = (url: string) => new URL(url).pathname.split('/');
  const near = parts(sent.url);
  const nearness = (url: string) => {
    const own = parts(url);
    const alike = near.findIndex((part, at) => part !== own[at]);
    return own.includes(id.value) ? 0.9 : Math.min(alike === -1 ? near.length : alike, 8) / 10;
  };
  return answers
    .map((one) => ({ one, size: Object.keys(objectWith(exchangeContent(one).json, id.value, key) ?? {}).length }))
    .filter(({ size }) => size > 0)
    .map(({ one, size }) => ({
      one,
      size: size + nearness(one.url) + (sent.matches === true && one.responseHeaders.etag ? 1000 : 0),
    }))
    .reduce<{ one?: Exchange; size: number }>((best, next) => (next.size > best.size ? next : best), { size: 0 }).one;
}

/** What the field of a choice is called in answers; as the page sends it, where none holds it. */
function keyOfChoice(answers: readonly Exchange[], { sent: { former }, id }: SentChange, key: string): string {
  if (former === undefined) return key;
  for (const one of answers) {
    const name = chosenKey(exchangeContent(one).json, id.value, key, former);
    if (name !== undefined) return name;
  }
  return key;
}

/** The page of the one record that a choice was made on, where its source says what is chosen; the asker was not shown it. */
function pageOfChoice(setting: Setting, { sent, id }: SentChange, { owner, asker }: Parties): Exchange | undefined {
  const { page, control } = sent;
  if (page === undefined || control === undefined || !URL.canParse(page)) return undefined;
  const { pathname } = new URL(page);
  if (!pathname.split('/').includes(id.value)) return undefined;
  const shownTo = (identity: IdentityName) =>
    setting.exchanges.find(
      (one) =>
        one.identity === identity &&
        one.method === 'GET' &&
        one.status === 200 &&
        exchangeContent(one).kind === 'html' &&
        new URL(one.url).pathname === pathname,
    );
  const found = shownTo(owner);
  return found && !shownTo(asker) && controlIn(found.body.toString('utf8'), control) ? found : undefined;
}

/** The page that sent a change, where no data name what it changes: a text that was typed into it is looked for there. */
export function pageOfText(
  setting: Setting,
  owner: IdentityName,
  { sent, value }: SentChange,
): PlainRequest | undefined {
  const { page = '' } = sent;
  if (formerOf(sent, value) === undefined || !/^https?:/.test(page)) return undefined;
  const pages = setting.exchanges.filter(
    (one) =>
      one.identity === owner &&
      one.afterSignIn &&
      one.method === 'GET' &&
      one.resource === 'document' &&
      new URL(one.url).host === new URL(page).host &&
      exchangeContent(one).kind === 'html',
  );
  const like = pages.findLast(({ url }) => url === page) ?? pages.at(-1);
  return like && readOf(like, page);
}

/** Short numbers stand everywhere; whether the lists of both name the record is asked where it could be changed. */
const isKnownTo = (setting: Setting, asker: IdentityName, { id }: SentChange): boolean =>
  id.value.length >= 6 && setting.knows(asker, id.value);
