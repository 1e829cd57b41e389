import type { PageLook } from '../../collectors/network-evidence.ts';
import type { Answer } from '../../model/check.ts';
import type { EvidenceItem } from '../../model/finding.ts';
import { headerValues } from '../../parse/header-list.ts';
import { curlHeaders } from '../commands.ts';
import { type Landing, type LandingCode, landingOf } from './landing.ts';

type Page = Extract<Landing, { is: 'page' }>;
type Judged<Code extends string> = Pick<Answer<Code>, 'code' | 'data' | 'confidence'> & {
  readonly evidence?: readonly EvidenceItem[];
};

/** Judges the page of a host by `rule`, or says why there is none to judge. `names` are the headers shown as evidence. */
export function judgePage<Code extends string>(
  look: PageLook,
  names: readonly string[],
  environment: string,
  rule: (page: Page) => Judged<Code>,
): Answer<Code | LandingCode> {
  const landing = landingOf(look, environment);
  const evidence = [...responseLines(look), ...headerLines(look, names)];
  const reproduce = curlHeaders(look.responses.at(-1)?.url ?? `https://${look.host}/`);
  const base = { evidence, reproduce };
  const { host } = look;
  if (landing.is === 'moved') return { ...base, code: 'moved', data: { host, to: landing.to } };
  if (landing.is === 'no-page') return { ...base, code: 'no-page', data: { host, what: landing.what } };
  if (landing.is === 'not-seen') return { ...base, code: 'not-seen', data: { host }, gap: landing.gap };
  const judged = rule(landing);
  return { ...base, ...judged, data: { host, ...judged.data }, evidence: [...evidence, ...(judged.evidence ?? [])] };
}

function responseLines({ responses }: PageLook): EvidenceItem[] {
  return responses.map(({ url, status, to, contentType }) => ({
    label: 'answer',
    value: `${url}: ${status}${to === undefined ? ` ${contentType}` : ` to ${to}`}`,
  }));
}

/** The headers of the last answer; that one is missing is evidence too. */
function headerLines({ responses }: PageLook, names: readonly string[]): EvidenceItem[] {
  const last = responses.at(-1);
  if (!last) return [];
  return names.flatMap((name) => {
    const values = headerValues(last.headers, name);
    if (values.length === 0) return [{ label: 'response header', value: `no ${name}` }];
    return values.map((value) => ({ label: 'response header', value: `${name}: ${short(value)}` }));
  });
}

function short(value: string): string {
  const masked = value.replace(/'nonce-[^']*'/gi, "'nonce-…'");
  return masked.length > 400 ? `${masked.slice(0, 400)}…` : masked;
}
