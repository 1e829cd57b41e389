import type { Sighting } from '../../secrets/sighting.ts';

/** Single quotes for a shell; a path is somebody else's text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const zip = /\.(?:zip|jar|war|ear|aar|apk|ipa|whl|nupkg|vsix|xpi|docx|xlsx|pptx)$/i;

/**
 * A command that shows the line by hand, through every archive, recording, notebook and source map that it stands in; from a
 * commit where one is given.
 */
export function readBack({ path, line, original }: Sighting, commit?: string): string {
  const [outer = '', ...inner] = path.split('!/');
  const pick = `sed -n ${line}p`;
  if (commit === undefined && inner.length === 0 && original === undefined) return `${pick} ${quoted(outer)}`;
  const steps = [commit === undefined ? `cat ${quoted(outer)}` : `git show ${quoted(`${commit}:${outer}`)}`];
  let name = outer;
  for (const piece of inner) {
    if (zip.test(name) && steps.length === 1 && commit === undefined)
      steps[0] = `unzip -p ${quoted(outer)} ${quoted(piece)}`;
    else steps.push(opened(name, piece));
    name = piece;
  }
  if (original !== undefined) steps.push(originalText(original));
  return [...steps, ...(/^cell \d+ output/.test(name) ? [] : [pick])].join(' | ');
}

/** What takes `piece` out of what is called `name`; the names are those that the search gives. */
function opened(name: string, piece: string): string {
  const [, entry, part = ''] = /^entry (\d+) (\S+)$/.exec(piece) ?? [];
  if (entry !== undefined) return `jq -r --indent 1 ${quoted(`.log.entries[${Number(entry) - 1}].${recorded(part)}`)}`;
  const [, cell, shown] = /^cell (\d+)( output)?/.exec(piece) ?? [];
  if (cell !== undefined) {
    const source = `.cells[${Number(cell) - 1}]${shown ? '.outputs' : '.source | if type == "array" then add else . end'}`;
    return `jq -r ${quoted(source)}`;
  }
  if (/^inline(?:\.map)?$/.test(piece)) return "grep -o 'base64,[A-Za-z0-9+/=]*' | cut -d, -f2 | base64 -d";
  if (piece === 'inline.gz') return "grep -o 'H4sI[A-Za-z0-9+/=]*' | base64 -d";
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (base === piece || /\.t?gz$/i.test(base)) return 'gunzip';
  if (/\.zst$/i.test(base)) return 'zstd -d';
  return `${zip.test(base) ? 'bsdtar' : 'tar'} -xOf - ${quoted(piece)}`;
}

function recorded(part: string): string {
  if (part === 'request') return 'request | {url, headers, cookies}';
  if (part === 'response') return 'response | {headers}';
  return part.startsWith('request') ? 'request.postData.text' : 'response.content.text';
}

/** The text of a source map whose name ends so, sections included (ECMA-426). */
function originalText(original: string): string {
  const name = JSON.stringify(original);
  return `jq -r ${quoted(
    `.. | objects | select(.sourcesContent?) | . as $map | range(.sources | length) | select($map.sources[.] | endswith(${name})) | $map.sourcesContent[.]`,
  )}`;
}
