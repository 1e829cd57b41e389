import type { ElementHandle } from 'playwright-core';
import { explainFailure, signInFailed } from './sign-in-failure.ts';

/**
 * Fills a field as a person does: enters it (some open for typing only then), types, and leaves it (some look at what was
 * typed only then). Throws `sign-in-failed` where the page does not take it.
 */
export async function fillField(field: ElementHandle<HTMLElement>, value: string, label: string): Promise<void> {
  await field.focus().catch(() => undefined);
  try {
    await field.fill(value, { timeout: 3000 });
  } catch {
    await field.click({ timeout: 1500 }).catch(() => undefined);
    await field.fill(value, { timeout: 2500 }).catch((thrown: unknown) => {
      const why = String(thrown).match(/not (visible|enabled|editable|stable)|detached/)?.[0] ?? 'no answer';
      throw signInFailed(
        `${label}: a field of the sign-in form could not be filled in (${why}).`,
        'Sign in by hand once; where it needs a person, use: launch-ready record sign-in.',
      );
    });
  }
  await field.evaluate((one) => one.blur()).catch(() => undefined);
}

/** Enters the customer's name, or chooses it from a list. Throws `sign-in-failed` where a list waits for a name that nobody gave. */
export async function enterWorkspace(
  field: ElementHandle<HTMLElement>,
  tenant: string | undefined,
  label: string,
): Promise<void> {
  const options = await field.evaluate((one) =>
    one instanceof HTMLSelectElement
      ? { chosen: one.value, all: [...one.options].map(({ text, value }) => ({ text: text.trim(), value })) }
      : undefined,
  );
  if (options === undefined) {
    if (tenant !== undefined) await fillField(field, tenant, label);
    return;
  }
  const named = (one: { readonly text: string; readonly value: string }) =>
    tenant !== undefined && [one.text, one.value].some((name) => name.toLowerCase() === tenant.toLowerCase());
  const holds = (one: { readonly text: string }) =>
    tenant !== undefined && one.text.toLowerCase().includes(tenant.toLowerCase());
  const meant = options.all.find(named) ?? options.all.find(holds);
  if (meant) await (field as ElementHandle<HTMLSelectElement>).selectOption(meant.value, { timeout: 3000 });
  else if (options.chosen === '') throw explainFailure('workspace', label, '');
}
