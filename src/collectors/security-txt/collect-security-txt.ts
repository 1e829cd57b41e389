import { GapError, gap } from '../../model/gap.ts';
import { splitHost } from '../../parse/host-name.ts';
import { isHtml, mediaType } from '../../parse/header-list.ts';
import { readSecurityTxt } from '../../parse/security-txt.ts';
import { defineCollector } from '../collector.ts';
import { follow } from '../look/follow.ts';
import { hostOfSubject, hostSubjects, originOf } from '../look/host-subjects.ts';
import type { SecurityTxtLook } from '../public-evidence.ts';

const maxBodyBytes = 64 * 1024;
const places = ['/.well-known/security.txt', '/security.txt'];

/** The security.txt of each host, at its place and at the old one, redirects followed over listed hosts. */
export const securityTxtCollector = defineCollector({
  id: 'security-txt',
  produces: ['net.security-txt'],
  permit: 'look',
  timeoutMs: 60_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, { world, signal, emit, target }) {
    const { host } = splitHost(subject);
    const origin = originOf(subject, target);
    let first: SecurityTxtLook | undefined;
    for (const [index, place] of places.entries()) {
      const url = origin + place;
      const { chain, answers } = await follow(url, { world, signal, maxBodyBytes });
      const last = answers.at(-1);
      const base = {
        host,
        url,
        chain,
        status: last?.response.status ?? 0,
        contentType: mediaType(last?.response.headers ?? []),
      };
      if (chain.end === 'unlisted') first ??= { ...base, state: 'moved' };
      else if (!last || chain.end !== 'answer') {
        if (index > 0) break;
        const detail = `${url} gave no answer of the portal's.`;
        throw new GapError(chain.gap ?? gap('inconclusive', detail, `Bring ${host} up, then run again.`));
      } else {
        // An error says nothing about what is published; a refusal keeps it from finders as well.
        if (last.response.status >= 500) throw new GapError(errorGap(url, last.response.status));
        // Many servers call a text without a known ending text/html: only markup makes it a page.
        const page = isHtml(base.contentType) && /<(?:!doctype|html|head|body|div|p|script)\b/i.test(last.text);
        const file = last.response.status === 200 && !page ? readSecurityTxt(last.text) : null;
        if (file) {
          emit('net.security-txt', subject, {
            ...base,
            state: 'file',
            file,
            ...(index > 0 ? { legacyOnly: true } : {}),
          });
          return;
        }
        first ??= { ...base, state: last.response.status === 200 ? 'other-page' : 'absent' };
      }
    }
    if (first) emit('net.security-txt', subject, first);
  },
});

function errorGap(url: string, status: number) {
  return gap('inconclusive', `${url} answers ${status}.`, 'Repair what answers there, then run again.', 15);
}
