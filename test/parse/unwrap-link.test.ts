import { expect, test } from 'vitest';
import { isSealed, unwrapLink } from '../../src/parse/mail/unwrap-link.ts';

const sent = 'https://app.acme.example/reset?token=abc';

test.each([
  [
    'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fapp.acme.example%2Freset%3Ftoken%3Dabc&data=05&sdata=x&reserved=0',
  ],
  [
    'https://urldefense.proofpoint.com/v2/url?u=https-3A__app.acme.example_reset-3Ftoken-3Dabc&d=DwM&c=x&r=y&m=z&s=q&e=',
  ],
  ['https://urldefense.com/v3/__https://app.acme.example/reset?token=abc__;!!Nz!abc$'],
  ['https://urldefense.com/v3/__https:/app.acme.example/reset*token=abc__;Pw!!Nz!abc$'],
  ['https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fapp.acme.example%2freset%3ftoken%3dabc&c=E,1,x&typo=1'],
  ['https://secure-web.cisco.com/1abcDEF/https%3A%2F%2Fapp.acme.example%2Freset%3Ftoken%3Dabc'],
])('%s is the link that was sent', (link) => expect(unwrapLink(link)).toBe(sent));

test('a filter that keeps the address to itself is said to; a link of the portal that holds another is its own', () => {
  expect(isSealed('https://protect-eu.mimecast.com/s/abcD1?domain=acme.example')).toBe(true);
  const own = 'https://app.acme.example/out?url=https%3A%2F%2Fevil.example';
  expect(unwrapLink(own)).toBe(own);
  expect([own, sent].some(isSealed)).toBe(false);
});
