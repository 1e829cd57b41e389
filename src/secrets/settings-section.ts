const rehearsed = /^(?:["']?)(?:dev|development|local|tests?|testing|ci)(?:["']?)$/i;
const farthest = 12_000;

/** `APP_ENV: testing` beside it: the whole block is for a run of tests. */
const forTests =
  /(?:^|["'\s-])(?:APP|NODE|RAILS|RACK|FLASK|MIX|SYMFONY|CI|ASPNETCORE|SPRING)_ENV(?:IRONMENT)?["']?\s{0,4}[:=]\s{0,4}["']?(?:tests?|testing)["']?\s*$/m;
const near = 1200;

/**
 * Whether a value stands in the part of a file of settings that serves development or tests: `development:` further left above it
 * in YAML, `[test]` above it in INI and TOML.
 */
export function inRehearsedSection(bytes: Buffer, at: number): boolean {
  if (forTests.test(bytes.toString('latin1', Math.max(0, at - near), Math.min(bytes.length, at + near)))) return true;
  const start = Math.max(0, at - farthest);
  const lines = bytes.toString('latin1', start, at).split('\n');
  const last = lines.pop() ?? '';
  let indent = last.length - last.trimStart().length;
  for (const line of lines.reverse()) {
    const [, section] = /^\[+\s{0,4}([\w.-]{1,60})\s{0,4}\]+\s*$/.exec(line) ?? [];
    if (section !== undefined) return indent === 0 && rehearsed.test(section);
    const [, space = '', name = '', rest = ''] = /^( *)([\w."'-]{1,60}):(.{0,40})/.exec(line) ?? [];
    if (name === '' || space.length >= indent) continue;
    indent = space.length;
    // `development: &default` is a section, `test: true` a value.
    if (/^\s*(?:&\w+\s*)?(?:#.*)?$/.test(rest) && rehearsed.test(name)) return true;
    if (indent === 0) return false;
  }
  return false;
}
