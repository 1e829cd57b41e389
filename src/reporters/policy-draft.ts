import type { Config } from '../model/config.ts';
import type { PolicyView } from '../model/scorecard.ts';
import { escapeJson } from './escape.ts';

const note =
  'Drafted from what the run recorded. Correct it, answer the questions, and put the rules under policy in the config: the first rule that matches counts, what no rule names is private to its tenant.';

/** `policy.draft.json`: rules for the config, and questions for the owner. undefined where there is no draft. */
export function renderPolicyDraft(
  draft:
    | { readonly policy: readonly NonNullable<Config['policy']>[number][]; readonly questions: PolicyView['questions'] }
    | undefined,
): string | undefined {
  if (!draft) return undefined;
  const { policy, questions } = draft;
  return `${escapeJson(JSON.stringify({ note, policy, questions }, undefined, 2))}\n`;
}
