import { nobodySignedIn } from '../not-signed-in.ts';
import { gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { Slot } from '../../portal-evidence.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { looksLikeId, plainKey, plainPath } from '../crawl/page-key.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { sessionsSlot } from '../session.ts';
import { dangerWords } from '../words.ts';
import { mapOperations, type Operation } from './operation-map.ts';
import { unsentDocuments } from './unsent-documents.ts';

/** Writes down what the recordings say: the operation map, and what was not reached. */
export const operationsCollector = defineCollector({
  id: 'operations',
  produces: ['portal.operation', 'portal.coverage'],
  permit: 'sign-in',
  uses: ['crawl'],
  after: ['canaries'],
  timeoutMs: 30_000,
  subjects: (target) =>
    entryUrl(target, 'a')
      ? [target.name]
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    const sessions = context.live.get(sessionsSlot);
    if (!sessions || sessions.size === 0) {
      const found = nobodySignedIn(context);
      context.gap('portal.operation', context.target.name, found);
      context.gap('portal.coverage', context.target.name, found);
      return;
    }
    const map = mapOperations([...sessions.values()].flatMap((session) => session.recorder.exchanges));
    for (const [subject, shape] of shapesOf(map.operations)) context.emit('portal.operation', subject, shape);
    const crawls = [...(context.live.get(crawlsSlot)?.values() ?? [])];
    const unsent = unsentDocuments(
      crawls.flatMap((one) => one.documents ?? []),
      map.operations,
    );
    for (const one of unsent) context.emit('portal.operation', `${one.method} ${one.template}`, one);
    context.emit('portal.coverage', context.target.name, coverage(context, map.operations, unsent));
  },
});

/** One entry for each operation; a GraphQL request with several root fields is one of each of them. */
function shapesOf(operations: readonly Operation[]) {
  const shapes = new Map<string, ReturnType<typeof shapeOf>>();
  for (const operation of operations)
    for (const template of operation.fields.length > 0 ? operation.fields : [operation.template]) {
      const subject = `${operation.method} ${template}`;
      const shape = { ...shapeOf(operation), template };
      const known = shapes.get(subject);
      if (known?.host !== shape.host) shapes.set(known ? `${subject} at ${shape.host}` : subject, shape);
      else shapes.set(subject, { ...known, seenBy: [...new Set([...known.seenBy, ...shape.seenBy])].sort() });
    }
  return shapes;
}

/** Keys can be customers' values too: maps by e-mail address or id. */
function plainName(name: string): string {
  return name
    .split('.')
    .map((part) => (part.includes('@') || part.length > 40 || looksLikeId(part) ? '*' : part))
    .join('.');
}

function shapeOf(operation: Operation) {
  const slots = new Map<string, Slot>();
  for (const list of operation.by.values())
    for (const { slots: found } of list)
      for (const { place, name } of found) {
        const plain = plainName(name);
        slots.set(`${place} ${plain}`, { place, name: plain });
      }
  const destructive = operation.method === 'DELETE' || dangerWords.test(operation.template.replace(/[/_-]+/g, ' '));
  return {
    host: operation.host,
    method: operation.method,
    template: operation.template,
    reads: operation.reads,
    effect: operation.reads ? ('safe' as const) : destructive ? ('destructive' as const) : ('reversible' as const),
    seenBy: [...operation.by.keys()].sort(),
    slots: [...slots.values()].slice(0, 40),
    answers: operation.answers,
  };
}

const sourceWords = {
  openapi: 'an OpenAPI description',
  bundle: "the portal's own scripts",
  har: 'a recording',
  sitemap: 'the sitemap',
} as const;

function coverage(
  context: CollectContext,
  operations: readonly Operation[],
  unsent: ReturnType<typeof unsentDocuments>,
) {
  const crawls = context.live.get(crawlsSlot) ?? new Map();
  const sessions = context.live.get(sessionsSlot) ?? new Map();
  const routes = new Map<string, Set<IdentityName>>();
  const notReached: { what: string; why: string; closeBy: string; minutes: number }[] = [];
  const left = new Set<string>();
  const guarded = new Set<string>();
  const named = new Map<string, { readonly source: keyof typeof sourceWords; readonly asked: boolean }>();
  const sends = new Map<string, { readonly method: string; readonly url: string }>();
  for (const [identity, result] of crawls) {
    for (const url of result.visited) {
      const path = plainPath(new URL(url).pathname);
      routes.set(path, (routes.get(path) ?? new Set()).add(identity));
    }
    for (const key of result.left) left.add(plainKey(key));
    for (const text of result.guarded) guarded.add(text);
    for (const one of result.named) {
      if (one.maybe) continue;
      const place = URL.canParse(one.template) ? new URL(one.template).pathname : one.template;
      const key = `${one.method} ${plainPath(decodeURI(place))}`;
      named.set(key, { source: one.source, asked: one.asked || (named.get(key)?.asked ?? false) });
    }
    for (const one of result.forms) sends.set(`${one.method} ${plainPath(new URL(one.url).pathname)}`, one);
  }
  const seen = new Set(operations.map((one) => `${one.method} ${plainPath(one.template)}`));
  for (const one of unsent.slice(0, 40))
    notReached.push({
      what: `${one.method} ${one.template}`,
      why: one.reads
        ? "in the portal's own scripts; no page was seen to send it, and no answer gave what to ask for"
        : "in the portal's own scripts; no page was seen to send it",
      closeBy: 'List a page that uses it under routes in the config, or try it by hand with a test account.',
      minutes: 3,
    });
  for (const [what, { source, asked }] of [...named].filter(([key]) => !seen.has(key)).slice(0, 60))
    if (!asked)
      notReached.push({
        what,
        why: what.startsWith('GET ')
          ? `named by ${sourceWords[source]}, and no page or answer gave what to ask for`
          : `named by ${sourceWords[source]}; it sends something, and no page was seen to use it`,
        closeBy:
          'List a page that uses it under routes, or record the journey and list the file under har in the config.',
        minutes: 3,
      });
  for (const key of [...left].slice(0, 60))
    notReached.push({
      what: key,
      why: 'linked, not visited within the crawl limits',
      closeBy: 'List the path under routes in the config.',
      minutes: 1,
    });
  for (const text of [...guarded].slice(0, 30))
    notReached.push({
      what: `controls with ${text.slice(0, 80)}`,
      why: 'its words warn of an effect, so it was not pressed',
      closeBy: 'Try it by hand with a test account.',
      minutes: 2,
    });
  const held = [...[...sessions.values()].flatMap((session) => session.recorder.held), ...sends.values()].map(
    (one) => ({ method: one.method, template: plainPath(new URL(one.url).pathname) }),
  );
  const hosts = [...sessions.values()]
    .flatMap((session) => [...session.recorder.foreignHosts])
    .concat([...crawls.values()].flatMap((result) => [...result.foundHosts]));
  const objects = new Set(
    operations.flatMap((operation) =>
      [...operation.by.values()].flatMap((list) =>
        list.flatMap(({ slots }) => slots.filter((slot) => slot.place === 'path').map((slot) => slot.value)),
      ),
    ),
  );
  return {
    routes: [...routes]
      .map(([path, by]) => ({ path, by: [...by].sort() }))
      .sort((one, other) => (one.path < other.path ? -1 : 1)),
    notReached,
    held: [...new Map(held.map((one) => [`${one.method} ${one.template}`, one])).values()],
    hostsFoundNotListed: [...new Set(hosts)].sort(),
    objects: objects.size,
  };
}
