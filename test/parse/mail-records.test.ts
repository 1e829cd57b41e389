import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseBimi } from '../../src/parse/bimi.ts';
import { looksLikeDkim, parseDkimKey } from '../../src/parse/dkim-key.ts';
import { lookalikeNames, mostLookalikes } from '../../src/parse/lookalike-names.ts';
import { isBelow, mailSenders } from '../../src/parse/mail-senders.ts';
import { mtaStsRecordProblems, parseMtaStsPolicy, policyCovers } from '../../src/parse/mta-sts.ts';
import { tlsRptProblems } from '../../src/parse/tls-rpt.ts';

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64');

describe('DKIM keys', () => {
  test.each([
    [`v=DKIM1; k=rsa; p=${spki}`, 1024],
    [`k=rsa; p=${spki}`, 1024],
    [`p=${spki.replace(/.{30}/g, '$& ')};`, 1024],
    [`v=DKIM1; p=${pkcs1}; n=old form`, 1024],
    ['v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=', 256],
  ])('%s is read', (text, bits) => expect(parseDkimKey(text)).toMatchObject({ bits, problems: [], revoked: false }));
  test.each([
    [`v=DKIM2; p=${spki}`, 'DKIM1'],
    [`v=DKIM1; k=dsa; p=${spki}`, 'k=dsa'],
    [`v=DKIM1; h=sha1; p=${spki}`, 'SHA-256'],
    [`v=DKIM1; s=tlsrpt; p=${spki}`, 'mail out'],
    ['v=DKIM1; k=rsa', 'missing'],
    [`v=DKIM1; p=${spki.slice(0, 100)}`, 'RSA key'],
    [`v=DKIM1; p="${spki}"`, 'base64'],
    [`v=DKIM1; p=${spki}; p=${spki}`, 'twice'],
    [`v=DKIM1; k=ed25519; p=${spki}`, '32 bytes'],
  ])('%s has a problem', (text, word) => expect(parseDkimKey(text).problems.join()).toContain(word));
  // OpenDKIM, dkimpy and mailauth take a name with a hyphen; the first two refuse an empty place, OpenDKIM what is not ASCII.
  test.each([
    [`v=DKIM1; x-id=7; p=${spki}`, 'x-id'],
    [`v=DKIM1;; p=${spki}`, 'semicolons'],
    [`k=rsa; v=DKIM1; p=${spki}`, 'first'],
    [`V=DKIM1; K=rsa; p=${spki}`, 'capitals'],
    [`v=DKIM1; n=Schlüssel; p=${spki}`, 'ASCII'],
  ])('%s is sound and breaks the grammar', (text, word) => {
    const key = parseDkimKey(text);
    expect(key).toMatchObject({ bits: 1024, problems: [] });
    expect(key.doubts.join()).toContain(word);
  });
  test.each([`v=DKIM1; k=rsa; p=${spki};`, `v=DKIM1 ; n=a note; x_id=7 ; p=${spki}`])(
    '%s keeps to the grammar',
    (text) => expect(parseDkimKey(text).doubts).toEqual([]),
  );
  test('t=y and an empty p are told apart from a sound key', () => {
    expect(parseDkimKey(`v=DKIM1; t=s:y; p=${spki}`).testing).toBe(true);
    expect(parseDkimKey('v=DKIM1; p=').revoked).toBe(true);
  });
  test('what a wildcard answers is no key', () => {
    expect(['v=spf1 -all', 'google-site-verification=abc', 'v=DMARC1; p=none'].some(looksLikeDkim)).toBe(false);
  });
});

