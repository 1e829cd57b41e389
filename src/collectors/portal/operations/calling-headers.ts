import type { HeaderList } from '../../../world/world.ts';

/**
 * Headers that say which function of the server an address is to run, where one address runs many: Next's server actions, React
 * Router's and SolidStart's. They belong to the one request that calls it, whoever sends that.
 */
const callingHeader = /^(next-action|rsc-action-id|x-server-(id|instance))$/i;

export const isCallingHeader = (name: string): boolean => callingHeader.test(name);

/** Those of a request, to be sent with it again. */
export const callingHeaders = (headers: Readonly<Record<string, string>> | undefined): HeaderList =>
  Object.entries(headers ?? {}).filter(([name]) => isCallingHeader(name));

/** The pattern of a request that brings what it calls itself, or calls nothing. */
export function withoutCall<Like extends { readonly requestHeaders: Readonly<Record<string, string>> }>(
  like: Like,
): Like {
  const kept = Object.entries(like.requestHeaders).filter(([name]) => !isCallingHeader(name));
  return { ...like, requestHeaders: Object.fromEntries(kept) };
}

/** By what such a request goes where it has no name: the beginning of the number of what it calls. */
export const calledByHeader = (headers: Readonly<Record<string, string>> | undefined): string | undefined => {
  const number = headers?.['next-action'] ?? headers?.['rsc-action-id'];
  return number === undefined ? undefined : `action-${number.slice(0, 10)}`;
};
