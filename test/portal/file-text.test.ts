import { zlibSync } from 'fflate';
import { expect, it } from 'vitest';
import { fileText } from '../../src/collectors/portal/tenancy/file-text.ts';

const pdf = (content: Uint8Array) =>
  Buffer.concat([
    Buffer.from('%PDF-1.3\n5 0 obj\n<< /Length 1 >>\nstream\n', 'latin1'),
    content,
    Buffer.from('\nendstream\nendobj\n%%EOF', 'latin1'),
  ]);
const linesOf = (content: string, packed = false) => {
  const bytes = Buffer.from(content, 'latin1');
  return (fileText(pdf(packed ? zlibSync(bytes) : bytes)) ?? '').split('\n');
};

it('reads lines of a PDF that stand in figures, in pieces moved closer together', () => {
  const content = 'BT\n[<496e> 20 <76> 25 <6f69636520494e56> 80 <2d323032362d37303438> 0] TJ\nET\n<4e6f7465> Tj';
  expect(linesOf(content)).toContain('Invoice INV-2026-7048');
  expect(linesOf(content)).toContain('Note');
  expect(linesOf(content, true)).toContain('Invoice INV-2026-7048');
});

it('puts pieces of letters together, with a space where they stand a word apart', () => {
  expect(linesOf('[(Amount) -278 (due \\(net\\)) 15 ( 1) -20 (502.40)] TJ')).toContain('Amount due (net) 1502.40');
});

it('takes numbers of shapes of a font of the document’s own for no letters', () => {
  expect(linesOf('[<00030011000f> 20 <0012>] TJ').slice(0, -1).join('').trim()).toBe('');
});

it('is not kept busy by brackets that never end', () => {
  const began = performance.now();
  linesOf(`${'['.repeat(20_000)}${' 1 2 '.repeat(20_000)}`);
  expect(performance.now() - began).toBeLessThan(2000);
});
