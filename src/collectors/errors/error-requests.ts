import type { HeaderList, World } from '../../world/world.ts';

export interface ErrorRequest {
  readonly name: string;
  readonly path: string;
  readonly method?: 'GET' | 'OPTIONS' | 'POST';
  readonly permit?: 'abuse';
  readonly headers?: HeaderList;
  readonly body?: string;
  /** Whatever an answer may repeat without showing anything of its own. */
  readonly sent: readonly string[];
}

/**
 * Requests that have to fail: unknown paths by several handlers, broken encoding, odd query types, media types that nobody
 * has, a body and a token that cannot be read. GET and OPTIONS only (many servers read the body of OPTIONS too), unless the
 * owner has allowed odd input by name; then the unreadable body is posted to a path that does not exist. None of them is an attack string.
 */
export function errorRequests(world: World, host: string): readonly ErrorRequest[] {
  const word = () => `lr-${world.randomHex(6)}`;
  const [page, deep, api, json, script, dotnet, token] = [word(), word(), word(), word(), word(), word(), word()];
  const mayPost = world.scope.refuses('abuse', host) === undefined;
  const asJson: HeaderList = [['accept', 'application/json']];
  return [
    { name: 'unknown page', path: `/${page}`, sent: [page] },
    { name: 'unknown path below another', path: `/${deep}/${deep}/edit`, sent: [`${deep}/${deep}/edit`, deep] },
    { name: 'unknown API path', path: `/api/${api}/0`, headers: asJson, sent: [`/api/${api}/0`, api] },
    { name: 'broken percent encoding', path: '/%E0%A4%A', sent: ['/%E0%A4%A', '%E0%A4%A'] },
    { name: 'odd query types', path: '/?id[]=a&id[x]=1&page=-1&limit=x&sort=%5B%5D', sent: ['id[]', 'id[x]'] },
    {
      name: 'unknown media type',
      path: `/${json}`,
      headers: [['accept', 'application/vnd.launch-ready.none']],
      sent: [json, 'application/vnd.launch-ready.none'],
    },
    {
      name: 'body that is not JSON',
      path: `/api/${json}`,
      headers: [...asJson, ['content-type', 'application/json']],
      body: '{"lr":',
      ...(mayPost ? ({ method: 'POST', permit: 'abuse' } as const) : ({ method: 'OPTIONS' } as const)),
      sent: [json, '{"lr":'],
    },
    {
      name: 'token that is none',
      path: `/api/${token}`,
      headers: [...asJson, ['authorization', 'Bearer launch.ready.none']],
      sent: [token, 'launch.ready.none'],
    },
    { name: 'unknown PHP page', path: `/${script}.php`, sent: [`${script}.php`, script] },
    { name: 'unknown ASP.NET page', path: `/${dotnet}.aspx`, sent: [`${dotnet}.aspx`, dotnet] },
  ];
}
