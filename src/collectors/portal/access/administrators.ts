import { GapError, gap } from '../../../model/gap.ts';
import { sharedName } from '../../../parse/shared-name.ts';
import type { Administrators } from '../../access-evidence.ts';
import { defineCollector } from '../../collector.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { mapOperations } from '../operations/operation-map.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { type UserRow, userOf, userRows } from './user-rows.ts';

const privileged = ['admin', 'staff'] as const;
const rolePath =
  /(^|[._])(roles?|user_?type|type|kind|level|groups?|permissions?|scope|access|(is_?)?(admin|staff|super_?user|owner))(\.(name|slug|key))?$/i;
const tenantPath =
  /(^|\.)(org|organi[sz]ation|tenant|company|customer|workspace|account)(_?(id|name|slug))?(\.(id|name|slug))?$|^orgId$/i;
const adminWords =
  /(^|[^\p{L}])(super[ _-]?)?(admin(istrator|s)?|owner|root|super[ _-]?user|staff|verwalter|inhaber|administrateur|propriétaire|administrador|propietario|proprietário|amministratore|proprietario|beheerder|eigenaar|administratorka|właściciel)([^\p{L}]|$)|管理员|管理者|所有者|オーナー|管理員|擁有者/iu;
const goneWords = /inactive|disabled|suspended|deactivated|archived|invited|pending|deleted|locked|blocked/i;

/** auth.shared-admin: lists of users that the admin's own pages showed, read for who administers. Sends nothing. */
export const administratorsCollector = defineCollector({
  id: 'administrators',
  produces: ['access.administrators'],
  permit: 'sign-in',
  uses: ['crawl'],
  after: ['operations'],
  sendsNothing: true,
  timeoutMs: 60_000,
  subjects: (target, world) => {
    const closeBy = 'Set LR_ADMIN_USER and LR_ADMIN_PASSWORD, or attest it: attestations, check auth.shared-admin.';
    if (entryUrl(target, 'admin') && privileged.some((name) => world.credentials(name))) return ['administrators'];
    return gap('not-configured', 'No admin account was given, so no list of administrators was seen.', closeBy, 5);
  },
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'admin') ?? ''),
  async collect(_subject, context) {
    const sessions = context.live.get(sessionsSlot);
    let found = 0;
    for (const name of privileged) {
      const session = sessions?.get(name);
      if (!session) continue;
      for (const list of listsOf(session)) {
        context.emit('access.administrators', list.operation, list);
        found += 1;
      }
    }
    if (found > 0) return;
    const what =
      sessions?.has('admin') || sessions?.has('staff') ? 'showed no list of users with roles' : 'was not signed in';
    throw new GapError(
      gap(
        'nothing-to-compare',
        `The admin account ${what}, so who administers was not seen.`,
        'State it in the config: attestations, check auth.shared-admin, with name, role and date.',
        10,
      ),
    );
  },
});

function listsOf(session: Session): readonly Administrators[] {
  const own = session.credentials?.user.toLowerCase() ?? '';
  return mapOperations(session.recorder.exchanges).operations.flatMap((one) => {
    const seen = (one.by.get(session.identity) ?? [])
      .map(({ exchange }) => exchange)
      .filter(({ status }) => status < 300);
    const contents = seen.map((exchange) => ({ exchange, content: exchangeContent(exchange) }));
    const rows = new Map<string, UserRow>();
    for (const { exchange, content } of contents)
      for (const row of userRows(content, exchange.body.toString('utf8'))) {
        const user = userOf(row)?.toLowerCase();
        if (user !== undefined && !rows.has(user)) rows.set(user, row);
      }
    if (rows.size < 2) return [];
    const ours = rows.has(own) ? own : namedIn(rows, own);
    const rule = ruleFor(ours === undefined ? undefined : rows.get(ours), [...rows.values()]);
    if (!rule) return [];
    const others = [...rows].filter(([user, row]) => user !== ours && rule.administers(row) && !isGone(row));
    const shared = others.flatMap(([user, row]) => {
      const kind = sharedName(user, shownName(row));
      return kind ? [{ name: user.includes('@') ? `${user.split('@')[0]}@…` : user, kind }] : [];
    });
    return [
      {
        identity: session.identity,
        operation: `${one.method} ${one.template}`,
        people: rows.size,
        administrators: others.length,
        toldBy: rule.toldBy,
        ownLeftOut: ours !== undefined,
        whole: isWhole(
          contents.map(({ content }) => content.json),
          rows.size,
        ),
        shared,
      },
    ];
  });
}

