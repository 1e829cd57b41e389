import type { Finding } from '../model/finding.ts';
import type { Scorecard } from '../model/scorecard.ts';
import type { Decision } from '../model/status.ts';
import { decisionSentence } from './decision-sentence.ts';
import { plural } from './words.ts';

export interface RepositoryVerdict {
  readonly decision: Decision;
  readonly title: string;
  readonly sentence: string;
  /** What the decision, which is about the launch, adds. */
  readonly launch: string;
}

const looks: ReadonlySet<string> = new Set(['secrets.history', 'secrets.tree', 'secrets.build']);

/**
 * Of a run that had a repository and no portal: go or no-go about the secrets in it. The decision of the scorecard is
 * about the whole launch, which no repository can prove; it is said beside it and decides the exit code.
 */
export function repositoryVerdict(scorecard: Scorecard): RepositoryVerdict | undefined {
  const { coverage, requests } = scorecard;
  if (coverage.hosts > 0 || coverage.routes > 0 || requests.sent > 0) return undefined;
  const findings = scorecard.findings.filter((one) => looks.has(one.check));
  const of = (status: Finding['status']) => findings.filter((one) => one.status === status);
  const failed = of('fail').filter((one) => one.waiver === undefined);
  if (failed.length + of('pass').length + of('warn').length === 0) return undefined;
  const launch = `The launch as a whole: ${lowered(decisionSentence(scorecard))}`;
  if (failed.length > 0) {
    const places = new Set(failed.map((one) => one.subject)).size;
    const sentence = `${plural(places, 'place')} in its history or files ${places === 1 ? 'holds or held a secret' : 'hold or held a secret'}.`;
    return { decision: 'not-ready', title: 'No-go for the repository', sentence, launch };
  }
  const open = of('unproven');
  const warned = of('warn').length;
  const doubts = warned === 0 ? '' : ` ${plural(warned, 'place is', 'places are')} worth a look.`;
  if (open.length > 0) {
    const sentence = `no secret was found, but not all of it was read. ${open[0]?.says ?? ''}${doubts}`;
    return { decision: 'unproven', title: 'Not proven for the repository', sentence, launch };
  }
  const proofs = of('pass').map((one) => one.says);
  const sentence = `${proofs.length > 0 ? proofs.join(' ') : 'No secret that opens anything was found.'}${doubts}`;
  return { decision: 'ready', title: 'Go for the repository', sentence, launch };
}

const lowered = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
