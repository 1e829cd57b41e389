import { parseAddress, sameNetwork } from './address.ts';
import { ask, countLookUp, expand, macroValue, mostNames, type Run, Stop, validatedNames } from './evaluation.ts';
import { isQueryName, type SpfLookUp } from './look-up.ts';
import { expandMacros, parseMacros } from './macro.ts';
import { isSpf, parseSpf, type Qualifier, type SpfTerm } from './parse-spf.ts';

export type SpfResult = 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror';
export interface SpfVerdict {
  readonly result: SpfResult;
  /** What decided: the term, or the reason of an error. */
  readonly because: string;
  /** Only with `fail`, where the domain gives one. */
  readonly explanation?: string;
  /** Terms that cost a look-up, of 10. */
  readonly lookUps: number;
  /** Those of them that found nothing, of 2. */
  readonly voidLookUps: number;
}
export interface SpfQuestion {
  readonly ip: string;
  readonly helo: string;
  /** The envelope sender; empty for a bounce, then HELO counts. */
  readonly sender: string;
  /** The receiving host, for the macro `r`. */
  readonly receiver?: string;
  /** Seconds since 1970, for the macro `t`. */
  readonly seconds?: number;
}

const results: Readonly<Record<Qualifier, SpfResult>> = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' };

/** check_host() of RFC 7208 §4 with its limits (§4.6.4): 10 look-ups, 2 void ones, 10 names of an MX or PTR answer. */
export async function checkHost(question: SpfQuestion, lookUp: SpfLookUp): Promise<SpfVerdict> {
  const ip = parseAddress(question.ip);
  const sender = question.sender === '' ? `postmaster@${question.helo}` : question.sender;
  const at = sender.lastIndexOf('@');
  const domain = sender.slice(at + 1);
  const count = { lookUps: 0, voidLookUps: 0 };
  if (!ip || !isMailDomain(domain))
    return { result: 'none', because: ip ? `${domain} is no domain name` : `${question.ip} is no address`, ...count };
  const local = at > 0 ? sender.slice(0, at) : 'postmaster';
  const run: Run = { given: { ip, local, senderDomain: domain, question }, lookUp, count };
  try {
    const { result, because, explanation } = await check(run, domain);
    return { result, because, ...(explanation === undefined ? {} : { explanation }), ...count };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { result: error.result, because: error.message, ...count };
  }
}

/** More than one label, each sound; an address literal is none (RFC 7208 §4.3). */
function isMailDomain(domain: string): boolean {
  const bare = domain.replace(/\.$/, '');
  return isQueryName(domain) && bare.includes('.') && !/[[\]]/.test(bare);
}

interface Outcome {
  readonly result: SpfResult;
  readonly because: string;
  readonly explanation?: string;
}

async function check(run: Run, domain: string, included = false): Promise<Outcome> {
  if (!isQueryName(domain)) return { result: 'none', because: `${domain} is no domain name` };
  const answer = await ask(run, domain, 'TXT');
  const [text, second] = answer.records.filter(isSpf);
  if (text === undefined) return { result: 'none', because: `${domain} has no SPF record` };
  if (second !== undefined) throw new Stop('permerror', `${domain} has more than one SPF record`);
  const { terms, problems } = parseSpf(text);
  const [problem] = problems;
  if (problem) throw new Stop('permerror', `${domain}: ${problem.term}: ${problem.problem}`);
  for (const term of terms) {
    if (!('qualifier' in term) || !(await matches(run, term, domain))) continue;
    const result = results[term.qualifier];
    const explanation = result === 'fail' && !included ? await explain(run, terms, domain) : undefined;
    return { result, because: `${domain}: ${term.text}`, ...(explanation === undefined ? {} : { explanation }) };
  }
  const redirect = modifierOf(terms, 'redirect');
  if (!redirect) return { result: 'neutral', because: `${domain}: no term matches` };
  countLookUp(run, redirect);
  const outcome = await check(run, await expand(run, redirect.domain, domain), included);
  if (outcome.result === 'none') throw new Stop('permerror', `${redirect.text}: ${outcome.because}`);
  return outcome;
}

async function matches(run: Run, term: Extract<SpfTerm, { qualifier: Qualifier }>, domain: string): Promise<boolean> {
  const { ip } = run.given;
  switch (term.kind) {
    case 'all':
      return true;
    case 'ip4':
    case 'ip6': {
      const network = parseAddress(term.address);
      return network !== undefined && sameNetwork(ip, network, term.bits);
    }
    case 'include': {
      countLookUp(run, term);
      const { result, because } = await check(run, await expand(run, term.domain, domain), true);
      if (result === 'none') throw new Stop('permerror', `${term.text}: ${because}`);
      return result === 'pass';
    }
    case 'exists': {
      countLookUp(run, term);
      const found = await ask(run, await expand(run, term.domain, domain), 'A', 'counts');
      return found.records.length > 0;
    }
    case 'a':
      countLookUp(run, term);
      return await hasAddress(run, await expand(run, term.domain, domain), term, 'counts');
    case 'mx':
      countLookUp(run, term);
      return await matchesMx(run, await expand(run, term.domain, domain), term);
    case 'ptr': {
      countLookUp(run, term);
      const names = await validatedNames(run, 'counts');
      const wanted = (await expand(run, term.domain, domain)).toLowerCase();
      return names.some((name) => name === wanted || name.endsWith(`.${wanted}`));
    }
  }
}

async function matchesMx(
  run: Run,
  name: string,
  term: { readonly text: string; readonly bits4: number; readonly bits6: number },
) {
  const { records } = await ask(run, name, 'MX', 'counts');
  if (records.length > mostNames) throw new Stop('permerror', `${term.text}: more than ${mostNames} mail servers`);
  for (const record of records) {
    const host = record.replace(/^\S+ /, '');
    if (host !== '.' && (await hasAddress(run, host, term))) return true;
  }
  return false;
}

async function hasAddress(
  run: Run,
  name: string,
  term: { readonly bits4: number; readonly bits6: number },
  counts?: 'counts',
) {
  const { ip } = run.given;
  const { records } = await ask(run, name, ip.version === 4 ? 'A' : 'AAAA', counts);
  return records.some((record) => {
    const address = parseAddress(record);
    return address !== undefined && sameNetwork(ip, address, ip.version === 4 ? term.bits4 : term.bits6);
  });
}

/** The `exp` text of the domain; whatever is wrong with it means that there is none (RFC 7208 §6.2). */
async function explain(run: Run, terms: readonly SpfTerm[], domain: string): Promise<string | undefined> {
  const modifier = modifierOf(terms, 'exp');
  if (!modifier) return undefined;
  const name = await expand(run, modifier.domain, domain);
  const { records } = await ask(run, name, 'TXT', undefined, 'forgive');
  const [text] = records;
  if (text === undefined || records.length > 1) return undefined;
  const parsed = parseMacros(text, 'explanation');
  if ('problem' in parsed) return undefined;
  return await expandMacros(parsed.value, (letter) => macroValue(run, letter, domain));
}

function modifierOf(terms: readonly SpfTerm[], kind: 'redirect' | 'exp') {
  return terms.find((term): term is Extract<SpfTerm, { kind: 'redirect' | 'exp' }> => term.kind === kind);
}
