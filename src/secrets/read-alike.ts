import { joinsSideBySide } from './decode/escapes.ts';
import { textKindOf } from './text-kind.ts';

/** All that a path says about how a text is read is the same for these two. */
export function readAlike(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [textKindOf(one), textKindOf(other)];
  return (
    a.form === b.form &&
    a.rehearsal === b.rehearsal &&
    a.packaged === b.packaged &&
    a.translations === b.translations &&
    a.lockFile === b.lockFile &&
    joinsSideBySide.test(one) === joinsSideBySide.test(other)
  );
}
