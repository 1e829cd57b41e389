import { createScope, type OwnershipProof } from '../world/create-scope.ts';
import { proveOwnership as lookForTokens } from '../world/ownership.ts';
import type { ProjectKey } from '../world/project-key.ts';
import type { Output } from './output.ts';
import type { RunPlan } from './plan-run.ts';

export interface ProveInput {
  readonly plan: RunPlan;
  readonly key: ProjectKey;
  readonly output: Output;
  readonly signal: AbortSignal;
}

const mostNamed = 3;

/** Which of the listed hosts are proven to be the owner's. Loopback needs no proof, and a lab reaches nothing else. */
export async function proveOwnership({ plan, key, output, signal }: ProveInput): Promise<readonly OwnershipProof[]> {
  const { config, url } = plan.target;
  if (config.lab) return [];
  const scope = createScope({ config, url });
  const hosts = scope.hosts.map((host) => host.name).filter((host) => !scope.isOwned(host));
  if (hosts.length === 0) return [];
  const { proofs, missing } = await lookForTokens({ hosts, key, signal });
  const [first] = missing;
  if (first) {
    const names = missing.slice(0, mostNamed).map(({ challenge }) => challenge.host);
    const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
    output.note(
      `Nobody has shown that ${names.join(', ')}${more} is theirs: only what any visitor may do is done there.\n` +
        `To allow more: launch-ready consent ${first.challenge.host}`,
    );
  }
  return proofs;
}
