import type { RawHit } from './search-text.ts';
import type { NameSense } from './secret-name.ts';

interface InColumn extends Pick<RawHit, 'value' | 'from' | 'weight'> {
  readonly name: string;
  readonly sense: NameSense;
  /** It may be nobody's secret: a warning. */
  readonly isDoubtful: boolean;
}

/** What stands in a column whose heading says that secrets stand there. */
export function hitInColumn({ name, sense, isDoubtful, ...found }: InColumn): RawHit {
  return {
    rule: `named-${sense.kind}`,
    provider: 'what its name says',
    grants: 'do what the heading of its column says it opens',
    exposure: 'secret',
    ...found,
    to: found.from + found.value.length,
    via: [],
    shaped: false,
    name,
    ...(isDoubtful ? { doubt: 'rehearsal' as const } : {}),
  };
}
