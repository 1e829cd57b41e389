import { crawlsSlot } from '../crawl/collector.ts';
import type { AskedFor } from '../crawl/ask-for-named.ts';
import type { Setting } from '../tenancy/setting.ts';

/** Requests that a description or the portal's own scripts name for this address, by any account's walk: how it is changed there. */
export function namedAt({ context }: Pick<Setting, 'context'>, url: string): readonly AskedFor[] {
  const [bare = ''] = url.split(/[?#]/);
  const all = [...(context.live.get(crawlsSlot)?.values() ?? [])].flatMap((one) => one.named ?? []);
  const fits = all.filter(({ template }) => URL.canParse(template) && patternOf(template).test(bare));
  return [...new Map(fits.map((one) => [`${one.method} ${one.template}`, one])).values()];
}

/** Whether something is named there that changes what stands there. */
export const isNamedChange = (setting: Pick<Setting, 'context'>, url: string): boolean =>
  namedAt(setting, url).some(({ method }) => method === 'PUT' || method === 'PATCH');

/** `{x}` of a template is one part of a path, or a part of one. */
export function patternOf(template: string): RegExp {
  const parts = template.replace(/\/$/, '').split(/\{[^}]*\}/);
  return new RegExp(`^${parts.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^/]+')}/?$`);
}
