import type { AnyCheck } from './define-check.ts';
import { deliveryCheck } from './email/delivery/check.ts';
import { inviteCheck } from './journeys/invite/check.ts';
import { resetCheck } from './journeys/reset/check.ts';
import { signupCheck } from './journeys/signup/check.ts';
import { resetTokenCheck } from './sessions/reset-token/check.ts';

/** Checks over mail that the portal really sent, and over the journeys that need it. */
export const mailedChecks: readonly AnyCheck[] = [deliveryCheck, resetCheck, inviteCheck, signupCheck, resetTokenCheck];
