import { edgeNetwork, originName } from './internet/edge.ts';

/** The server behind the edge, as the owner names it for each host. */
export const origins: readonly string[] = [originName];

/** What the owner says of the edge, which is in nobody's list. */
export const edgeConfig: object = { edge: edgeNetwork };