describe('MTA-STS', () => {
  test('a policy is read by lines, in any order, with what nobody knows passed over', () => {
    const text = 'mx: MAIL.example.com.\nmode: testing\nfuture: x\n\nmax_age:86400\r\nversion: STSv1\nmode: none';
    expect(parseMtaStsPolicy(text)).toEqual({
      mode: 'testing',
      servers: ['mail.example.com'],
      maxAgeSeconds: 86_400,
      problems: [],
    });
  });
  test.each([
    '',
    '<html>',
    'version: STSv1\nmode: enforce\nmax_age: 1',
    'version: STSv1\nmode: on\nmx: a.example\nmax_age: 1',
    'version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 99999999999',
  ])('bad input: a policy file that is none → its problems: %s', (text) =>
    expect(parseMtaStsPolicy(text).problems).not.toEqual([]),
  );
  test('a wildcard stands for one label', () => {
    expect(policyCovers('*.example.com', 'a.example.com')).toBe(true);
    expect(policyCovers('*.example.com', 'a.b.example.com')).toBe(false);
    expect(policyCovers('*.example.com', 'example.com')).toBe(false);
  });
  test('a record needs an id of letters and digits', () => {
    expect(mtaStsRecordProblems('v=STSv1; id=20261101T;')).toEqual([]);
    expect(mtaStsRecordProblems('v=STSv1; id=2026-11-01')).toHaveLength(1);
    expect(mtaStsRecordProblems('v=STSv1')).toHaveLength(1);
    // sts-ext-name of RFC 8461 §3.1
    expect(mtaStsRecordProblems('v=STSv1; id=1; x-note.2=a')).toEqual([]);
  });
});

test('TLS reports go to mailto: or https:', () => {
  expect(tlsRptProblems('v=TLSRPTv1; rua=mailto:a@b.example,https://c.example/r')).toEqual([]);
  // tlsrpt-ext-name of RFC 8460 §3
  expect(tlsRptProblems('v=TLSRPTv1; rua=mailto:a@b.example; x-note=1')).toEqual([]);
  for (const text of [
    'v=TLSRPTv1',
    'v=TLSRPTv1; rua=',
    'v=TLSRPTv1; rua=a@b.example',
    'v=TLSRPTv1; rua=http://c.example',
  ])
    expect(tlsRptProblems(text), text).not.toEqual([]);
});

test('a logo is an SVG file behind https, or nothing', () => {
  expect(parseBimi('v=BIMI1; l=https://a.example/l.svg?x=1').problems).toEqual([]);
  expect(parseBimi('v=BIMI1; l=; a=').problems).toEqual([]);
  for (const text of ['v=BIMI1', 'v=BIMI1; l=http://a.example/l.svg', 'v=BIMI1; l=https://a.example/l.png'])
    expect(parseBimi(text).problems, text).not.toEqual([]);
});

describe('lookalikes', () => {
  test('are close, never the name itself, and at most sixty', () => {
    const names = lookalikeNames('harborlight-consulting', 'com');
    expect(names.length).toBe(mostLookalikes);
    expect(new Set(names.map(({ domain }) => domain)).size).toBe(names.length);
    expect(names.map(({ domain }) => domain)).toEqual(
      expect.arrayContaining(['harborlight-consulting.net', 'harb0rlight-consulting.com', 'harborlightconsulting.com']),
    );
    expect(names.some(({ domain }) => domain === 'harborlight-consulting.com')).toBe(false);
  });
  test('a short name has few, and none with a hyphen at its end', () => {
    const names = lookalikeNames('a-b', 'example').map(({ domain }) => domain);
    expect(names.filter((name) => /^-|-\./.test(name))).toEqual([]);
    expect(names.some((name) => name.endsWith('.com'))).toBe(false);
  });
});

describe('mail services', () => {
  test('are recognised by whole labels only', () => {
    expect(isBelow('u123.wl.sendgrid.net.', ['sendgrid.net'])).toBe(true);
    expect(isBelow('notsendgrid.net', ['sendgrid.net'])).toBe(false);
  });
  test('no two share a name, and every name is a domain', () => {
    expect(new Set(mailSenders.map(({ name }) => name)).size).toBe(mailSenders.length);
    const ends = mailSenders.flatMap(({ spf, mx, dkim }) => [...spf, ...mx, ...dkim]);
    expect(ends.filter((end) => !/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(end))).toEqual([]);
  });
});
