import { isHtml } from './header-list.ts';
import { maskedValue } from './mask.ts';

export interface FoundFile {
  /** What in the content proves it, values masked. */
  readonly proof: string;
  readonly minor?: boolean;
}
export interface FileAnswer {
  readonly body: Uint8Array;
  readonly text: string;
  readonly type: string;
}
/** Recognises a file by its content, never by its status or name alone. */
export type Recognise = (answer: FileAnswer) => FoundFile | null;

/** By its text: many servers call everything text/html whose ending they do not know. */
const looksHtml = ({ text, type }: FileAnswer) =>
  /^\s*<(?:!doctype|html|head|body|\?xml)\b/i.test(text) ||
  (isHtml(type) &&
    /<(?:!doctype|html|head|body|title|div|p|h\d|script|a|br|pre|center)\b[^<]*>/i.test(text.slice(0, 4_000)));
const plain =
  (recognise: Recognise): Recognise =>
  (answer) =>
    looksHtml(answer) || answer.text.trim() === '' ? null : recognise(answer);

export const gitHead: Recognise = plain(({ text }) => {
  const match = /^(?:ref: (refs\/[\w./-]{1,120})|([0-9a-f]{40}(?:[0-9a-f]{24})?))\s*$/.exec(text);
  return match ? { proof: match[1] ? `ref: ${match[1]}` : 'a commit id' } : null;
});

export const gitConfig: Recognise = plain(({ text }) =>
  /^[ \t]*\[core\]\s*$/m.test(text) && /^[ \t]*(?:repositoryformatversion|filemode|bare)\s*=/m.test(text)
    ? { proof: '[core] repositoryformatversion = …' }
    : null,
);

export const gitIndex: Recognise = ({ body }) =>
  startsWith(body, [0x44, 0x49, 0x52, 0x43, 0, 0, 0]) ? { proof: 'the magic bytes of a git index' } : null;

export const svnDatabase: Recognise = ({ body, text }) =>
  text.startsWith('SQLite format 3\u0000') && body.length > 99 ? { proof: 'an SQLite database' } : null;

const secretName = /PASS|SECRET|TOKEN|KEY|DATABASE_URL|DSN|CREDENTIAL|PRIVATE|SMTP|MONGO|REDIS_URL/i;
const publicName = /^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC)_/;

/**
 * KEY=VALUE lines and nothing else; names are shown, values only by their length. Names without values tell which services
 * and switches there are, and the next deployment may fill them: minor.
 */
