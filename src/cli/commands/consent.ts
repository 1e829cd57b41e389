import { ownershipChallenge, proveOwnership } from '../../world/ownership.ts';
import { loadProjectKey } from '../../world/project-key.ts';
import { parseTargetUrl } from '../../world/target-url.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { usage } from '../problem.ts';

export interface ConsentFlags {
  readonly verify?: boolean;
}

/** Prints the token that shows ownership of a host, or looks whether it is published. Returns 65 when it is not. */
export async function consent(host: string, flags: ConsentFlags, context: CommandContext): Promise<number> {
  const { output, cwd } = context;
  const url = parseTargetUrl(host);
  if ('problem' in url) throw usage('HOST', url.problem, '');
  const key = await loadProjectKey(cwd);
  if (key.note) output.note(key.note);
  const { dnsName, token, fileUrl } = ownershipChallenge(key, url.host);
  if (!flags.verify) {
    output.print(
      `To show that ${url.host} is yours, publish this token in one of two places.\n\n` +
        `  DNS:   ${dnsName}   TXT   "${token}"\n` +
        `  File:  ${fileUrl}\n         ${token}\n\n` +
        `It covers ${url.host} and those hosts below it that your config lists. Then: launch-ready consent ${url.host} --verify\n`,
    );
    return exitCode.done;
  }
  const { proofs, missing } = await proveOwnership({ hosts: [url.host], key, signal: AbortSignal.timeout(30_000) });
  const [proof] = proofs;
  if (proof) {
    output.print(
      `${url.host} is proven to be yours (${proof.by === 'dns' ? 'DNS record' : 'file'} of ${proof.host}).\n`,
    );
    return exitCode.done;
  }
  const seen = missing.map(({ dns, file }) => `  ${dns}\n  ${file}\n`).join('');
  output.print(
    `Not proven yet for ${url.host}.\n${seen || '  Loopback hosts need no proof.\n'}` +
      'A new DNS record can take a few minutes to be seen. The token: ' +
      `launch-ready consent ${url.host}\n`,
  );
  return exitCode.noConsent;
}
