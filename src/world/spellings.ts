/**
 * The ways one secret turns up in text: raw, URL-encoded, JSON- and HTML-escaped, hex, and inside base64 at each of the
 * three byte offsets (a Basic header holds `user:password`, so the secret starts anywhere).
 */
export function spellingsOf(secret: string): readonly string[] {
  const url = encodeURIComponent(secret);
  const strictUrl = url.replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(secret).slice(1, -1);
  const asciiJson = json.replace(
    /[\u007f-\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const hex = Buffer.from(secret).toString('hex');
  const all = [
    secret,
    url,
    strictUrl,
    ...[url, strictUrl].map((each) => each.replaceAll('%20', '+')),
    encodeURI(secret),
    json,
    asciiJson,
    asciiJson.replace(/\\u[0-9a-f]{4}/g, (each) => `\\u${each.slice(2).toUpperCase()}`),
    json.replaceAll('/', '\\/'),
    scriptJson(json),
    ...htmlSpellings(secret),
    hex,
    hex.toUpperCase(),
    ...base64Spellings(secret),
  ];
  const lowerPercent = all.map((each) => each.replace(/%[0-9A-F]{2}/g, (percent) => percent.toLowerCase()));
  return [...new Set([...all, ...lowerPercent, encodeURIComponent(url)])].filter((each) => each.length >= 4);
}

// JSON inside a script element escapes what could end it.
function scriptJson(json: string): string {
  return json.replace(/[<>&']/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`);
}

function htmlSpellings(secret: string): readonly string[] {
  const basic = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const doubles = [basic, basic.replaceAll('"', '&quot;'), basic.replaceAll('"', '&#34;')];
  return doubles.flatMap((each) => [
    each,
    ...['&#39;', '&#039;', '&#x27;', '&apos;'].map((quote) => each.replaceAll("'", quote)),
    each.replaceAll("'", '&#x27;').replaceAll('/', '&#x2F;'),
  ]);
}

// Only whole base64 digits that no neighbouring byte influences are taken; fewer than five would hit ordinary text.
function base64Spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const found: string[] = [];
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = encoded.slice(from, to);
    if (core.length >= 5) found.push(core, core.replaceAll('+', '-').replaceAll('/', '_'), encodeURIComponent(core));
  }
  return [...found, bytes.toString('base64'), bytes.toString('base64url')];
}
