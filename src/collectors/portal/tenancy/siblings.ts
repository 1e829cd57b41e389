import type { IdentityName } from '../../../model/identity.ts';
import { hostOfUrl } from '../entry.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import type { CrossCandidate } from './cross-candidates.ts';
import type { PlainRequest } from './replay.ts';
import type { Setting } from './setting.ts';
import type { RawView } from './view.ts';

const siblingLimit = 60;

interface Sibling {
  readonly method: string;
  readonly url: string;
  readonly template: string;
  readonly extra?: PlainRequest['extra'];
  /** Counts where the answer is no page. */
  readonly asData?: true;
}

/**
 * The same record by other ways in: another version, another format, HEAD. A guard is often put on the way that the page uses.
 * Only ways by which the owner itself gets the record are asked as somebody else. Guessed addresses need the permit `guess`.
 */
export async function siblingCandidates(
  setting: Setting,
  candidates: readonly CrossCandidate[],
  owner: IdentityName,
): Promise<CrossCandidate[]> {
  const { world } = setting.context;
  const seen = new Set(setting.map.operations.map((one) => `${one.host}${one.template}`));
  const tried = new Set<string>();
  const found: CrossCandidate[] = [];
  for (const candidate of candidates) {
    const { operation, ownerRequest, slot } = candidate;
    if (candidate.names !== 'object' || candidate.origin !== 'observed' || !['path', 'query'].includes(slot.place))
      continue;
    if (tried.has(operation.template) || tried.size >= siblingLimit) continue;
    tried.add(operation.template);
    if (operation.answers === 'file' || operation.method === 'GET')
      if (/filename|attachment/i.test(ownerRequest.like.responseHeaders['content-disposition'] ?? ''))
        found.push({
          ...candidate,
          operation: { ...operation, method: 'HEAD' },
          askerRequest: { ...candidate.askerRequest, method: 'HEAD' },
        });
    if (ownerRequest.method !== 'GET' || world.scope.refuses('guess', hostOfUrl(ownerRequest.url)) !== undefined)
      continue;
    // Below the asker's own parent as well: each way may check another one of the two.
    const below = candidates.find(
      (one) => one.operation === operation && one.slot.value === slot.value && one.slot.name.endsWith('(own parent)'),
    );
    const waysBelow = below ? waysIn(setting, { ...candidate, ownerRequest: below.askerRequest }) : [];
    for (const sibling of waysIn(setting, candidate)) {
      if (seen.has(`${operation.host}${sibling.template}`)) continue;
      const extra = sibling.extra ? { extra: sibling.extra } : {};
      const request: PlainRequest = { ...ownerRequest, url: sibling.url, permit: 'guess', ...extra };
      const view = await setting.ask(request, owner);
      if (view.outcome !== 'data' || !tellsTheSame(candidate, view, (value) => setting.frames(owner, value))) continue;
      if (sibling.asData && view.content.kind !== 'json') continue;
      // The same page, whatever its address ends in.
      if (view.content.kind === 'html' && /\}(\/[\w-]+)?\.(json|csv|pdf)$/i.test(sibling.template)) continue;
      found.push({
        ...candidate,
        operation: { ...operation, template: sibling.template },
        ownerRequest: request,
        askerRequest: request,
      });
      const url = waysBelow.find((one) => one.template === sibling.template)?.url;
      if (below && url !== undefined)
        found.push({
          ...below,
          operation: { ...operation, template: sibling.template },
          ownerRequest: request,
          askerRequest: { ...below.askerRequest, url, permit: 'guess', ...extra },
        });
    }
  }
  return found;
}

function waysIn(setting: Setting, candidate: CrossCandidate): readonly Sibling[] {
  const { ownerRequest, operation } = candidate;
  return [
    ...siblingsOf(ownerRequest, operation.template),
    ...nextSiblings(setting, candidate),
    ...dataSibling(candidate),
  ];
}

/** A page's address asked for as a script would: many frameworks answer with the record, by another way through the code. */
function dataSibling({ operation, ownerRequest }: CrossCandidate): Sibling[] {
  if (operation.answers !== 'page') return [];
  const extra = [
    ['accept', 'application/json'],
    ['x-requested-with', 'XMLHttpRequest'],
  ] as const;
  return [{ method: 'GET', url: ownerRequest.url, template: `${operation.template} (as data)`, extra, asData: true }];
}

/** What Next's own client asks for in place of a page: its data, or its server components. */
function nextSiblings({ exchanges }: Setting, { operation, ownerRequest }: CrossCandidate): Sibling[] {
  if (operation.answers !== 'page' || operation.template.startsWith('/_next/')) return [];
  const url = new URL(ownerRequest.url);
  const build = exchanges
    .filter((one) => new URL(one.url).host === url.host)
    .map((one) => /^(\/(?:[\w-]+\/)*_next\/data\/[\w-]+)\//.exec(new URL(one.url).pathname)?.[1])
    .find((one) => one !== undefined);
  const data = build && new URL(`${build}${url.pathname.replace(/\/$/, '')}.json${url.search}`, url).href;
  const component = exchanges.some((one) => one.requestHeaders.rsc === '1' && new URL(one.url).host === url.host);
  const list: Sibling[] = data
    ? [{ method: 'GET', url: data, template: `/_next/data/{build}${operation.template}.json` }]
    : [];
  if (component && ownerRequest.like.requestHeaders.rsc === undefined)
    list.push({
      method: 'GET',
      url: url.href,
      template: `${operation.template} (server component)`,
      extra: [['rsc', '1']],
    });
  return list;
}

/** Two telling values of either stand in the other: it is the record, not a page for everything. A page puts words around them. */
function tellsTheSame(
  { ownerRequest, sent }: CrossCandidate,
  { content: other }: RawView,
  isFrame: (value: string) => boolean,
): boolean {
  const content = exchangeContent(ownerRequest.like);
  const shared = (leaves: readonly Leaf[], text: string) =>
    [...new Set(leaves.filter(isAtomLike).map((leaf) => leaf.value))].filter(
      (value) => !sent.includes(value) && !isFrame(value) && text.includes(value),
    ).length;
  return (
    shared(content.leaves, other.text) >= 2 || (content.kind === 'html' && shared(other.leaves, content.text) >= 2)
  );
}

/** `/v2/` ↔ `/v1/`, with and without `.json`, other formats of the same address. */
function siblingsOf(request: PlainRequest, template: string): Sibling[] {
  const url = new URL(request.url);
  const with_ = (path: string, named: string): Sibling => {
    const other = new URL(url);
    other.pathname = path;
    return { method: 'GET', url: other.href, template: named };
  };
  const list: Sibling[] = [];
  const version = /\/v(\d+)(?=\/)/.exec(url.pathname);
  if (version)
    for (const number of [Number(version[1]) - 1, Number(version[1]) + 1])
      if (number >= 1)
        list.push(with_(url.pathname.replace(version[0], `/v${number}`), template.replace(version[0], `/v${number}`)));
  const extension = /\.(json|html|csv|pdf|xml)$/.exec(url.pathname)?.[0];
  if (extension) list.push(with_(url.pathname.slice(0, -extension.length), template.slice(0, -extension.length)));
  else if (template.endsWith('}'))
    for (const format of ['.json', '.csv', '.pdf'])
      list.push(with_(`${url.pathname}${format}`, `${template}${format}`));
  // A part of a record, by the same: `/w/{id}/activity.json`.
  else if (/\}\/[a-z][\w-]*$/i.test(template))
    for (const format of ['.json', '.csv']) list.push(with_(`${url.pathname}${format}`, `${template}${format}`));
  return list;
}
