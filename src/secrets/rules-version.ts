import { createHash } from 'node:crypto';
import { rules } from './rules/index.ts';

/** Raised when the engine finds other things by the same rules. */
const engine = 16;
let version: string | undefined;

/** Changes with every rule: what was searched by other rules has to be searched again. */
export function rulesVersion(): string {
  version ??= createHash('sha256')
    .update(
      `${engine}\n${rules.map((rule) => `${rule.id} ${rule.pattern.source} ${rule.anchors.join(' ')} ${rule.accept?.toString() ?? ''}`).join('\n')}`,
    )
    .digest('hex')
    .slice(0, 16);
  return version;
}
