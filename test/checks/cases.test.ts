import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnyCheck } from '../../src/checks/define-check.ts';
import { checks } from '../../src/checks/index.ts';
import type { EvidenceMap } from '../../src/collectors/evidence-map.ts';
import type { Answer } from '../../src/model/check.ts';
import { worstStatus } from '../../src/model/status.ts';

interface Case {
  readonly why: string;
  readonly subject: string;
  readonly now: string;
  readonly environment?: string;
  readonly limits?: Readonly<Record<string, number>>;
  /** The code of the answer that decides. */
  readonly expect: string;
  readonly values: EvidenceMap;
}

const checksFolder = join(import.meta.dirname, '../../src/checks');

function casesOf(check: AnyCheck): (Case & { readonly file: string })[] {
  const folder = join(checksFolder, check.id.replace('.', '/'), 'cases');
  return readdirSync(folder).map((file) => ({
    file,
    ...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case),
  }));
}

function judgeCase(check: AnyCheck, one: Case): readonly Answer[] {
  const environmentOf = () => one.environment ?? 'production';
  const context = { now: new Date(one.now), limits: one.limits ?? {}, environmentOf, subject: one.subject };
  return [check.judge(one.values, context)].flat();
}

const placeholders = /\{[a-zA-Z]+\}/g;

describe.each(checks.map((check) => ({ id: check.id, check, cases: casesOf(check) })))('$id', ({ check, cases }) => {
  test.each(cases)('$file: $why', (one) => {
    const answers = judgeCase(check, one);
    expect(answers.map(({ code }) => code)).toContain(one.expect);
    expect(worstStatus(answers.map(({ code }) => check.outcomes[code]?.is ?? 'unproven'))).toBe(one.file.split('.')[0]);
    for (const answer of answers) {
      const says = check.outcomes[answer.code]?.says ?? '';
      const open = (says.match(placeholders) ?? []).filter((name) => !(name.slice(1, -1) in (answer.data ?? {})));
      expect(open, `${answer.code} leaves holes in its sentence`).toEqual([]);
      expect(answer.reproduce, `${answer.code} can be seen by hand`).toMatch(
        /^(?:cat|unzip|curl|openssl|dig|git|sed|launch-ready) |^Open the /,
      );
      const needsGap = check.outcomes[answer.code]?.is === 'unproven';
      expect(answer.gap !== undefined, `${answer.code} says what would close it`).toBe(needsGap);
    }
    const decides = answers.find(({ code }) => code === one.expect);
    expect(decides?.evidence.length, 'every answer has evidence').toBeGreaterThan(0);
  });

  test('every answer that it can give has a case', () => {
    const given = new Set(cases.map((one) => one.expect));
    expect(Object.keys(check.outcomes).filter((code) => !given.has(code))).toEqual([]);
  });

  test('judging twice gives the same', () => {
    for (const one of cases) expect(judgeCase(check, one)).toEqual(judgeCase(check, one));
  });
});
