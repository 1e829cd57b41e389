import type { ForgedWrite } from '../../forgery-evidence.ts';
import type { Looking } from '../actions/find-record.ts';
import { stageAction } from '../actions/try-actions.ts';
import type { PlantedRecord } from '../canaries/planted-slot.ts';
import { senderOf } from '../colleague/send-offer.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { forgeActs, type StagedAct } from './forged-acts.ts';
import type { Forging } from './forge-all.ts';
import { type FormWay, getWays, postWays, tokenNames } from './form-bodies.ts';

/**
 * Buttons that end or decide something (close, archive, approve): what they send is sent as a page elsewhere can have it sent. By its
 * address alone, which is taken where the server does not look at the method, and as a form without its token where the session goes
 * along with one.
 */
export async function forgePressed(forging: Forging): Promise<readonly ForgedWrite[]> {
  const { setting, session, attachment } = forging;
  if (attachment.attached !== 'always' && attachment.attached !== 'navigation') return [];
  const acting = setting.context.live.get(crawlsSlot)?.get(session.identity)?.acting ?? [];
  if (acting.length === 0) return [];
  return await forgeActs({ stage, reproduce }, forging);
}

const reproduce = (label: string, path: string) =>
  `Open the portal, sign in and make a record that may be spoilt; then, in the same browser, lead to the address of its button “${label}” (${path}) from a file of your own, by a link and by a form without a token, and look at the record again.`;

async function stage(
  by: Looking,
  kind: PlantedRecord,
  label: string,
  { setting, session, attachment }: Forging,
): Promise<StagedAct | undefined> {
  const staged = await stageAction(setting, by, kind, { label }, session.identity);
  const owner = session.identity;
  const sender = staged && senderOf(setting, staged.sent, staged.found.place.page, staged.source, owner);
  if (!staged || !sender) return undefined;
  const { record, found, sent } = staged;
  const { method, url, contentType } = sent;
  const write = { method, url, body: sent.bodyWith('') ?? '', contentType };
  const byAddress: FormWay = getWays(write)[0] ?? {
    way: 'by an address',
    method: 'GET',
    url,
    token: tokenNames(write).length > 0 ? 'left out' : 'none',
  };
  const ways = [
    ...(method === 'POST' ? [byAddress] : []),
    ...(attachment.attached === 'always' ? postWays(write, {}).slice(0, 1) : []),
  ];
  return { record, found, method, url, own: () => sender.send(owner, ''), ways };
}
