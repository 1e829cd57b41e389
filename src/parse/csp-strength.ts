import { checkScriptAllowlistBypass } from 'csp_evaluator/dist/checks/security_checks.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { parse as parseDomain } from 'tldts';
import { effective, hasKeyword, hasNonceOrHash, type Policy } from './csp.ts';

export interface CspStrength {
  /** Some policy speaks of scripts at all. */
  readonly limitsScript: boolean;
  /** Injected inline script and event handlers do not run. */
  readonly blocksInline: boolean;
  /** Injected script elements cannot load from anywhere they like. */
  readonly limitsHosts: boolean;
  /** Sources that make the lists worthless where `limitsHosts` is false. */
  readonly broadSources: readonly string[];
  readonly limitsObjects: boolean;
  readonly limitsBase: boolean;
  readonly allowsEval: boolean;
  /** Allowed hosts that serve script anybody can bend (JSONP, old AngularJS), where no other policy shuts them out. */
  readonly bypassHosts: readonly string[];
}

/**
 * What all policies together prevent. A load has to satisfy every policy (CSP3 §8.1), so each protection needs one policy
 * that gives it.
 */
export function cspStrength(policies: readonly Policy[]): CspStrength {
  const shut = policies.filter((policy) => forbidsScripts(policy));
  const speaking = policies.filter((policy) => scriptList(policy) !== undefined || forbidsScripts(policy));
  const strictHosts = speaking.filter((policy) => forbidsScripts(policy) || broadOf(scriptList(policy)).length === 0);
  const bypasses = strictHosts.map((policy) => (forbidsScripts(policy) ? [] : knownBypasses(policy)));
  const evals = speaking.map((policy) => {
    const list = effective(policy, 'script-src', 'default-src');
    return list === undefined ? !forbidsScripts(policy) : hasKeyword(list, "'unsafe-eval'");
  });
  return {
    limitsScript: speaking.length > 0,
    blocksInline: speaking.some((policy) => forbidsScripts(policy) || blocksInline(policy)),
    limitsHosts: strictHosts.length > 0,
    broadSources: [...new Set(speaking.flatMap((policy) => broadOf(scriptList(policy))))],
    limitsObjects:
      shut.length > 0 ||
      policies.some((policy) => {
        const list = effective(policy, 'object-src', 'default-src');
        return list !== undefined && broadHosts(list).length === 0;
      }),
    limitsBase: policies.some((policy) => {
      const list = policy.get('base-uri');
      return list !== undefined && broadHosts(list).length === 0;
    }),
    allowsEval: evals.every((each) => each),
    bypassHosts: bypasses.some((list) => list.length === 0) ? [] : [...new Set(bypasses.flat())],
  };
}

function scriptList(policy: Policy): readonly string[] | undefined {
  return effective(policy, 'script-src-elem', 'script-src', 'default-src');
}

function forbidsScripts(policy: Policy): boolean {
  const sandbox = policy.get('sandbox');
  return sandbox !== undefined && !hasKeyword(sandbox, 'allow-scripts');
}

/** Both ways in have to be shut: script elements and event-handler attributes. */
function blocksInline(policy: Policy): boolean {
  const elements = scriptList(policy);
  const attributes = effective(policy, 'script-src-attr', 'script-src', 'default-src');
  return [elements, attributes].every((list) => list !== undefined && !allowsInline(list));
}

/** CSP3 §6.7.3.2: a nonce, a hash or 'strict-dynamic' switches 'unsafe-inline' off. */
function allowsInline(list: readonly string[]): boolean {
  if (hasNonceOrHash(list) || hasKeyword(list, "'strict-dynamic'")) return false;
  return hasKeyword(list, "'unsafe-inline'");
}

/** Sources that let an injected script element load from anywhere; none count beside 'strict-dynamic' (CSP3 §8.2). */
function broadOf(list: readonly string[] | undefined): string[] {
  if (!list || hasKeyword(list, "'strict-dynamic'")) return [];
  return broadHosts(list);
}

function broadHosts(list: readonly string[]): string[] {
  return list.filter((token) => {
    const source = token.toLowerCase();
    if (/^(?:https?|data|filesystem):$/.test(source)) return true;
    const wild = /^(?:https?:\/\/)?\*(\.[^:/]+)?(?::(?:\d+|\*))?(?:\/.*)?$/.exec(source);
    if (!wild) return false;
    return wild[1] === undefined || parseDomain(`x${wild[1]}`).domain === `x${wild[1]}`;
  });
}

function knownBypasses(policy: Policy): string[] {
  const list = scriptList(policy) ?? [];
  if (hasKeyword(list, "'strict-dynamic'")) return [];
  const csp = new CspParser(`script-src ${list.join(' ')}`).csp;
  return checkScriptAllowlistBypass(csp).flatMap((found) =>
    found.severity === Severity.HIGH && found.value ? [found.value] : [],
  );
}
