import type { ScriptOperation } from '../../../parse/graphql-in-script.ts';
import { dangerWords } from '../words.ts';
import type { OperationEvidence } from '../../portal-evidence.ts';
import type { Operation } from './operation-map.ts';

/** The GraphQL operations that the portal's scripts hold and nobody was seen to use, as entries of the operation map. */
export function unsentDocuments(
  documents: readonly ScriptOperation[],
  operations: readonly Operation[],
): readonly OperationEvidence[] {
  const sent = operations.filter((one) => one.fields.length > 0);
  const host = sent[0]?.host;
  const known = new Set(sent.flatMap(({ fields }) => fields));
  const found = new Map<string, OperationEvidence>();
  for (const { kind, name, fields, variables } of documents) {
    if (host === undefined || known.has(name)) continue;
    for (const field of fields.filter((one) => !known.has(one))) {
      const words = field.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_+/g, ' ');
      found.set(`${kind} ${field}`, {
        host,
        method: kind,
        template: field,
        reads: kind !== 'mutation',
        effect: kind !== 'mutation' ? 'safe' : dangerWords.test(words) ? 'destructive' : 'reversible',
        seenBy: [],
        slots: variables.slice(0, 40).map((one) => ({ place: 'graphql', name: one.name })),
        answers: kind === 'subscription' ? 'stream' : 'api',
      });
    }
  }
  return [...found.values()].slice(0, 100);
}
