import type { HeaderList } from '../../../world/world.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { Exchange } from '../recorder.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import type { CrossWrite } from '../../write-evidence.ts';
import { GapError } from '../../../model/gap.ts';
import { benchAt } from './bench.ts';
import { type AskersOwn, proveRecord } from './prove-record.ts';
import { notPutBack, reproduce } from './reproduce-write.ts';
import type { WriteTarget } from './write-target.ts';

/** A record of the owner's that may be written to, and how. */
export interface WriteCandidate {
  readonly host: string;
  /** Of the operation that writes, where it is known beforehand. */
  readonly method: string;
  readonly template: string;
  /** A page was seen to make this change: where it cannot be shown to work, that is said. */
  readonly ofPage?: true;
  /** A state, a date or a number: what changing it brings along is less sure to come back, so it is tried last. */
  readonly unmarked?: true;
  /** One of several records of its kind: the next one is tried only where none before it could be shown. */
  readonly enough?: true;
  /** How the owner reads the record. */
  readonly read: PlainRequest;
  /** What names the record. */
  readonly reference: string;
  readonly targetOf: (view: RawView) => WriteTarget | undefined;
  /** The asker's own record of the same kind, for ways that need a token. */
  readonly askersOwn?: { readonly read: PlainRequest; readonly targetOf: (view: RawView) => WriteTarget | undefined };
  /** Where a way of writing sends to, if it is not where the owner reads. */
  readonly addressOf?: (way: string) => string | undefined;
  /** The body that a person would send by hand. */
  readonly sample: (field: string) => string | undefined;
  /** What the request says of the function that it calls. */
  readonly calls?: HeaderList;
}
export type Parties = { readonly owner: IdentityName; readonly asker: IdentityName };
export type EmitWrite = (record: Omit<CrossWrite, 'alive'>, alive: CrossWrite['alive']) => void;

/** Proves one candidate between two looks at who is asking. False where nothing could be shown. Throws GapError when a value did not come back. */
export async function proveCandidate(
  setting: Setting,
  candidate: WriteCandidate,
  { owner, asker }: Parties,
  emit: EmitWrite,
): Promise<boolean> {
  const { read, template, askersOwn } = candidate;
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  const look = { method: read.method, url: read.url, ...bodyOf(read) };
  const subject = { url: read.url, owner, asker, what: `a record of ${owner} (${template})`, look };
  const { result, alive } = await betweenProbes(
    probes,
    () => proveRecord(subject, benchAt(setting, read, owner), candidate.targetOf, askersOwn && ownOf(askersOwn)),
    setting.renew,
  );
  if (!result) return false;
  const hit = result.trials.find((trial) => trial.changed === true);
  const verb = /^(GET|POST|PUT|PATCH|DELETE)\b/.exec(hit?.way ?? '')?.[0];
  const method = hit && /^(PATCH|PUT|POST)$/.test(candidate.method) ? (verb ?? candidate.method) : candidate.method;
  const kind = setting.map.operations.find((one) => one.template === template && one.host === candidate.host);
  const shared = hit !== undefined && (await metAnyway(setting, candidate.reference, owner, asker, kind));
  const wire = method === 'mutation' ? 'POST' : method;
  emit(
    {
      ...result,
      owner,
      asker,
      host: candidate.host,
      method,
      template,
      object: 'record',
      ...(shared ? { shared } : {}),
      reproduce: reproduce(
        setting,
        read,
        candidate.addressOf?.(hit?.way ?? '') ?? read.url,
        wire,
        candidate.sample(result.field),
        asker,
        candidate.calls,
      ),
    },
    alive,
  );
  if (result.restored === false) throw new GapError(notPutBack(template));
  return true;

  function ownOf(own: NonNullable<WriteCandidate['askersOwn']>): AskersOwn {
    return {
      subject: { url: own.read.url, owner: asker, asker, what: `a record of ${asker} (${template})` },
      bench: benchAt(setting, own.read, asker),
      targetOf: own.targetOf,
    };
  }
}

function bodyOf({ body, like }: PlainRequest) {
  return body === undefined ? {} : { body, contentType: like.requestHeaders['content-type'] ?? 'application/json' };
}

/** A recorded page or answer without its parameters' noise, as a request. */
export const readOf = (like: Exchange, url = like.url): PlainRequest => ({ method: 'GET', url, like });
