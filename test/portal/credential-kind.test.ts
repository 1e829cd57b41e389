import { describe, expect, it } from 'vitest';
import { credentialKind } from '../../src/collectors/portal/tenancy/credential-kind.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: object, alg = 'HS256') => `Bearer ${part({ alg, typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;

describe('credentialKind', () => {
  it('is the same for two people and after a renewal', () => {
    const one = credentialKind(token({ iss: 'https://id.example', sub: 'u1', exp: 1 }));
    expect(credentialKind(token({ exp: 2, sub: 'u2', iss: 'https://id.example' }))).toBe(one);
  });

  it('tells tokens of two issuers, and of one issuer for two purposes, apart', () => {
    const one = credentialKind(token({ iss: 'https://id.example', sub: 'u1', exp: 1 }));
    expect(credentialKind(token({ iss: 'https://other.example', sub: 'u1', exp: 1 }))).not.toBe(one);
    expect(credentialKind(token({ iss: 'https://id.example', sub: 'u1', role: 'authenticated' }))).not.toBe(one);
  });

  it('tells opaque tokens by scheme and length, and survives what only looks like a token', () => {
    expect(credentialKind(`Bearer ${'a'.repeat(40)}`)).toBe(credentialKind(`Bearer ${'b'.repeat(40)}`));
    expect(credentialKind(`Bearer ${'a'.repeat(40)}`)).not.toBe(credentialKind(`Token ${'a'.repeat(40)}`));
    expect(credentialKind('a.b.c')).toContain('opaque');
  });
});
