/** Beginnings and names that make a text worth decoding. */
const tellTales = [
  'sk_live_',
  'rk_live_',
  'whsec_',
  'github_pat_',
  'ghp_',
  'glpat-',
  'npm_',
  'xoxb-',
  'xoxp-',
  'hooks.slack.com',
  'discord.com/api',
  'webhook.office.com',
  'api.telegram.org',
  'AKIA',
  'AIza',
  'SG.',
  'PRIVATE KEY',
  '"auth":',
  'postgres',
  'mongodb',
  'mysql://',
  'redis',
  'amqp',
  'smtp',
  'sk-ant-',
  'sk-proj-',
  'sb_secret_',
  'service_role',
  'shpat_',
  'dop_v1_',
  'hf_',
  'lin_api_',
  'AccountKey',
  'password',
  'Password',
  'PASSWORD',
  'passwd',
  'secret',
  'Secret',
  'SECRET',
  'token',
  'Token',
  'TOKEN',
  'api_key',
  'apiKey',
  'API_KEY',
  'apikey',
  'private_key',
  '_KEY=',
];
const least = 4;
const base64Byte = new Uint8Array(256);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  base64Byte[char.charCodeAt(0)] = 1;

/** What the tell-tales look like in base64, at each of the three places they can begin in a group of four. */
export function base64Words(): readonly string[] {
  const words = tellTales.flatMap((text) =>
    [0, 1, 2].flatMap((phase) => {
      const coded = Buffer.from('\0'.repeat(phase) + text, 'latin1')
        .toString('base64')
        .replace(/=+$/, '');
      const whole = Math.floor(((phase + text.length) * 8) / 6);
      const word = coded.slice([0, 2, 3][phase], whole);
      return word.length >= least ? [word] : [];
    }),
  );
  return [...new Set(words)];
}

export interface Run {
  readonly from: number;
  readonly to: number;
  readonly decoded: Buffer;
}

/** The run of base64 around a place, decoded; at most `most` characters to either side. Line breaks inside are allowed. */
export function base64Around(bytes: Buffer, at: number, most: number): Run | undefined {
  let from = at;
  while (from > 0 && at - from < most && base64Byte[bytes[from - 1] as number] === 1) from -= 1;
  let to = at;
  while (to < bytes.length && to - at < most && base64Byte[bytes[to] as number] === 1) to += 1;
  if (to - from < 12) return undefined;
  // Where the run was cut, its groups of four are tried at each beginning by the caller's word; whole runs begin at 0.
  return { from, to, decoded: Buffer.from(bytes.toString('latin1', from, to), 'base64') };
}

/** Whether nearly everything around a place is text that people and programs write. */
export function isText(bytes: Buffer, from = 0, to = bytes.length): boolean {
  const end = Math.min(bytes.length, to);
  const start = Math.max(0, from);
  if (end - start < 4) return false;
  let odd = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte < 9 || (byte > 13 && byte < 32) || byte === 127) odd += 3;
    else if (byte > 127) odd += 1;
  }
  return odd * 12 <= end - start;
}
