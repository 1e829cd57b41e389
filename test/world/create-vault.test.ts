import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVault } from '../../src/world/create-vault.ts';
import { readCredentials } from '../../src/world/read-credentials.ts';

const secret = `pä"ss'w<o>r&d /+=?é`;

describe('the vault', () => {
  const spellings: readonly (readonly [string, (text: string) => string])[] = [
    ['raw', (text) => text],
    ['URL-encoded', encodeURIComponent],
    ['URL-encoded in lower case', (text) => encodeURIComponent(text).replace(/%../g, (each) => each.toLowerCase())],
    ['URL-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
    ['in a form body', (text) => new URLSearchParams({ text }).toString().slice(5)],
    ['in a URL query', (text) => new URL(`http://h/?x=${encodeURIComponent(text)}`).search.slice(3)],
    ['JSON', (text) => JSON.stringify(text).slice(1, -1)],
    [
      'JSON in ASCII',
      (text) =>
        JSON.stringify(text)
          .slice(1, -1)
          .replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ],
    [
      'HTML',
      (text) =>
        text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? '&#39;'),
    ],
    ['hex', (text) => Buffer.from(text).toString('hex')],
    ['base64', (text) => Buffer.from(text).toString('base64')],
    ['base64 for URLs', (text) => Buffer.from(text).toString('base64url')],
  ];

  it.each(spellings)('hides a secret that is written %s', (_name, spell) => {
    const vault = createVault();
    vault.add(secret, 'LR_A_PASSWORD');
    expect(vault.redact(`before ${spell(secret)} after`)).toBe('before [LR_A_PASSWORD] after');
  });

  it.each([0, 1, 2, 3, 4, 5])('hides a secret inside base64 after %i bytes', (offset) => {
    const vault = createVault();
    vault.add('correct horse battery', 'PASSWORD');
    const basic = Buffer.from(`${'u'.repeat(offset)}correct horse battery:x`).toString('base64');
    const redacted = vault.redact(`Basic ${basic}`);
    expect(redacted).toContain('[PASSWORD]');
    // At most the two characters at each end that it shares with its neighbours are left.
    expect(redacted.length).toBeLessThanOrEqual('Basic [PASSWORD]'.length + Math.ceil(offset / 3) * 4 + 8);
  });

  it('prefers the longest secret and merges overlapping ones', () => {
    const vault = createVault();
    vault.add('token', 'SHORT');
    vault.add('token-abcdef', 'LONG');
    vault.add('abcdef-ghijkl', 'TAIL');
    expect(vault.redact('a token b token-abcdef c')).toBe('a [SHORT] b [LONG] c');
    expect(vault.redact('x token-abcdef-ghijkl y')).toBe('x [TAIL] y');
  });

  it('leaves text without secrets alone and ignores what is too short to be one', () => {
    const vault = createVault();
    vault.add('abc', 'TOO_SHORT');
    expect(vault.redact('abc abcd')).toBe('abc abcd');
    vault.add('hunter22', 'P');
    expect(vault.redact('nothing here, hunter2')).toBe('nothing here, hunter2');
  });

  it('finds every registered secret at any place of any text', () => {
    const word = fc.string({ minLength: 4, maxLength: 30, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 8 }),
        fc.string(),
        fc.string(),
        (secrets, before, after) => {
          const vault = createVault();
          for (const [index, each] of secrets.entries()) vault.add(each, `${index}`);
          for (const each of secrets.filter((one) => one.length >= 4)) {
            const hidden = vault.redact(before + each + after);
            expect(hidden).not.toBe(before + each + after);
            expect(hidden.replace(/\[\d\]/g, '')).not.toContain(each);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stays linear: a thousand secrets in two megabytes', () => {
    const vault = createVault();
    for (let index = 0; index < 1_000; index += 1) vault.add(`session-cookie-${index}-${index * 7_919}`, 'COOKIE');
    const text = `${'lorem ipsum session-cookie '.repeat(80_000)}session-cookie-999-${999 * 7_919}`;
    expect(vault.redact(text).endsWith('[COOKIE]')).toBe(true);
  });
});

describe('credentials', () => {
  const env = {
    LR_A_USER: 'anna@one.example',
    LR_A_PASSWORD: 'first secret',
    LR_A_TOTP: 'JBSW Y3DP EHPK 3PXP',
    LR_B_USER: 'berta@two.example',
    LR_ADMIN_USER: 'admin',
    LR_ADMIN_PASSWORD: 'second secret',
    CUSTOMER_TWO_USER: 'bob@two.example',
    CUSTOMER_TWO_PASSWORD: 'third secret',
  };

  it('reads users and passwords of the accounts and hides them at once', () => {
    const vault = createVault();
    const found = readCredentials(env, vault);
    expect(found.get('a')).toEqual({ user: 'anna@one.example', password: 'first secret', totp: 'JBSW Y3DP EHPK 3PXP' });
    expect(found.get('admin')).toEqual({ user: 'admin', password: 'second secret' });
    expect(found.has('b')).toBe(false);
    expect(vault.redact('anna@one.example first secret JBSWY3DPEHPK3PXP second secret')).toBe(
      '[LR_A_USER] [LR_A_PASSWORD] [LR_A_TOTP] [LR_ADMIN_PASSWORD]',
    );
  });

  it('does not blot an ordinary word out of every report', () => {
    const vault = createVault();
    readCredentials(env, vault);
    expect(vault.redact('the admin area')).toBe('the admin area');
  });

  it('reads an account under another prefix', () => {
    const vault = createVault();
    expect(readCredentials(env, vault, { b: 'CUSTOMER_TWO' }).get('b')?.user).toBe('bob@two.example');
    expect(vault.redact('third secret')).toBe('[CUSTOMER_TWO_PASSWORD]');
  });
});
