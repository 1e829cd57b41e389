import { isGuardedLink } from '../../../parse/guarded-link.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { blankIds, looksLikeId } from '../crawl/page-key.ts';
import { isReplayable, type Operation, type SlotValue } from '../operations/operation-map.ts';
import { changingPath, createWords, dangerWords, sessionNames } from '../words.ts';
import { exchangeContent } from './answer-text.ts';
import { type CrossCandidate, isOwn } from './cross-candidate.ts';
import { isReference, knownTo } from './known-references.ts';
import { alike } from './more-of-a-kind.ts';
import { carriesCredential, hasKeyInPath, isSigned, requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';

const kindLimit = 10;
const recordsPerKind = 6;
const linkLimit = 12;

/**
 * Links that only some records have: the walk opens one or two of a kind, and the papers may hang on the third. More of the owner's
 * pages of each kind are read as the owner; what they link and the owner's walk did not open is asked for like any other record,
 * also where the asker's walk did.
 */
export async function linksOfOthers(
  setting: Setting,
  owner: IdentityName,
  asker: IdentityName,
): Promise<CrossCandidate[]> {
  const { map, exchanges } = setting;
  const others = exchanges.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(map, asker, others);
  const kindOf = (host: string, path: string) => `${host}${blankIds(path.replace(/\{[^/{}]*\}/g, '0'))}`;
  const kinds = new Map(map.operations.map((one) => [kindOf(one.host, one.template), one]));
  const seen = new Set([...kinds].filter(([, one]) => one.by.has(owner)).map(([kind]) => kind));
  const found: CrossCandidate[] = [];
  const pages = map.operations.filter(
    (one) => isReplayable(one) && one.method === 'GET' && one.answers !== 'file' && one.template.includes('{'),
  );
  let read = 0;
  for (const operation of pages) {
    const recorded = (operation.by.get(owner) ?? []).find(
      ({ exchange }) => exchange.status === 200 && exchangeContent(exchange).kind === 'html',
    );
    const slot = recorded?.slots.findLast((one) => isOwn(one) && one.place === 'path' && isReference(one));
    if (!recorded || !slot || read >= kindLimit) continue;
    read += 1;
    const opened = new Set((operation.by.get(owner) ?? []).map(({ exchange }) => exchange.url));
    const request = requestOf(recorded.exchange);
    const addresses = alike(map, { operation, slot }, owner).map((value) => putAt(request.url, slot.value, value));
    const fresh = [...new Set(addresses)].filter((url) => !opened.has(url)).slice(0, recordsPerKind);
    for (const url of fresh) {
      const view = await setting.ask({ ...request, url }, owner);
      if (view.outcome !== 'data' || view.content.kind !== 'html') continue;
      for (const { path, value } of view.content.leaves) {
        if (found.length >= linkLimit || !path.endsWith('>a@href') || !URL.canParse(value, url)) continue;
        const link = new URL(value, url);
        link.hash = '';
        const kind = kindOf(link.host, link.pathname);
        if (link.host !== new URL(url).host || seen.has(kind) || !isPlain(link)) continue;
        const id = link.pathname.split('/').findLast(looksLikeId);
        const own: SlotValue = { place: 'path', name: 'id', value: id ?? '' };
        const single: Operation = kinds.get(kind) ?? {
          ...operation,
          template: namedIn(link.pathname),
          by: new Map(),
        };
        if (id === undefined || known(own, single)) continue;
        seen.add(kind);
        const asked = { ...request, url: link.href };
        const shown = await setting.ask(asked, owner);
        if (shown.outcome !== 'data') continue;
        const isFile = shown.content.kind === 'file' || /pdf|octet-stream|zip|csv|image\//.test(shown.contentType);
        found.push({
          operation: { ...single, answers: isFile ? 'file' : 'page' },
          ownerRequest: asked,
          askerRequest: asked,
          slot: own,
          origin: 'observed',
          sent: sentValues(asked),
          names: 'object',
        });
      }
    }
  }
  return found;
}

/** Nothing that changes, ends a session, or opens for whoever holds the address. */
function isPlain(link: URL): boolean {
  const words = `${link.pathname}${link.search}`.replace(/[/_.?&=+-]+/g, ' ');
  return (
    !dangerWords.test(words) &&
    !createWords.test(words) &&
    !changingPath.test(link.pathname + link.search) &&
    !isGuardedLink(link) &&
    !sessionNames.test(link.pathname) &&
    !carriesCredential(link.href) &&
    !isSigned(link.href) &&
    !hasKeyInPath(link.href)
  );
}

const putAt = (address: string, from: string, to: string): string => {
  const url = new URL(address);
  const segments = url.pathname.split('/');
  const at = segments.findLastIndex((one) => one === from || one === encodeURIComponent(from));
  if (at >= 0) segments[at] = encodeURIComponent(to);
  url.pathname = segments.join('/');
  return url.href;
};

/** `/pieces/912/telecharger` as `/pieces/{id}/telecharger`; ids above the last one by the word before them. */
function namedIn(path: string): string {
  const segments = path.split('/');
  const last = segments.findLastIndex(looksLikeId);
  return segments
    .map((one, at) => (at === last ? '{id}' : looksLikeId(one) ? `{${segments[at - 1] ?? ''}Id}` : one))
    .join('/');
}
