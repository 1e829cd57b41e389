import { GapError } from '../../../model/gap.ts';
import type { Alive } from '../../portal-evidence.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { EmitWrite, Parties } from './candidate.ts';
import type { MoveProof } from './prove-move.ts';
import { notPutBack, reproduce } from './reproduce-write.ts';

/** A record of the asker's own, the field that says below what it stands, and where that is changed. */
export interface ToldMove {
  readonly host: string;
  readonly url: string;
  readonly template: string;
  readonly name: string;
  readonly read: PlainRequest;
  /** The asker meets the owner's record anyway. */
  readonly shared: boolean;
}

/** Emits what a move proved. Throws GapError where the record is not back at its place. */
export function tellMove(
  setting: Setting,
  { owner, asker }: Parties,
  emit: EmitWrite,
  { sample, ...result }: MoveProof,
  alive: readonly Alive[],
  { host, url, template, name, read, shared }: ToldMove,
): void {
  emit(
    {
      ...result,
      owner,
      asker,
      host,
      template: `${template} (moved by ${name})`,
      object: 'moved',
      field: name,
      control: true,
      askerControl: true,
      ...(shared ? { shared: true } : {}),
      reproduce: reproduce(setting, read, url, result.method, sample, asker),
    },
    alive,
  );
  if (result.restored === false) throw new GapError(notPutBack(template));
}
