import { z } from 'zod';
import { configSchema } from '../model/config.ts';
import { dossierSchema } from '../model/dossier.ts';
import { scorecardSchema } from '../model/scorecard.ts';

/** File name → text of every published JSON Schema. The config's is what a person may write, defaults left out. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const text = (name: string, title: string, schema: z.ZodType, io: 'input' | 'output') => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { io });
    const head = { $schema, $id: `launch-ready/${name}`, title };
    return [`${name}.schema.json`, `${JSON.stringify({ ...head, ...rest }, undefined, 2)}\n`] as const;
  };
  return new Map([
    text('config', 'Launch Ready configuration', configSchema, 'input'),
    text('dossier', 'Launch Ready dossier: the evidence of one run', dossierSchema, 'output'),
    text('scorecard', 'Launch Ready scorecard: the result of one judgement', scorecardSchema, 'output'),
  ]);
}
