import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { holds, isAtomLike, isContact, stableLeaves } from '../../src/collectors/portal/tenancy/atoms.ts';
import { isEcho } from '../../src/collectors/portal/tenancy/gather-atoms.ts';
import { isTelling } from '../../src/collectors/portal/tenancy/together.ts';
import { outcomeOf } from '../../src/collectors/portal/tenancy/view.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (body: string | Uint8Array, type = 'application/json', headers = {}) =>
  readAnswer(typeof body === 'string' ? bytes(body) : body, type, headers);
const outcome = (status: number, body: string, type?: string, location?: string) =>
  outcomeOf(status, read(body, type), location);

describe('what an answer is', () => {
  it.each([
    ['a record', 200, '{"id":7,"note":"x"}', 'data'],
    ['200 with an error and null data', 200, '{"errors":[{"message":"no"}],"data":null}', 'error-body'],
    ['200 with success false', 200, '{"success":false,"message":"no"}', 'error-body'],
    [
      'an error with request id and time',
      200,
      '{"error":"unauthenticated","requestId":"7f","servedAt":"2026-11-20"}',
      'error-body',
    ],
    ['an errors key that is empty beside data', 200, '{"errors":[],"data":{"note":"Blast freezer"}}', 'data'],
    ['a record that has an error field and data of its own', 200, '{"error":null,"note":"Blast freezer"}', 'data'],
    ['an empty list with its count', 200, '{"items":[],"total":0,"page":1}', 'empty'],
    ['nothing', 204, '', 'empty'],
    ['404', 404, '{"note":"x"}', 'denied'],
    ['409', 409, '{"note":"x"}', 'client-error'],
    ['429', 429, '', 'rate-limited'],
    ['503', 503, '', 'server-error'],
  ])('%s', (_name, status, body, expected) => {
    expect(outcome(status, body)).toBe(expected);
  });

  it('a redirect to the sign-in page, and one elsewhere', () => {
    expect(outcome(302, '', 'text/html', '/login?next=%2F')).toBe('sign-in');
    expect(outcome(302, '', 'text/html', '/elsewhere')).toBe('redirect');
  });

  it('a page with a password field is the sign-in page, whatever its status', () => {
    expect(outcome(200, '<!doctype html><form><input type="password"></form>', 'text/html')).toBe('sign-in');
  });
});

describe('what stands in an answer', () => {
  it.each([
    [
      'Turbo, in a template',
      '<turbo-stream action="replace" target="x"><template><p>Blast freezer</p></template></turbo-stream>',
      'text/vnd.turbo-stream.html',
    ],
    [
      'Jakarta Faces, as text in XML',
      '<?xml version="1.0"?><partial-response><changes><update id="t"><![CDATA[<p>Blast freezer</p>]]></update></changes></partial-response>',
      'text/xml',
    ],
    [
      'an UpdatePanel, after its length',
      '1|#||4|20|updatePanel|main|<p>Blast freezer</p>|3|hiddenField|__VIEWSTATE|abc|',
      'text/plain',
    ],
    ['a cell of a grid', '{"data":[["<p>Blast freezer</p>"]]}', 'application/json'],
    [
      'what a component is given',
      '<div data-page="{&quot;props&quot;:{&quot;note&quot;:&quot;Blast freezer&quot;}}"></div>',
      'text/html',
    ],
    [
      'data in a text of a script',
      `<script>s.push("[${'{\\"n\\":1},'.repeat(60)}\\"Blast freezer\\"]")</script>`,
      'text/html',
    ],
  ])('parts of a page from %s', (_name, body, type) => {
    expect(read(body, type).leaves.map(({ value }) => value)).toContain('Blast freezer');
  });

  it('JSON leaves, JSON in strings, base64 and token payloads', () => {
    const inner = Buffer.from('{"org":"Brightwater Dental"}').toString('base64url');
    const { text, leaves } = read(
      JSON.stringify({
        list: [{ note: 'Eleven sites' }],
        raw: '{"deep":"Quayside"}',
        token: `eyJhbGciOiJub25lIn0.${inner}.x`,
      }),
    );
    for (const value of ['Eleven sites', 'Quayside', 'Brightwater Dental']) expect(text).toContain(value);
    expect(leaves.map((leaf) => leaf.path)).toContain('$.list[0].note');
  });

  it('HTML text and attributes, and data in scripts', () => {
    const { text } = read(
      '<p title="Harrow">Pike</p><script type="application/json">{"site":"Wexcombe"}</script><script>var s = "Saltmarsh Yard";</script>',
      'text/html',
    );
    for (const value of ['Harrow', 'Pike', 'Wexcombe', 'Saltmarsh Yard']) expect(text).toContain(value);
  });

  it('text of a PDF, packed or not', () => {
    const packed = zlibSync(bytes('BT (Stage payment one) Tj ET'));
    const pdf = Buffer.concat([
      Buffer.from('%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n'),
      packed,
      Buffer.from('\nendstream endobj (plain title)'),
    ]);
    const { text } = read(new Uint8Array(pdf), 'application/pdf');
    expect(text).toContain('Stage payment one');
    expect(text).toContain('plain title');
  });

  it('CSV cells, prefixed JSON, lines of JSON, a file name in a header', () => {
    expect(read('a,b\nBWD/2334,"Colney"', 'text/csv').leaves.map((leaf) => leaf.value)).toContain('Colney');
    expect(read(')]}\',\n{"a":"Merrowhaven"}').kind).toBe('json');
    expect(read('{"a":"Merrowhaven"}\n{"a":"Thornley"}').leaves).toHaveLength(2);
    expect(
      read('', 'text/plain', { 'content-disposition': "attachment; filename*=UTF-8''drain%20camera.txt" }).text,
    ).toContain('drain camera.txt');
  });

  it('bad input: garbage JSON, cut-off JSON, invalid UTF-8, a broken archive → text, no throw', () => {
    expect(read('{"a": ').kind).toBe('text');
    expect(read(new Uint8Array([0xff, 0xfe, 0x41])).kind).toBe('text');
    expect(read(new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]), 'application/zip').kind).toBe('file');
  });
});

