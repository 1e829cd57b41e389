const rehearsed = /^(?:["']?)(?:dev|development|local|tests?|testing|ci)(?:["']?)$/i;
const farthest = 12_000;

/**
 * Whether a value stands in the part of a file of settings that serves development or tests: `development:` further left above it
 * in YAML, `[test]` above it in INI and TOML.
 */
export function inRehearsedSection(bytes: Buffer, at: number): boolean {
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
