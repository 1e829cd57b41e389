import { hashPassword, stableId } from './identifiers.ts';
import { sharedWording, type TenantSeed } from './seed/tenant-seed.ts';
import type { Activity, PortalState, User } from './state.ts';

const dayMs = 86_400_000;

/** A date so many days before `now`, as `2025-03-14`. */
export const dayBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10);

const instantBefore = (now: Date, days: number): string => new Date(now.getTime() - days * dayMs).toISOString();

function diaryOf(seed: TenantSeed, orgId: string, nameOf: (key: string) => string, now: Date): Activity[] {
  return seed.projects.flatMap((project, index) => {
    const opened = 90 - index * 7;
    const lines = [
      `${nameOf(project.owner)} opened “${project.name}” (${project.site})`,
      ...project.documents.map(
        (document) => `${nameOf(project.owner)} filed “${document.title}” under ${project.code}`,
      ),
    ];
    return lines.map((text, step) => ({
      id: stableId('activity', project.code, String(step)),
      orgId,
      // Customer by customer the entries fall on different minutes, as they would in life.
      at: new Date(now.getTime() - (opened - step * 2) * dayMs - text.length * 60_000).toISOString(),
      text,
    }));
  });
}

/** Turns the seeds into records. `passwords` is by user key; a user without one cannot sign in. */
export function buildState(
  seeds: readonly TenantSeed[],
  passwords: Readonly<Record<string, string>>,
  now: Date,
): PortalState {
  const orgId = (seed: TenantSeed) => stableId('organisation', seed.key);
  const userId = (key: string) => stableId('user', key);
  const users: User[] = seeds.flatMap((seed) =>
    seed.users.map((user) => ({
      ...user,
      id: userId(user.key),
      orgId: orgId(seed),
      passwordHash: passwords[user.key] === undefined ? '' : hashPassword(passwords[user.key] ?? ''),
      locked: false,
    })),
  );
  const nameOf = (key: string) => users.find((user) => user.key === key)?.name ?? 'Customer desk';
  return {
    users,
    ticketChanges: new Map(),
    newNotes: [],
    organisations: seeds.map((seed) => ({ id: orgId(seed), key: seed.key, ...seed.organisation })),
    projects: seeds.flatMap((seed) =>
      seed.projects.map(({ documents: _documents, owner, ...project }, index) => ({
        ...project,
        id: stableId('project', project.code),
        orgId: orgId(seed),
        ownerId: userId(owner),
        updatedAt: instantBefore(now, 3 + index * 4),
        sharedWith: [],
      })),
    ),
    documents: seeds.flatMap((seed) =>
      seed.projects.flatMap((project) =>
        project.documents.map((document, index) => ({
          ...document,
          id: stableId('document', project.code, document.fileName),
          orgId: orgId(seed),
          projectId: stableId('project', project.code),
          updatedAt: instantBefore(now, 5 + index * 3),
          sharedWith: [],
        })),
      ),
    ),
    invoices: seeds.flatMap((seed) =>
      seed.invoices.map(({ issuedDaysAgo, ...invoice }) => ({
        ...invoice,
        id: stableId('invoice', String(invoice.number)),
        orgId: orgId(seed),
        issuedOn: dayBefore(now, issuedDaysAgo),
        dueOn: dayBefore(now, issuedDaysAgo - 30),
        terms: sharedWording.paymentTerms,
        total: Math.round(invoice.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice * 100, 0)) / 100,
      })),
    ),
    messages: seeds.flatMap((seed) =>
      seed.messages.map(({ sentDaysAgo, from, ...message }, index) => ({
        ...message,
        id: stableId('message', seed.key, String(index)),
        orgId: orgId(seed),
        from: nameOf(from),
        sentAt: instantBefore(now, sentDaysAgo),
        read: index > 1,
      })),
    ),
    contacts: seeds.flatMap((seed) =>
      seed.contacts.map((contact) => ({ ...contact, id: stableId('contact', contact.email), orgId: orgId(seed) })),
    ),
    activity: seeds.flatMap((seed) => diaryOf(seed, orgId(seed), nameOf, now)).sort((x, y) => x.at.localeCompare(y.at)),
  };
}