describe('atoms', () => {
  it.each([
    'Eleven sites on one policy.',
    'BWD/2334',
    '+44 7700 900 914',
    'sk-77120-hp',
    '73920.55',
    '02c1541c-1f04-411f',
  ])('%s can prove', (value) => {
    expect(isAtomLike({ value, type: 'string' })).toBe(true);
  });
  it.each([
    'open',
    'in_progress',
    'ACTIVE',
    'Open',
    'GBP',
    '2026-11-20',
    '2026-11-20T12:00:00Z',
    '1763640000',
    'true',
    '12',
    '19140',
    'application/json',
    '#ff0000',
    'https:',
    'aaaaaa',
    'Mon, 20 Nov 2026 10:00:00 GMT',
    '20.11.2026',
  ])('%s proves nothing', (value) => {
    expect(isAtomLike({ value, type: 'string' })).toBe(false);
  });

  it('keeps only what two answers have alike', () => {
    const leaf = (path: string, value: string) => ({ path, value, type: 'string' as const });
    expect(
      stableLeaves(
        [leaf('$.a', 'same value'), leaf('$.n', 'nonce-1')],
        [leaf('$.a', 'same value'), leaf('$.n', 'nonce-2')],
      ).map((one) => one.value),
    ).toEqual(['same value']);
  });

  it('tells a contact from content', () => {
    expect(isContact({ value: 'ansel@brevik.example', path: '$.contact' }, [])).toBe(true);
    expect(isContact({ value: 'Jürgen Abernathy', path: '$.user.displayName' }, [])).toBe(true);
    expect(isContact({ value: 'Surgery three sterile room', path: '$.name' }, [])).toBe(false);
  });

  it('finds short values as whole words only', () => {
    expect(holds('order 9102345', '10234')).toBe(false);
    expect(holds('order 10234.', '10234')).toBe(true);
  });

  it('knows its own echo', () => {
    expect(isEcho('no invoice 3872312c', ['3872312c'])).toBe(true);
    expect(isEcho('statement-brightwater', ['statement-brightwater-2026-10.txt'])).toBe(true);
    expect(isEcho('Eleven sites', ['3872312c'])).toBe(false);
  });
});

it('rows that come by themselves, as htmx puts them into a table, keep their cells apart', () => {
  const { leaves } = read('<tr id="c3"><td>Kiln Works<br>Dock 4</td><td>2,310.00</td></tr>', 'text/html');
  expect(leaves.map(({ value }) => value)).toEqual(['Kiln Works', 'Dock 4', '2,310.00']);
});

it('two long sums are as telling as three short values; numbers of records, times and sizes are not', () => {
  const told = (values: Readonly<Record<string, number>>) =>
    isTelling(
      Object.entries(values).map(([key, value]) => ({
        path: `$.${key}`,
        type: 'number' as const,
        value: String(value),
      })),
    );
  expect(told({ open: 3, billed: 31432, turnover: 762450 })).toBe(true);
  expect(told({ billed: 31432, turnover: 762450 })).toBe(true);
  expect(told({ billed: 31432 })).toBe(false);
  expect(told({ id: 31432, authorId: 762451 })).toBe(false);
  expect(told({ since: 1764200000, until: 1764203600 })).toBe(false);
  expect(told({ bytes: 31432, turnover: 762450 })).toBe(false);
});
