import { dangerWords } from '../words.ts';
import { writesByName } from './is-read.ts';

/**
 * What a page that posts itself back asks for: the control and its argument (`__EVENTTARGET` and `__EVENTARGUMENT` of ASP.NET
 * Web Forms, the source of Jakarta Faces, whose links send their own name as a value). Undefined for every other request.
 */
export function postbackOf(
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): readonly string[] | undefined {
  if (body === undefined || !/^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? ''))
    return undefined;
  if (!/(^|&)(__EVENTTARGET|(javax|jakarta)\.faces\.ViewState)=/i.test(body)) return undefined;
  const sent = new URLSearchParams(body);
  const control = sent.get('__EVENTTARGET') ?? sent.get('javax.faces.source') ?? sent.get('jakarta.faces.source');
  const named = control
    ? [control, sent.get('__EVENTARGUMENT') ?? '']
    : [...sent].flatMap(([k, v]) => (k === v ? [k] : []));
  const names = named.filter((one) => one !== '');
  return names.length > 0 ? names : undefined;
}

/** `ctl00$main$lnkOrders`, `grid` with `Page$2` or `Select$0`: a place to go or a part to show, and nothing that writes. */
export function readsByPostback(names: readonly string[]): boolean {
  return !harmsByPostback(names) && names.some((name) => showing.test(name) || leading.test(name));
}

const showing =
  /(^|[$:_])([Mm]nu|[Mm]enu|[Nn]av|[Tt]ab|[Pp]ager?|[Ss]ort|[Ss]elect|[Dd]etails?|[Vv]iew|[Ss]how|[Ee]xpand)(?![a-z])|^(Page|Sort|Select|Details?|View|Show|Expand)\$/;
/** A link button does as often as it shows: only what is called after a page or a number of things leads there. */
const leading =
  /(^|[$:_])([Ll]nk|[Ll]ink|[Hh]yp|hl)_?(\w*[a-z][a-rt-z]s|Home|Start|Dashboard|Overview|Account|Profile|History|Inbox|Search|Help)$/;

/** Any part of the names writes, sends or ends something. */
export function harmsByPostback(names: readonly string[]): boolean {
  return names
    .flatMap((name) => name.split(/[$:_]+/))
    .map((part) => part.replace(/^(lnk|link|btn|cmd|mnu|menu|ib|lb|hl|hyp)(?=[A-Z])/, ''))
    .some((part) => writesByName(part) || dangerWords.test(part.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')));
}
