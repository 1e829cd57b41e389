import { accessChecks } from './access.ts';
import { anonymousCheck } from './auth/anonymous/check.ts';
import { pagesCheck } from './auth/pages/check.ts';
import { baasCheck } from './authz/baas/check.ts';
import { bodyTenantCheck } from './authz/body-tenant/check.ts';
import { filesCheck } from './authz/files/check.ts';
import { listCheck } from './authz/list/check.ts';
import { readCheck } from './authz/read/check.ts';
import { realtimeCheck } from './authz/realtime/check.ts';
import { statusCheck } from './authz/status/check.ts';
import type { AnyCheck } from './define-check.ts';
import { cachePrivate } from './edge/cache-private/check.ts';
import { consoleCheck } from './journeys/console/check.ts';
import { loginCheck } from './journeys/login/check.ts';

/** Checks over evidence that was gathered behind the sign-in. */
export const portalChecks: readonly AnyCheck[] = [
  anonymousCheck,
  readCheck,
  listCheck,
  bodyTenantCheck,
  statusCheck,
  filesCheck,
  realtimeCheck,
  baasCheck,
  pagesCheck,
  cachePrivate,
  loginCheck,
  consoleCheck,
  ...accessChecks,
];
