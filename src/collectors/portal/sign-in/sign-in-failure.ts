import type { Page } from 'playwright-core';
import { GapError, gap } from '../../../model/gap.ts';

/** The portal itself broke the journey: it failed, or it took the password and did not let the customer in. */
export class PortalBroke extends GapError {
  readonly step: 'sign-in' | 'refresh';
  constructor(step: 'sign-in' | 'refresh', detail: string) {
    super(gap('sign-in-failed', detail, 'Repair the sign-in, then run again.', 60));
    this.step = step;
  }
}

export function signInFailed(detail: string, closeBy: string): GapError {
  return new GapError(gap('sign-in-failed', detail, closeBy));
}

/** What the page says went wrong; empty where it marks nothing as an alert. */
export async function alertText(page: Page): Promise<string> {
  const text = await page
    .evaluate(() => {
      const marked = '[role=alert], [aria-live=assertive], [class*=error i], [class*=alert i], [class*=danger i]';
      return (
        [...document.querySelectorAll(marked)]
          .map((one) => (one as HTMLElement).innerText?.trim())
          .find((one) => one && one.length > 3 && one.length < 300) ?? ''
      );
    })
    .catch(() => '');
  return text.replace(/\s+/g, ' ').slice(0, 140);
}
