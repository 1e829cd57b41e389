import type { AnyCheck } from './define-check.ts';
import { dangling } from './domains/dangling/check.ts';
import { drift } from './domains/drift/check.ts';
import { inventory } from './domains/inventory/check.ts';
import { oldUrls } from './domains/old-urls/check.ts';
import { propagation } from './domains/propagation/check.ts';
import { stagingExposed } from './domains/staging-exposed/check.ts';
import { stale } from './domains/stale/check.ts';
import { canonical } from './domains/canonical/check.ts';
import { redirectLoops } from './domains/redirect-loops/check.ts';
import { resolve } from './domains/resolve/check.ts';
import { cacheStatic } from './edge/cache-static/check.ts';
import { originHidden } from './edge/origin-hidden/check.ts';
import { present } from './edge/present/check.ts';
import { tlsMode } from './edge/tls-mode/check.ts';
import { cleanPage } from './errors/clean-page/check.ts';
import { noInternals } from './errors/no-internals/check.ts';
import { securityTxt } from './exposure/security-txt/check.ts';
import { sensitivePaths } from './exposure/sensitive-paths/check.ts';
import { storage } from './exposure/storage/check.ts';
import { banners } from './headers/banners/check.ts';
import { cookies } from './headers/cookies/check.ts';
import { csp } from './headers/csp/check.ts';
import { frame } from './headers/frame/check.ts';
import { nosniff } from './headers/nosniff/check.ts';
import { permissions } from './headers/permissions/check.ts';
import { referrer } from './headers/referrer/check.ts';
import { caa } from './https/caa/check.ts';
import { ciphers } from './https/ciphers/check.ts';
import { expiry } from './https/expiry/check.ts';
import { mixedContent } from './https/mixed-content/check.ts';
import { hsts } from './https/hsts/check.ts';
import { protocols } from './https/protocols/check.ts';
import { redirect } from './https/redirect/check.ts';
import { validCertificate } from './https/valid-certificate/check.ts';

/** Checks that need no account. */
export const networkChecks: readonly AnyCheck[] = [
  validCertificate,
  expiry,
  protocols,
  ciphers,
  caa,
  redirect,
  hsts,
  present,
  originHidden,
  tlsMode,
  cacheStatic,
  resolve,
  canonical,
  redirectLoops,
  inventory,
  oldUrls,
  dangling,
  stagingExposed,
  stale,
  propagation,
  drift,
  csp,
  frame,
  nosniff,
  referrer,
  permissions,
  banners,
  cookies,
  mixedContent,
  noInternals,
  cleanPage,
  sensitivePaths,
  storage,
  securityTxt,
];
