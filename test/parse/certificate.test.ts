import { describe, expect, test } from 'vitest';
import { createAuthority, type LeafOptions } from '../../range/internet/authority.ts';
import { readChain } from '../../src/parse/certificate.ts';

const authority = createAuthority(new Date('2026-11-24T00:00:00.000Z'));
const ders = (pem: string) =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END/g)].map(([, text = '']) =>
    Buffer.from(text, 'base64'),
  );
const read = (options: LeafOptions) => readChain(ders(authority.leaf(options).cert));

describe('chains of certificates', () => {
  test('a leaf with a subject goes by its common name', () => {
    const [leaf] = read({ names: ['app.example.com', 'example.com'] }) ?? [];
    expect(leaf).toMatchObject({ subject: 'app.example.com', dnsNames: ['app.example.com', 'example.com'] });
  });

  // As Let's Encrypt issues them today: RFC 5280 §4.1.2.6 allows it where the alternative names are critical.
  test('a leaf without a subject goes by the first of its alternative names', () => {
    const [leaf, above] = read({ names: ['*.example.com', 'example.com'], noSubject: true }) ?? [];
    expect(leaf).toMatchObject({
      subject: '*.example.com',
      dnsNames: ['*.example.com', 'example.com'],
      issuer: 'Loopback Issuing E1',
      issuerOrganization: 'Loopback Trust Services',
      signedByNext: true,
      selfSigned: false,
      key: 'EC P-256',
    });
    expect(above).toMatchObject({ subject: 'Loopback Issuing E1', ca: true });
  });

  test('bad input: bytes that are no certificate → null', () => {
    expect(readChain([new Uint8Array([1, 2, 3])])).toBeNull();
  });
});
