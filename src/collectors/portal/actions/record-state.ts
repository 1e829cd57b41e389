import type { RecordShown } from './record-on-page.ts';

/** What whoever owns a record sees of it. */
export type RecordState = Pick<RecordShown, 'present' | 'words' | 'buttons'>;

/** `gone`: from where it stood; `controls`: others than before; `words`: others beside the same controls. */
export interface StateChange {
  readonly kind: 'gone' | 'controls' | 'words';
  /** Words that came and went. */
  readonly words: readonly string[];
}

/** What pages say of time: it passes whatever anybody does. */
const ofTime =
  /^(just|now|ago|few|an?|seconds?|secs?|minutes?|mins?|hours?|today|vor|gerade|eben|jetzt|sekunden?|minuten?|stunden?|heute|il|ya|instant|secondes?|heures?|aujourd|hui|hace|ahora|segundos?|minutos?|horas?|hoy|fa|adesso|secondi|minuti|ore|oggi|há|agora|hoje|geleden|seconden|nu|temu|teraz|sekund|minut|dzisiaj)$/iu;

/** undefined: it is as it was. */
export function changeOf(before: RecordState, after: RecordState): StateChange | undefined {
  if (before.present && !after.present) return { kind: 'gone', words: [] };
  const [old, now] = [before, after].map((one) => new Set(one.words.filter((word) => !ofTime.test(word))));
  const words = [
    ...[...(now ?? [])].filter((word) => !old?.has(word)),
    ...[...(old ?? [])].filter((word) => !now?.has(word)),
  ];
  const sorted = ({ buttons }: RecordState) => [...buttons].sort().join('|').toLowerCase();
  if (sorted(before) !== sorted(after)) return { kind: 'controls', words };
  return words.length > 0 ? { kind: 'words', words } : undefined;
}
