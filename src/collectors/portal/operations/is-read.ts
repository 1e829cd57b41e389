import { dangerWords, readingNames } from '../words.ts';
import { calledIn } from './called-in.ts';
import { carriesCredential } from './carries-credential.ts';
import { graphqlParts } from './graphql-request.ts';
import { marksInWords, readsInWords, writesInWords } from './procedure-words.ts';
import { readsRecord } from './reads-record.ts';
import { rpcNameOf } from './rpc-name.ts';

const writing =
  /^(create|add|update|set|save|delete|remove|destroy|send|invite|upsert|insert|edit|change|mark|toggle|cancel|approve|reject|pay|submit|publish|register|sign|log|accept|assign|move|merge|import|upload|reset|revoke|make|start|stop|run|enable|disable|archive|restore|escalate|finali[sz]e|reopen|unlock|unblock|acknowledge|ack|dismiss|snooze|seen|vote|refund|reserve|complete|finish|execute|trigger|retry|fulfill?|confirm|approval)(?![a-z])|[mM]utation$/;

/** Whether a request only reads: by method, by what it says it is, not by the verb alone. */
export function isRead(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): boolean {
  const verb = (headers['x-http-method-override'] ?? headers['x-payload-http-method-override'] ?? method).toUpperCase();
  if (verb === 'GET' || verb === 'HEAD' || verb === 'OPTIONS') return true;
  // WebDAV's reads (RFC 4918, 3253, 5323), the last of them Directus's too; QUERY is the same for all.
  if (/^(QUERY|PROPFIND|REPORT|SEARCH)$/.test(verb)) return true;
  if (verb !== 'POST' || carriesCredential(body)) return false;
  const path = new URL(url).pathname;
  if (standsForGet(body) || googleRead.test(path)) return true;
  const parts = graphqlParts(method, url, body);
  if (parts)
    return parts.every(
      (one) =>
        one.kind === 'query' ||
        // The text was not sent: its name decides, else what its variables are called.
        (one.kind === 'unknown' && (one.name ? !writesByName(one.name) : !('input' in one.variables))),
    );
  if (/graphql/i.test(path) && body !== undefined) return !/\b(mutation|subscription)\b/.test(body);
  if (/socket\.io|sockjs/.test(path)) return true;
  // Stores that list by POST, and sign an address for what is there already: nothing is made (Supabase Storage, and the usual names).
  if (/\/storage\/v\d+\/object\/(list(-v\d+)?|sign|info)\//.test(path) || signsAddress.test(path)) return true;
  if (/\/\$batch$/.test(path))
    return body !== undefined && !/^(POST|PUT|PATCH|DELETE) |"method"\s*:\s*"(?!GET)/m.test(body);
  const called = calledIn(url) ?? rpcNameOf(url, headers, body);
  if (called !== undefined) return called.every((name) => readsByName(name));
  const last = path.split('/').findLast((one) => /^[A-Za-z][\w.-]*$/.test(one)) ?? '';
  if (marksAsRead.test(path) && isEmptyBody(body)) return false;
  const writes = path.split('/').some((one) => one !== '' && (writesByName(one) || keptNames.test(one)));
  if (body !== undefined && !writes && pagesThrough(body)) return true;
  if (!writes && !dangerWords.test(path.replace(/[/_.-]+/g, ' ')) && readsRecord(path, body)) return true;
  return (
    (readingNames.test(path) || (/^[A-Za-z]+[A-Z]/.test(last) && readsByName(last))) &&
    !/(import|delete|create|update|save)/i.test(path)
  );
}

/** `documents:runQuery`: a verb behind a colon, as Google's interfaces have it. */
const googleRead = /:(run(Aggregation)?Query|batchGet|(get|list|search|query|lookup)[A-Z]?\w*)$/;

/** Parse and its kin send everything by POST and say in the body what it stands for. */
const standsForGet = (body: string | undefined): boolean =>
  body !== undefined && topOf(body).some(([name, value]) => name === '_method' && /^get$/i.test(String(value)));

/** `POST /notifications/7/read`, `/messages/read-all`: who asks for rows says which; without a word of it they are marked as read. */
const marksAsRead = /\/((un)?read|(mark[-_]?)?(as[-_]?|all[-_]?)?read|read[-_]?(all|status|state))\/?$/i;
const isEmptyBody = (body: string | undefined) => /^\s*(\{\s*\}|\[\s*\])?\s*$/.test(body ?? '');

/** A link to share would be made and kept; an address to download from is computed. */
const signsAddress =
  /\/(get|download|(pre)?signed?|temporary|temp)[-_]?(signed)?[-_]?(url|link)$|\/(pre)?signed?[-_]?download$|\/presign$/i;
const keptNames = /^(settings?|preferences?|prefs|presets?|views?|config(uration)?|options|state|layouts?)$/i;

/**
 * A place in a list and how much of it, both small whole numbers: what grids send (DataTables, jqGrid, Kendo, ag-Grid) asks for rows.
 * What has a name of its own is kept: a view, a preset.
 */
function pagesThrough(body: string): boolean {
  const top = topOf(body);
  const inner = top.flatMap(([, value]) => (value !== null && typeof value === 'object' ? Object.entries(value) : []));
  const given = [...top, ...inner].filter(([, value]) => /^\d{1,5}$/.test(String(value))).map(([name]) => name);
  const has = (names: RegExp) => given.some((name) => names.test(name));
  return (
    has(/^(page|page_?(index|number|no)|skip|offset|start(_?row|_?index)?)$/i) &&
    has(/^(size|page_?size|per_?page|limit|take|rows|length|end_?row)$/i) &&
    !top.some(([name, value]) => /^(name|title|label)$/i.test(name) && value !== '')
  );
}

function topOf(body: string): readonly (readonly [string, unknown])[] {
  if (!/^\s*\{/.test(body)) return [...new URLSearchParams(body)];
  try {
    return Object.entries(JSON.parse(body) as Record<string, unknown>);
  } catch {
    return [];
  }
}

/** `DeleteInvoice`, `invoice_update`, `SaveMutation`: the first or the last word of a name writes. */
export function writesByName(name: string): boolean {
  // Of `orders.deleteOrder` as well: each part has a first and a last word.
  const ends = [name, ...name.split(/[./:#]+/)].flatMap((part) => {
    const words = part.split(/(?=[A-Z])|[_.-]+/).map((word) => word.toLowerCase());
    return [words[0], words.at(-1)];
  });
  return (
    writing.test(name) ||
    ends.some((word) => word !== undefined && writing.test(word)) ||
    name.split(/[./:#]+/).some(writesInWords)
  );
}

/** `records.get`, `getRecord`, `Record.list`: a part begins with a reading word, and none with one that writes. */
function readsByName(name: string): boolean {
  const parts = name.split(/[./:#_-]+/).filter((one) => one !== '');
  const reads =
    /^(get|list|find|search|query|fetch|read|load|show|view|count|lookup|browse|select|retrieve|describe|detail|details|all|info|status|me|whoami|by[A-Z]\w*)(?![a-z])/;
  const lower = parts.map((one) => one.charAt(0).toLowerCase() + one.slice(1));
  return (
    lower.some((one) => reads.test(one) || readsInWords(one)) &&
    !lower.some((one) => writing.test(one) || writesInWords(one) || marksInWords(one)) &&
    !/(Or|And)[A-Z]/.test(name)
  );
}
