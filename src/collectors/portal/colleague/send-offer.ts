import type { IdentityName } from '../../../model/identity.ts';
import { formsIn } from '../../../parse/html-forms.ts';
import { withoutCall } from '../operations/calling-headers.ts';
import { changeSlot } from '../operations/put-into.ts';
import { type Carrier, slotsOf } from '../operations/slots.ts';
import { policyFor } from '../policy.ts';
import type { Exchange } from '../recorder.ts';
import { isToken } from '../writes/form-target.ts';
import { writeHeaders } from '../writes/guard-tokens.ts';
import { ownTokens } from '../writes/page-candidates.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { SentOffer } from './sent-offer.ts';

/** The page's own request, sent by whoever it is with tokens of its own. */
export interface Sender {
  readonly send: (
    as: IdentityName,
    value: string,
  ) => Promise<{ readonly status: number; readonly outcome: string } | undefined>;
  readonly like: Exchange;
  /** Fields that each session gets anew, in the forms of this page. */
  readonly fresh?: { readonly url: string; readonly fields: readonly string[] };
}

/** undefined where the config excludes the operation, or nothing was recorded to send it like. */
export function senderOf(
  setting: Setting,
  sent: SentOffer,
  page: string,
  source: string,
  owner: IdentityName = 'a',
): Sender | undefined {
  const { config } = setting.context.target;
  const { pathname, host } = new URL(sent.url);
  const never = (config.writes?.never ?? []).map((op) => ({ op }));
  if (policyFor(never, sent.method, pathname)) return undefined;
  const like = likeOf(setting, owner, host, sent.contentType);
  if (!like) return undefined;
  const tokens = formsIn(source, page)
    .filter(({ action }) => new URL(action).pathname === pathname)
    .flatMap(({ fields }) => fields.filter(isToken).map(({ name }) => name));
  const names = [...new Set(tokens)].filter((name) => slotsOf(carrierOf(sent, '')).some((one) => one.name === name));
  const tokensOf = ownTokens(setting, like);
  return {
    like,
    ...(names.length > 0 ? { fresh: { url: page, fields: names } } : {}),
    async send(as, value) {
      const session = setting.session(as);
      const fresh = names.length > 0 ? await tokensOf(as, names) : new Map<string, string>();
      let body = sent.bodyWith(value);
      if (!session || !fresh || (body === undefined && !sent.bodiless)) return undefined;
      for (const [name, token] of fresh) {
        if (body === undefined) break;
        const carrier: Carrier = { ...carrierOf(sent, value), body };
        const slot = slotsOf(carrier).find((one) => one.place === 'body' && one.name === name);
        if (slot) body = changeSlot(carrier, slot, token).body ?? body;
      }
      const headers = await writeHeaders(session, sent.url, sent.contentType);
      const extra = [...headers.filter(([name]) => body !== undefined || name !== 'content-type'), ...sent.calls];
      const { method, url } = sent;
      const request = { method, url, like, permit: 'write', extra, ...(body === undefined ? {} : { body }) } as const;
      const { status, outcome, content } = await setting.ask(request, as);
      // Refused for want of a token: that says nothing of a role.
      if (status >= 400 && forged.test(content.text)) return undefined;
      // GraphQL refuses under 200, in words of its own.
      const isRefused = outcome === 'error-body' && refusal.test(content.text);
      return { status, outcome: isRefused ? 'denied' : outcome };
    },
  };
}

/** What a server says that refuses for want of a token. */
export const forged = /csrf|xsrf|forgery|(invalid|missing|bad|wrong) (security |form |request )?token/i;
const refusal = /forbidden|unauthori[sz]ed|permission|access.?denied|not.?allowed|(^|\D)40[13](\D|$)/i;

const carrierOf = ({ method, url, contentType, bodyWith }: SentOffer, value: string) => ({
  method,
  url,
  body: bodyWith(value) ?? '',
  headers: { 'content-type': contentType },
});

/** What a page of the owner's asked there in the same manner: its headers are the pattern. */
function likeOf(setting: Setting, owner: IdentityName, host: string, contentType: string): Exchange | undefined {
  const own = setting.exchanges.filter(
    (one) => one.identity === owner && one.afterSignIn && new URL(one.url).host === host && one.status < 400,
  );
  const isForm = /form/.test(contentType);
  const like = own.findLast((one) => (one.resource === 'document') === isForm) ?? own.at(-1);
  return like && withoutCall(like);
}
