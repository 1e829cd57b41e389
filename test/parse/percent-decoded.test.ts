import { expect, it } from 'vitest';
import { percentDecoded } from '../../src/parse/percent-decoded.ts';

it.each([
  ['team%3Aplans', 'team:plans'],
  ['K%C3%B6ln', 'Köln'],
  ['plain', 'plain'],
  ['50 % of it', '50 % of it'],
  ['%E0%A4%A', '%E0%A4%A'],
])('%s reads %s', (text, read) => expect(percentDecoded(text)).toBe(read));
