import type { IdentityName } from '../../../model/identity.ts';
import { type Journal, type JournalEntry, outstanding } from '../../../world/journal.ts';
import type { World } from '../../../world/world.ts';
import { hostOfUrl } from '../entry.ts';
import { withoutPart } from '../operations/part-of-page.ts';
import type { Session } from '../session.ts';
import { createReplayer, type Replayer } from '../tenancy/replay.ts';
import { rawView } from '../tenancy/view.ts';
import { withoutCall } from '../operations/calling-headers.ts';
import { writeHeaders } from '../writes/guard-tokens.ts';
import { type UndoAsk, type UndoOutcome, undoEntry } from './undo-entry.ts';

export interface UndoReport {
  readonly undone: readonly string[];
  readonly remaining: readonly { readonly what: string; readonly why: string }[];
}

/**
 * Takes back what the journal says still stands, newest first, as the identity that wrote it or that owns the object:
 * created objects are deleted, changed values put back. What cannot be taken back stays in the journal and in the report.
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
    const outcome = await undoAs(entry, entry.undo?.as ?? entry.identity);
    if (outcome.done) {
      await journal.settle(entry.id, { state: 'undone', detail: outcome.detail });
      undone.push(`${entry.what}: ${outcome.detail}`);
      continue;
    }
    if (outcome.tried) await journal.settle(entry.id, { state: 'cannot-undo', detail: outcome.detail });
    remaining.push({ what: `${entry.method} ${entry.url} (${entry.what}, ${entry.at})`, why: outcome.detail });
  }
  return { undone, remaining };

  async function undoAs(entry: JournalEntry, who: string): Promise<UndoOutcome> {
    const ask = asking(sessions.get(who as IdentityName), entry.url, replayer);
    const outcome = ask
      ? await undoEntry(entry, ask)
      : ({ done: false, tried: false, detail: `${who} is not signed in` } as const);
    const other = entry.undo?.orAs;
    if (other === undefined || other === who || (outcome.done && outcome.absent !== true)) return outcome;
    // What one of them sees there, the other one seeing nothing does not take away.
    const second = await undoAs(entry, other);
    return outcome.done || !second.done || second.absent !== true ? second : outcome;
  }
}

function asking(session: Session | undefined, address: string, replayer: Replayer): UndoAsk | undefined {
  const known = session?.recorder.exchanges.some((one) => hostOfUrl(one.url) === hostOfUrl(address));
  return session && known ? askAs(session, address, replayer) : undefined;
}

/** Requests of this session, patterned on those that it sent to the same host. */
export function askAs(session: Session, address: string, replayer: Replayer): UndoAsk {
  const { exchanges } = session.recorder;
  const latest = exchanges.findLast((one) => hostOfUrl(one.url) === hostOfUrl(address)) ?? exchanges.at(-1);
  const like = latest && withoutPart(withoutCall(latest));
  return async ({ method, url, body, contentType, headers = [] }) => {
    if (!like) return { status: 0, text: '', detail: 'nothing was asked of this host before' };
    const extra = await writeHeaders(session, url, contentType ?? 'application/json');
    const answer = await replayer.send(
      {
        method,
        url,
        like,
        permit: 'write',
        ...(body !== undefined ? { body } : {}),
        extra: [
          ...extra.filter(([name]) => body !== undefined || name !== 'content-type'),
          // PostgREST refuses the question for one row where there is none; what is looked for may be gone.
          ...(/vnd\.pgrst\.object/.test(like.requestHeaders.accept ?? '')
            ? [['accept', 'application/json'] as const]
            : []),
          ...headers,
        ],
      },
      session,
    );
    if (!answer.ok) return { status: 0, text: '', detail: answer.detail };
    const { status, content, outcome, source, etag } = rawView(session.identity, answer, '');
    return {
      status,
      text: content.text,
      ...(content.json !== undefined ? { json: content.json } : {}),
      ...(source !== undefined ? { source } : {}),
      ...(etag !== undefined ? { etag } : {}),
      unreadable: outcome === 'sign-in' || outcome === 'error-body',
    };
  };
}
