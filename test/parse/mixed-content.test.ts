import { expect, test } from 'vitest';
import { readMixedContent } from '../../src/parse/mixed-content.ts';

const page = "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but requested";

test.each([
  [
    'a script',
    `${page} an insecure script 'http://cdn.example.com/a.js'. This request has been blocked; the content must be served over HTTPS.`,
    { url: 'http://cdn.example.com/a.js', kind: 'script', active: true, outcome: 'blocked' },
  ],
  [
    'a picture that the browser asks for over https instead',
    `${page} an insecure element 'http://cdn.example.com/a.png'. This request was automatically upgraded to HTTPS, For more information see https://example.com/`,
    { url: 'http://cdn.example.com/a.png', kind: 'element', active: false, outcome: 'upgraded' },
  ],
  [
    'a picture at an address',
    `${page} an insecure image 'http://192.0.2.7/a.png'. This request has been blocked; the content must be served over HTTPS.`,
    { url: 'http://192.0.2.7/a.png', kind: 'image', active: false, outcome: 'blocked' },
  ],
  [
    'a picture that is shown',
    `${page} an insecure image 'http://cdn.example.com/a.png'. This content should also be served over HTTPS.`,
    { url: 'http://cdn.example.com/a.png', kind: 'image', active: false, outcome: 'loaded' },
  ],
  [
    'a socket',
    "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but attempted to connect to the insecure WebSocket endpoint 'ws://app.example.com/live'. This request has been blocked; this endpoint must be available over WSS.",
    { url: 'ws://app.example.com/live', kind: 'WebSocket endpoint', active: true, outcome: 'blocked' },
  ],
  [
    'a form',
    "Mixed Content: The page at 'https://app.example.com/' was loaded over a secure connection, but contains a form that targets an insecure endpoint 'http://app.example.com/pay'. This endpoint should be made available over a secure connection.",
    { url: 'http://app.example.com/pay', kind: 'form', active: true, outcome: 'loaded' },
  ],
])('%s', (_name, message, load) => {
  expect(readMixedContent(message)).toEqual(load);
});

test.each([
  // Of a picture at 127.0.0.1 this is the only one: browsers trust the own machine, and load it (Mixed Content §4.3).
  `${page} an insecure element 'http://127.0.0.1:9000/a.png'. This request was not upgraded to HTTPS because its URL's host is an IP address.`,
  'Failed to load resource: net::ERR_TUNNEL_CONNECTION_FAILED',
])('no mixed content: %s', (message) => {
  expect(readMixedContent(message)).toBeNull();
});
