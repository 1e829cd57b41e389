import type { Config } from '../../../model/config.ts';

/** The paths of operations that the config forbids to write (`writes.never`), without wildcards: no form that sends there is used. */
export function neverPaths({ writes }: Pick<Config, 'writes'>): readonly string[] {
  return (writes?.never ?? [])
    .map((one) => (one.split(/\s+/).pop() ?? '').replace(/[*{}]/g, '').replace(/\/+$/, ''))
    .filter((one) => one.length > 1);
}
