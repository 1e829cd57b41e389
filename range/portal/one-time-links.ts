import { freshToken, tokenHash } from './identifiers.ts';

import type { PortalContext } from './call.ts';
import { type Answer, problem } from './http.ts';

/** The answer to a link that is spent, over or made up. @throws where refusals are problems, as they are in the clean build */
export function refusedLink({ decoy }: PortalContext, title: string): Answer {
  if (decoy('spent-link-answers-200')) return { status: 200, json: { error: 'link', message: title } };
  throw problem(400, title);
}

export interface OneTimeLinks<Value> {
  /** A new token for the value; kept as a hash only. */
  readonly issue: (value: Value) => string;
  /** What a token stands for while it is valid. */
  readonly find: (token: string | undefined) => Value | undefined;
  readonly spend: (token: string | undefined) => void;
}

/** Tokens of mail links: single-use, with an end by the portal's clock, unless told otherwise. */
export function oneTimeLinks<Value>(options: {
  readonly now: () => Date;
  readonly lifeMs: number;
  readonly reusable?: () => boolean;
  readonly forEver?: () => boolean;
}): OneTimeLinks<Value> {
  const issued = new Map<string, { readonly value: Value; readonly untilMs: number }>();
  return {
    issue(value) {
      const token = freshToken();
      issued.set(tokenHash(token), { value, untilMs: options.now().getTime() + options.lifeMs });
      return token;
    },
    find(token) {
      const found = issued.get(tokenHash(token ?? ''));
      if (found === undefined) return undefined;
      return options.forEver?.() || found.untilMs >= options.now().getTime() ? found.value : undefined;
    },
    spend(token) {
      if (!options.reusable?.()) issued.delete(tokenHash(token ?? ''));
    },
  };
}
