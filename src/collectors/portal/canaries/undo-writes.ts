import type { IdentityName } from '../../../model/identity.ts';
import { type Journal, outstanding } from '../../../world/journal.ts';
import type { World } from '../../../world/world.ts';
import { hostOfUrl } from '../entry.ts';
import type { Session } from '../session.ts';
import { createReplayer, type PlainRequest } from '../tenancy/replay.ts';

export interface UndoReport {
  readonly undone: readonly string[];
  readonly remaining: readonly { readonly what: string; readonly why: string }[];
}

/**
 * Takes back what the journal says still stands, newest first, as the identity that wrote it: created objects are
 * deleted and looked for again. What cannot be taken back stays in the journal and in the report.
 */
export async function undoWrites(
  journal: Journal,
  sessions: ReadonlyMap<IdentityName, Session>,
  world: World,
  signal: AbortSignal,
): Promise<UndoReport> {
  const replayer = createReplayer(world, [...sessions.values()], signal);
  const undone: string[] = [];
  const remaining: { what: string; why: string }[] = [];
  for (const entry of [...outstanding(await journal.entries())].reverse()) {
    const done = entry.settled.find((one) => one.state === 'done');
    const created = done?.state === 'done' ? done.created : undefined;
    const target = entry.undo ?? (created ? { method: 'DELETE', url: created } : undefined);
    const session = sessions.get(entry.identity as IdentityName);
    const like = session?.recorder.exchanges.findLast((one) => hostOfUrl(one.url) === hostOfUrl(entry.url));
    const keep = (why: string) =>
      remaining.push({ what: `${entry.method} ${entry.url} (${entry.what}, ${entry.at})`, why });
    if (!done && !entry.undo)
      keep('it was planned, and the run ended before an answer: look whether the object exists');
    else if (!target) keep('the portal did not say where the new object lives');
    else if (!session || !like) keep(`${entry.identity} is not signed in`);
    else {
      const request: PlainRequest = {
        method: target.method,
        url: target.url,
        like,
        permit: 'write',
        ...(entry.undo?.body !== undefined ? { body: entry.undo.body } : {}),
      };
      const answer = await replayer.send(request, session);
      const status = answer.ok ? answer.response.status : 0;
      if ((status >= 200 && status < 300) || status === 404 || status === 410) {
        await journal.settle(entry.id, {
          state: 'undone',
          detail: `${target.method} ${target.url} answered ${status}`,
        });
        undone.push(`${entry.what}: ${target.url}`);
      } else {
        await journal.settle(entry.id, { state: 'cannot-undo', detail: `${target.method} answered ${status}` });
        keep(`${target.method} ${target.url} answered ${answer.ok ? `HTTP ${status}` : answer.detail}`);
      }
    }
  }
  return { undone, remaining };
}