export const environmentFile: Recognise = plain(({ text }) => {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const pairs = lines.flatMap((line) => {
    const match = /^[ \t]*(?:export\s+)?([A-Za-z][A-Za-z0-9_]{1,60})\s*=\s*(.*)$/.exec(line);
    return match ? [{ name: match[1] ?? '', value: (match[2] ?? '').replace(/^["']|["']\s*$/g, '').trim() }] : [];
  });
  const filled = pairs.filter(({ value }) => value !== '');
  if (pairs.length < lines.length * 0.6) return null;
  const telling = filled.filter(({ name }) => secretName.test(name) && !publicName.test(name));
  // Names in small letters are rarer in such files and common in any other text: only a secret's name among them tells.
  const usual = pairs.filter(({ name }) => !/[a-z]/.test(name));
  if (usual.length < pairs.length / 2 && (telling.length === 0 || pairs.length < 2)) return null;
  // One such line alone may be a word of any text.
  if (filled.length === 0)
    return pairs.length < 2
      ? null
      : {
          proof: `${pairs
            .slice(0, 4)
            .map(({ name }) => `${name}=`)
            .join(', ')} without values`,
          minor: true,
        };
  const shown = (telling.length > 0 ? telling : filled).slice(0, 4);
  const proof = shown.map(({ name, value }) => `${name}=${maskedValue(value)}`).join(', ');
  return telling.length > 0 ? { proof } : { proof, minor: true };
});

export const sqlDump: Recognise = plain(({ text }) => {
  const head = /^(?:--|\/\*!?)\s*(MySQL dump|PostgreSQL database dump|MariaDB dump|phpMyAdmin SQL Dump|SQLite)/im.exec(
    text,
  );
  const statement = /^[ \t]*(CREATE TABLE|INSERT INTO|COPY [\w."]+ \(|DROP TABLE IF EXISTS)/im.exec(text);
  const proof = head?.[1] ?? statement?.[1];
  return proof ? { proof: proof.trim() } : null;
});

const archives: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive'],
  [[0x1f, 0x8b, 0x08], 'a gzip file'],
  [[0x42, 0x5a, 0x68], 'a bzip2 file'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive'],
  [[0x50, 0x47, 0x44, 0x4d, 0x50], 'a PostgreSQL custom dump'],
];
export const archive: Recognise = (answer) => {
  const { body, text } = answer;
  const found = archives.find(([magic]) => startsWith(body, magic));
  if (found) return { proof: found[1] };
  // Sent with Content-Encoding, a gzip file arrives unpacked.
  if (text.slice(257, 262) === 'ustar') return { proof: 'a tar archive' };
  const dump = sqlDump(answer);
  if (dump) return dump;
  return text.startsWith('SQLite format 3\u0000') ? { proof: 'an SQLite database' } : null;
};

export const privateKey: Recognise = plain(({ text }) => {
  const match = /-----BEGIN ((?:RSA |EC |OPENSSH |DSA |ENCRYPTED )?PRIVATE KEY)-----/.exec(text);
  return match ? { proof: `BEGIN ${match[1]}` } : null;
});

export const awsCredentials: Recognise = plain(({ text }) =>
  /^[ \t]*\[[\w-]+\]/m.test(text) && /^[ \t]*aws_secret_access_key\s*=\s*\S{20,}/m.test(text)
    ? { proof: 'aws_secret_access_key = …' }
    : null,
);

export const npmToken: Recognise = plain(({ text }) =>
  /^[ \t]*\/\/[^\s]+:_(?:authToken|password|auth)\s*=\s*(?!\$\{)\S{8,}/m.test(text)
    ? { proof: '_authToken = …' }
    : null,
);

export const htpasswd: Recognise = plain(({ text }) =>
  /^[\w.@-]{1,64}:(?:\$(?:apr1|2[aby]|5|6)\$|\{SHA\})\S+/m.test(text)
    ? { proof: 'a user name with a password hash' }
    : null,
);

export const folderMetadata: Recognise = ({ body }) =>
  startsWith(body, [0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31])
    ? { proof: 'the file list of a folder (.DS_Store)', minor: true }
    : null;

export const serverStatus: Recognise = ({ text }) =>
  /Apache (?:Lighttpd )?Server Status for|<title>Apache Status<\/title>/i.test(text) ||
  /^Active connections: \d+\s/.test(text)
    ? { proof: 'the status page of the web server' }
    : null;

export const phpInfo: Recognise = ({ text }) =>
  /<title>(?:PHP [\d.]+\S* - )?phpinfo\(\)<\/title>/i.test(text) && /PHP Version/i.test(text)
    ? { proof: 'phpinfo(): every setting of the server' }
    : null;

export const debugVars: Recognise = ({ text }) => {
  const json = object(text);
  return json && 'cmdline' in json && 'memstats' in json ? { proof: 'cmdline, memstats' } : null;
};

export const goProfiles: Recognise = ({ text }) =>
  /\/debug\/pprof\//.test(text) && /full goroutine stack dump|Types of profiles available/i.test(text)
    ? { proof: 'profiles and stacks of the running program' }
    : null;

export const springEnvironment: Recognise = ({ text }) => {
  const json = object(text);
  return json && Array.isArray(json.propertySources) ? { proof: 'propertySources' } : null;
};

const quiet = new Set(['self', 'health', 'health-path', 'info']);
export const springIndex: Recognise = ({ text }) => {
  const links = object(text)?._links;
  if (links === null || typeof links !== 'object') return null;
  const open = Object.keys(links).filter((name) => !quiet.has(name));
  const telling = open.filter((name) =>
    /^(?:env|heapdump|threaddump|configprops|logfile|beans|mappings|httpexchanges)/.test(name),
  );
  if (telling.length > 0) return { proof: telling.slice(0, 6).join(', ') };
  return open.length > 0 && 'self' in links ? { proof: open.slice(0, 6).join(', '), minor: true } : null;
};

export const apiDocs: Recognise = ({ text }) => {
  const json = object(text);
  const version = json?.openapi ?? json?.swagger;
  return typeof version === 'string' && (json?.paths !== undefined || json?.info !== undefined)
    ? { proof: `OpenAPI ${version.slice(0, 8)}`, minor: true }
    : null;
};

export const framework: Recognise = ({ text }) => {
  const title = /<title>\s*(Telescope|Horizon|Symfony Profiler|Interactive Console|Web Console|Clockwork)\b/i.exec(
    text,
  )?.[1];
  return title ? { proof: `${title} answers without a sign-in` } : null;
};

export const dockerCompose: Recognise = plain(({ text }) =>
  /^services:\s*$/m.test(text) && /^[ \t]+(?:image|build|environment|ports):/m.test(text)
    ? { proof: 'services: image, environment, ports' }
    : null,
);

export const editorUpload: Recognise = ({ text }) => {
  const json = object(text);
  return json && 'host' in json && ('password' in json || 'privateKeyPath' in json || 'username' in json)
    ? { proof: 'an upload account (host, username)' }
    : null;
};

export const phpConfig: Recognise = plain(({ text }) =>
  /<\?php/.test(text) && /(?:DB_PASSWORD|define\s*\(|\$\w*(?:pass|password|secret)\w*\s*=|'password'\s*=>)/i.test(text)
    ? { proof: 'PHP source with settings' }
    : null,
);

export const logFile: Recognise = plain(({ text }) =>
  (text.slice(0, 20_000).match(/^\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}/gm) ?? []).length >= 2 &&
  /\b(?:ERROR|WARN(?:ING)?|INFO|DEBUG|Exception)\b/i.test(text)
    ? { proof: 'dated log lines' }
    : null,
);

function startsWith(body: Uint8Array, magic: readonly number[]): boolean {
  return body.length > magic.length && magic.every((byte, index) => body[index] === byte);
}

function object(text: string): Readonly<Record<string, unknown>> | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
