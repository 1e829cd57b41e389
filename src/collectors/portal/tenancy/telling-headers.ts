import { isFrameworkHeader } from '../operations/framework-headers.ts';

type Headers = Readonly<Record<string, string>>;

/** The headers of an account's requests to a host: of the latest one, and of all. */
export interface SentHeaders {
  readonly latest: Headers | undefined;
  readonly all: readonly Headers[];
}

const ofThePage = /^(referer|user-agent|content-type|x-request-id|accept|sec-.*|if-.*|range|priority|pragma)$/i;
/** Made anew for each request, or about the page: they tell no accounts apart. */
const ofOneRequest =
  /^(:|accept|cookie|content-|origin|referer|user-agent|host|sec-|if-|range|priority|cache|pragma|traceparent|tracestate|baggage|sentry|x-b3|x-datadog|idempot)|request-?id|correlation|trace|nonce|timestamp|csrf|xsrf/i;

/**
 * Header names that carry who is asking: those whose value differs in the latest requests of two accounts, and those that some
 * of their requests have, a key of one of several wallets or projects say, where no value of one account's is another's.
 */
export function namesThatTell(accounts: readonly SentHeaders[]): ReadonlySet<string> {
  const heads = accounts.map(({ latest }) => latest).filter((head) => head !== undefined);
  const differing = [...new Set(heads.flatMap((head) => Object.keys(head)))].filter(
    (name) => !ofThePage.test(name) && !isFrameworkHeader(name) && new Set(heads.map((head) => head[name])).size > 1,
  );
  const names = new Set(accounts.flatMap(({ all }) => all.flatMap((head) => Object.keys(head))));
  const keys = [...names].filter((name) => {
    if (ofOneRequest.test(name) || isFrameworkHeader(name)) return false;
    const sent = accounts
      .map(({ all }) => new Set(all.map((head) => head[name]).filter((value) => value !== undefined)))
      .filter((values) => values.size > 0);
    const every = sent.flatMap((values) => [...values]);
    return sent.length > 1 && new Set(every).size === every.length && every.every(isKey);
  });
  return new Set([...differing, ...keys]);
}

/** Long, without a space, and no word: what opens something. */
const isKey = (value: string) => value.length >= 16 && /\d/.test(value) && !/\s/.test(value.replace(/^\w+ /, ''));
