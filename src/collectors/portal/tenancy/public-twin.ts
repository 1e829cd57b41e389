import type { PlainRequest } from './replay.ts';

const kept =
  /\/storage\/v1\/object\/(authenticated\/)?(?!(public|sign|info|list|upload|copy|move|render)\/)(?=[^/]+\/.)/;

/**
 * The other address of the same stored file: Supabase Storage serves a bucket that is public under `object/public/` to everybody, also
 * where the portal's own pages ask for its files with a session.
 */
export function publicTwin(request: PlainRequest): readonly PlainRequest[] {
  if (request.method !== 'GET' || !kept.test(request.url)) return [];
  return [{ ...request, url: request.url.replace(kept, '/storage/v1/object/public/') }];
}
