import type { Route } from '../call.ts';
import { attachmentRoutes } from './attachments.ts';
import { graphqlRoutes } from './graphql.ts';
import { liveRoutes } from './live.ts';
import { restRoutes } from './rest.ts';
import { summaryRoutes } from './summary.ts';

/** The service desk: GraphQL, signed files, live events and a table that the browser reads directly. */
export const deskRoutes: readonly Route[] = [
  ...graphqlRoutes,
  ...attachmentRoutes,
  ...restRoutes,
  ...liveRoutes,
  ...summaryRoutes,
];
