import type { Person } from './target.ts';

/** What an auditor is given: `LR_A_USER`, `LR_A_PASSWORD` and so on, of each person a user name and a password. */
export function auditorEnv(
  people: Readonly<Partial<Record<Person, readonly [user: string, password: string]>>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(people).flatMap(([person, [user, password]]) => [
      [`LR_${person.toUpperCase()}_USER`, user],
      [`LR_${person.toUpperCase()}_PASSWORD`, password],
    ]),
  );
}
