import { callbackUrl } from './auth/callback-url/check.ts';
import { defaultCredentials } from './auth/default-credentials/check.ts';
import { enumeration } from './auth/enumeration/check.ts';
import { expiredToken } from './auth/expired-token/check.ts';
import { mfaAdmin } from './auth/mfa-admin/check.ts';
import { sharedAdmin } from './auth/shared-admin/check.ts';
import { functionCheck } from './authz/function/check.ts';
import { massAssignment } from './authz/mass-assignment/check.ts';
import { writeCheck } from './authz/write/check.ts';
import { originCheck } from './cors/origin/check.ts';
import { csrfLogin } from './csrf/login/check.ts';
import { stateChange } from './csrf/state-change/check.ts';
import type { AnyCheck } from './define-check.ts';
import { passwordPolicy } from './auth/password-policy/check.ts';
import { cookieFlags } from './sessions/cookie-flags/check.ts';
import { lifetime } from './sessions/lifetime/check.ts';
import { logout } from './sessions/logout/check.ts';
import { passwordChange } from './sessions/password-change/check.ts';
import { rotation } from './sessions/rotation/check.ts';
import { stable } from './sessions/stable/check.ts';
import { storage } from './sessions/storage/check.ts';

/** Checks of what a session is made of, what ends it, and what an account may do with it. */
export const accessChecks: readonly AnyCheck[] = [
  functionCheck,
  writeCheck,
  massAssignment,
  callbackUrl,
  expiredToken,
  mfaAdmin,
  enumeration,
  defaultCredentials,
  sharedAdmin,
  cookieFlags,
  lifetime,
  logout,
  rotation,
  storage,
  stable,
  originCheck,
  stateChange,
  csrfLogin,
  passwordChange,
  passwordPolicy,
];
