import type { Request } from 'playwright-core';

/** The first request of a window that a script opened: its frame is announced after it. */
export function opensWindow(request: Request): boolean {
  if (!request.isNavigationRequest() || request.method() !== 'GET') return false;
  try {
    return request.frame() === undefined;
  } catch {
    return true;
  }
}
