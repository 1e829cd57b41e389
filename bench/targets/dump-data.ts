import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

/** Everything that an application has stored, one line a row or file, sorted. */
export type Dump = readonly string[];

/** All rows of an SQLite file; `leaveOut` matches `table` or `table.column` of what every sign-in and page view changes. */
export function dumpSqlite(file: string, leaveOut: RegExp): Dump {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' and sql not like 'create virtual%'")
      .all()
      .map((row) => String(row.name));
    return tables
      .filter((table) => !leaveOut.test(table) && !table.startsWith('sqlite_'))
      .flatMap((table) =>
        database
          .prepare(`select * from "${table}"`)
          .all()
          .map((row) => {
            const kept = Object.entries(row).filter(([column]) => !leaveOut.test(`${table}.${column}`));
            return `${table} ${JSON.stringify(Object.fromEntries(kept), (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`;
          }),
      )
      .sort();
  } finally {
    database.close();
  }
}

/** All rows of a PostgreSQL database, by Debian's psql; `leaveOut` as in `dumpSqlite`. */
export async function dumpPostgres(port: number, name: string, leaveOut: RegExp): Promise<Dump> {
  const ask = async (query: string): Promise<readonly string[]> => {
    const flags = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', name, '-At', '-c', query];
    const { stdout } = await promisify(execFile)('psql', flags, { maxBuffer: 64 * 1024 * 1024 });
    return stdout.split('\n').filter((line) => line !== '');
  };
  const tables = await ask("select tablename from pg_tables where schemaname = 'public' order by 1");
  const lines: string[] = [];
  for (const table of tables.filter((one) => !leaveOut.test(one)))
    for (const line of await ask(`select to_jsonb(one) from "${table}" one`)) {
      const row = JSON.parse(line) as Record<string, unknown>;
      const kept = Object.entries(row).filter(([column]) => !leaveOut.test(`${table}.${column}`));
      lines.push(`${table} ${JSON.stringify(Object.fromEntries(kept))}`);
    }
  return lines.sort();
}

/** All files below a folder with their text; `leaveOut` matches paths from the folder on. */
export async function dumpFolder(folder: string, leaveOut: RegExp): Promise<Dump> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const lines = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !leaveOut.test(path))
    .map(async (path) => `${path} ${JSON.stringify(await readFile(join(folder, path), 'latin1'))}`);
  return (await Promise.all(lines)).sort();
}

/** Lines that are in one dump and not in the other, `- ` for those that are gone and `+ ` for new ones. */
export function differences(before: Dump, after: Dump): readonly string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}
