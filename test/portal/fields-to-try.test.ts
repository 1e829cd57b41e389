import { expect, it } from 'vitest';
import { privilegedIn } from '../../src/collectors/portal/writes/privileged.ts';
import { harmlessness } from '../../src/collectors/portal/writes/text-field.ts';

const claim = { id: 'CLM-301', reason: 'Crushed carton', approvedAmount: null, closedAt: null, papel: 'morador' };

it('an amount that nobody granted yet is granted, a role is one that the portal knows; other empty fields stay empty', () => {
  const seen = (key: string) => (key === 'papel' ? ['morador', 'administradora'] : []);
  expect(privilegedIn(claim, seen)).toEqual([
    { keys: ['approvedAmount'], kind: 'price', present: null, wanted: 1 },
    { keys: ['papel'], kind: 'role', present: 'morador', wanted: 'administradora' },
  ]);
});

it('what people write is known in other languages; what is worth something is left alone', () => {
  expect(['reason', 'motivo', 'observacao', 'descricao'].map(harmlessness)).not.toContain(undefined);
  expect(['iban', 'status', 'amount', 'bankReference'].map(harmlessness)).toEqual(Array(4).fill(undefined));
});
