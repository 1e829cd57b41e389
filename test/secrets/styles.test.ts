import { expect, test } from 'vitest';
import { scanDocument } from '../../src/secrets/scan-document.ts';
import { shapes, styles } from './styles.ts';
import { expandTemplate, seeded } from './templates.ts';

function secretsIn(path: string, text: string): number {
  let count = 0;
  const hit = (one: { readonly exposure: string }) => {
    if (one.exposure !== 'publishable') count += 1;
  };
  scanDocument(Buffer.from(text), { path }, { hit, left: () => undefined });
  return count;
}

test.each(Object.entries(styles))('%s: every way of writing a secret is read', (path, templates) => {
  for (const template of templates)
    for (let seed = 1; seed <= 4; seed += 1)
      expect(secretsIn(path, `${expandTemplate(template, seeded(seed))}\n`), template).toBeGreaterThan(0);
});

test('values of known shape are found under a name that says nothing', () => {
  for (const template of shapes)
    for (let seed = 1; seed <= 4; seed += 1)
      expect(secretsIn('.env', `X_VALUE=${expandTemplate(template, seeded(seed))}\n`), template).toBeGreaterThan(0);
});

test('the same ways of writing a stand-in are no secrets', () => {
  for (const [path, templates] of Object.entries(styles))
    for (const template of templates) {
      if (/\{[EJG][:}]|identified by|Sommer2024/i.test(template)) continue;
      const text = template.replace(
        /(?:(?:\{[A-Z]\d+\}|!k|#9|!@|&\^%|\\xec\]\/| )*\{[A-Z]\d+\}(?:#9|<>)?)+/g,
        'CHANGE_ME',
      );
      expect(secretsIn(path, `${text}\n`), text).toBe(0);
    }
});
