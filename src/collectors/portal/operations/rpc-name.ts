/**
 * The procedures that a request to a single endpoint calls: JSON-RPC 2.0, SOAP, `{action: …}` bodies, `?action=…`
 * dispatchers. undefined where the path alone says what is called.
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
