import { spf } from 'mailauth/lib/spf/index.js';
import type { SpfLookUp, SpfRecordType } from '../../src/parse/spf/look-up.ts';

/** The result of the library mailauth for the same question over the same look-ups. */
export async function peerSpf(
  question: { readonly ip: string; readonly helo: string; readonly sender: string },
  lookUp: SpfLookUp,
  strict: boolean,
): Promise<string> {
  const resolver = async (name: string, type: string) => {
    const { status, records } = await lookUp(name.toLowerCase(), type as SpfRecordType);
    if (status === 'trouble') throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
    if (records.length === 0)
      throw Object.assign(new Error(status), { code: status === 'nxdomain' ? 'ENOTFOUND' : 'ENODATA' });
    if (type === 'TXT') return records.map((record) => [record]);
    if (type !== 'MX') return [...records];
    return records.map((record) => {
      const [, priority = '0', exchange = ''] = /^(\S+) (.*)$/.exec(record) ?? [];
      return { priority: Number(priority), exchange };
    });
  };
  const answer = await spf({ ...question, mta: 'mx.receiver.example', resolver, strict } as never);
  return answer.status.result;
}
