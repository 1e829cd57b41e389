import { expect, test } from 'vitest';
import { renderQuick } from '../../src/reporters/quick-summary.ts';
import { checkNamed, findingOf, scorecardOf } from './fixture.ts';

test('quick: what is wrong in the same way at many hosts is said once, with where else', () => {
  const hosts = ['a.test', 'b.test', 'c.test', 'd.test', 'e.test', 'f.test'];
  const hsts = hosts.map((host) =>
    findingOf(checkNamed('https.hsts'), host, 'fail', { code: 'absent', says: `${host} sends no HSTS.` }),
  );
  const other = findingOf(checkNamed('headers.csp'), 'b.test', 'fail', {
    code: 'absent',
    says: 'b.test sends no CSP.',
  });
  const text = renderQuick(scorecardOf('b2b-api', [...hsts, other]), { width: 100, unicode: true });
  expect(text).toContain('To repair (2)');
  expect(text.match(/sends no HSTS/g)).toHaveLength(1);
  expect(text).toMatch(/The same at \S+, \S+, \S+ and 2 more\./);
  expect(text).toContain('b.test sends no CSP.');
});