/** Our row where its address is not what signs in: the one that has our user name where each row has a name of its own. */
function namedIn(rows: ReadonlyMap<string, UserRow>, own: string): string | undefined {
  const all = [...rows.values()].map(
    (row) => new Map(Object.entries(row).map(([at, value]) => [at, value.toLowerCase()])),
  );
  const places = [...new Set(all.flatMap((row) => [...row.keys()]))].filter(
    (at) => !rolePath.test(at) && new Set(all.map((row) => row.get(at))).size === all.length,
  );
  const rowsWhere = (says: (value: string) => boolean) =>
    [...rows.keys()].filter((_user, at) => places.some((place) => says(all[at]?.get(place) ?? '')));
  const exact = rowsWhere((value) => value === own);
  // Beside the name its cell may offer what can be done with the row.
  const found = exact.length > 0 ? exact : rowsWhere((value) => value.split(/[\s|·,;()]+/).includes(own));
  return found.length === 1 ? found[0] : undefined;
}

/** Whoever has the role of the declared administrator, in the same organisation; without its row, whoever is called so. */
function ruleFor(own: UserRow | undefined, rows: readonly UserRow[]) {
  const rolesIn = (row: UserRow) =>
    Object.entries(row).filter(
      ([path, value]) =>
        value !== 'false' &&
        value !== '' &&
        (rolePath.test(path) || (path.startsWith('cell') && value.length <= 30 && adminWords.test(value))),
    );
  if (own) {
    const roles = rolesIn(own);
    const tenant = Object.entries(own).filter(([path]) => tenantPath.test(path));
    if (roles.length === 0) return undefined;
    const same = [...roles, ...tenant];
    return {
      toldBy: `${roles
        .map(([path, value]) => `${path} ${value}`)
        .join(', ')
        .slice(0, 100)}, as the declared admin has it`,
      administers: (row: UserRow) => same.every(([path, value]) => row[path] === value),
    };
  }
  // Administrators of customers are their own affair: without our row nobody says whose list this is.
  if (rows.some((row) => Object.keys(row).some((path) => tenantPath.test(path)))) return undefined;
  const says = (row: UserRow) =>
    rolesIn(row).some(([path, value]) => (value === 'true' ? /admin|owner|super/i.test(path) : adminWords.test(value)));
  return rows.some(says) ? { toldBy: 'a role that is called administrator or owner', administers: says } : undefined;
}

function shownName(row: UserRow): string {
  const of = (sign: RegExp) => Object.entries(row).find(([path]) => sign.test(path))?.[1];
  const parts = [of(/(^|\.)(first|given)_?name$/i), of(/(^|\.)(last|family|sur)_?name$/i)].filter(Boolean).join(' ');
  return of(/^(full_?|display_?|real_?)?name$/i) ?? (parts !== '' ? parts : (row['cell 1'] ?? ''));
}

function isGone(row: UserRow): boolean {
  return Object.entries(row).some(
    ([path, value]) =>
      (/(locked|disabled|suspended|deactivated|archived|deleted|blocked)$/i.test(path) && value === 'true') ||
      (/(^|\.)(is_?)?(active|enabled)$/i.test(path) && value === 'false') ||
      (/(^|\.)(status|state)$/i.test(path) && goneWords.test(value)),
  );
}

/** No answer speaks of more people or pages than were seen. */
function isWhole(answers: readonly unknown[], seen: number): boolean {
  return answers.every((json) => {
    if (json === null || typeof json !== 'object' || Array.isArray(json)) return seen < 20 || Array.isArray(json);
    const text = JSON.stringify(json);
    const total = /"(total|total_?count|count)"\s*:\s*(\d+)/i.exec(text)?.[2];
    if (total !== undefined) return Number(total) <= seen;
    return !/"(next|next_?page|next_?cursor|has_?(more|next_?page))"\s*:\s*(true|"|\d|\{)/i.test(text);
  });
}
