import { GapError } from '../../model/gap.ts';
import { folderListing } from '../../parse/folder-listing.ts';
import { isHtml, mediaType } from '../../parse/header-list.ts';
import { readHtml } from '../../parse/html.ts';
import type { World } from '../../world/world.ts';
import { type Asked, ask } from '../look/ask.ts';
import type { ExposureProbe } from '../network-evidence.ts';

const mostFolders = 8;
const maxBodyBytes = 64 * 1024;

/** Folders in which people put what others must not list, and of them those that each host of a long list is asked for. */
export const coreFolders = ['/backup/', '/uploads/'] as const;
export const commonFolders = [...coreFolders, '/files/', '/backups/'] as const;

export interface ListingQuestion {
  readonly home: Asked;
  readonly host: string;
  readonly folders: readonly string[];
  readonly origin: string;
  readonly world: World;
  readonly signal: AbortSignal;
}

/** Lists of files that a web server makes of a folder: at the front page, where the page's own files lie, and in `folders`. */
export async function lookForListings(question: ListingQuestion): Promise<ExposureProbe[]> {
  const { home, folders } = question;
  const front = shown('/', home);
  const own = foldersOf(question);
  const asked = await Promise.all(
    [...new Set([...own, ...folders])].slice(0, mostFolders).map((path) => look(path, question)),
  );
  return [...(front ? [front] : []), ...asked];
}

function foldersOf({ home, host }: ListingQuestion): readonly string[] {
  if (!isHtml(mediaType(home.response.headers))) return [];
  const written = readHtml(home.text).elements.flatMap(({ name, attributes }) =>
    name === 'script' || name === 'img' ? (attributes.src ?? []) : name === 'link' ? (attributes.href ?? []) : [],
  );
  const paths = written.flatMap((each) => {
    const url = URL.parse(each, home.response.url);
    return url?.hostname === host ? url.pathname.replace(/[^/]*$/, '') : [];
  });
  return [...new Set(paths)].filter((path) => path !== '/' && path.length < 100).slice(0, 4);
}

async function look(path: string, { origin, world, signal }: ListingQuestion): Promise<ExposureProbe> {
  const shape = { path, status: 0, contentType: '', kind: 'folder-metadata' as const };
  try {
    const asked = await ask(world, { url: origin + path, permit: 'guess', maxBodyBytes, timeoutMs: 6_000 }, signal);
    const answer = { ...shape, status: asked.response.status, contentType: mediaType(asked.response.headers) };
    if (asked.stranger) return { ...answer, outcome: asked.stranger.kind === 'challenge' ? 'denied' : 'trouble' };
    const found = shown(path, asked);
    if (found) return found;
    if ([401, 403].includes(answer.status)) return { ...answer, outcome: 'denied' };
    return { ...answer, outcome: answer.status === 200 ? 'like-control' : 'absent' };
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    return { ...shape, outcome: 'trouble' };
  }
}

function shown(path: string, { response, text }: Asked): ExposureProbe | undefined {
  const contentType = mediaType(response.headers);
  const found = response.status === 200 ? folderListing({ body: response.body, text, type: contentType }) : null;
  return found ? { path, status: 200, contentType, kind: 'folder-metadata', outcome: 'present', ...found } : undefined;
}
