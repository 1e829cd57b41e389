/**
 * The procedures that a request to a single endpoint calls: JSON-RPC 2.0, SOAP, Livewire, `{action: …}` bodies,
 * `?action=…` dispatchers. undefined where the path alone says what is called.
 */
export function rpcNameOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): readonly string[] | undefined {
  if (body !== undefined && body !== '') {
    const json = fromJson(body);
    const list = (Array.isArray(json) ? json : [json]) as unknown[];
    const names = list.flatMap((one) => (isCall(one) ? [one.method] : []));
    if (names.length > 0 && names.length === list.length) return names;
    const components = componentCalls(json);
    if (components.length > 0) return components;
    const soap =
      /<(?:[\w-]+:)?Body[^>]*>\s*<(?:[\w-]+:)?([A-Za-z]\w*)/.exec(body)?.[1] ??
      (/xml/i.test(headers['content-type'] ?? '') ? /<(?:[\w-]+:)?([A-Za-z]\w*)/.exec(body)?.[1] : undefined);
    const action = headers.soapaction?.replace(/^"|"$/g, '').split(/[/#:]/).pop();
    if (soap !== undefined) return [action && action !== '' ? action : soap];
  }
  const params = new URL(url).searchParams;
  const said = ['action', 'method', 'cmd', 'command', 'do', 'op', 'operation', 'task', 'func', 'fn', 'procedure']
    .map((name) => params.get(name) ?? formValue(body, headers, name))
    .find((value) => value !== null && /^[A-Za-z][\w.:/-]{1,60}$/.test(value));
  return said ? [said] : undefined;
}

function isCall(value: unknown): value is { readonly method: string } {
  if (value === null || typeof value !== 'object') return false;
  const { method, jsonrpc, params } = value as Record<string, unknown>;
  return (
    typeof method === 'string' && /^[A-Za-z][\w.:/-]*$/.test(method) && (jsonrpc !== undefined || params !== undefined)
  );
}

/** Livewire's components: each by its name with the methods that are called in it; `$set` where it is only given values. */
function componentCalls(json: unknown): readonly string[] {
  const components = (json as { components?: unknown } | null | undefined)?.components;
  if (!Array.isArray(components)) return [];
  return components.flatMap((one: unknown) => {
    const { snapshot, calls } = (one ?? {}) as { snapshot?: unknown; calls?: unknown };
    if (typeof snapshot !== 'string' || !Array.isArray(calls)) return [];
    const memo = (fromJson(snapshot) as { memo?: { name?: unknown } } | undefined)?.memo;
    const component = typeof memo?.name === 'string' ? memo.name : 'component';
    const methods = calls.flatMap((call: unknown) => {
      const { method, params } = (call ?? {}) as { method?: unknown; params?: unknown };
      if (typeof method !== 'string') return [];
      // An event, or an action that is opened in a window: its name comes first.
      const first: unknown = Array.isArray(params) ? params[0] : undefined;
      const names = /^(__dispatch|mount)/.test(method) && typeof first === 'string' && /^[\w:-]{1,40}$/.test(first);
      return [names ? `${method}.${first}` : method];
    });
    return (methods.length > 0 ? methods : ['$set']).map((method) => `${component}.${method}`);
  });
}

function formValue(body: string | undefined, headers: Readonly<Record<string, string>>, name: string): string | null {
  if (body === undefined || !/x-www-form-urlencoded/i.test(headers['content-type'] ?? '')) return null;
  return new URLSearchParams(body).get(name);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
