import type { Config } from '../../model/config.ts';

type Rule = NonNullable<Config['policy']>[number];

/** The first rule of the owner's policy that matches an operation; undefined where none does. */
export function policyFor(policy: Config['policy'], method: string, template: string): Rule | undefined {
  return policy?.find((rule) => {
    const [verb = '*', pattern = '**'] = rule.op.trim().split(/\s+/, 2);
    return (verb === '*' || verb.toUpperCase() === method.toUpperCase()) && matches(pattern, template);
  });
}

/** `*` is one segment or a part of it, `**` any number of segments; `{id}` in the template matches `*` and `{…}`. */
function matches(pattern: string, template: string): boolean {
  const source = pattern
    .split('/')
    .map((part) =>
      part === '**'
        ? '.*'
        : part.startsWith('{')
          ? '[^/]+'
          : part.replace(/[.+?^$()|[\]\\]/g, '\\$&').replace(/\*/g, '[^/]*'),
    )
    .join('/')
    .replace(/\/\.\*$/, '(/.*)?');
  return new RegExp(`^${source}$`).test(template);
}
