/** Shows that a value is there and how long it is, nothing of it. */
export function maskedValue(value: string): string {
  return `[${value.length} characters]`;
}

const credentialsInUrl = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:?[^\s/@]*@/gi;
const namedSecret =
  /((?:pass(?:word|wd)?|pwd|secret|token|api[_-]?key|access[_-]?key|authorization|cookie|session(?:id)?|bearer)["']?\s*[:=]\s*["']?)([^\s"'&,;<>]{3,})/gi;
const longOpaque = /\b(?=[A-Za-z0-9+/_-]*\d)(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+/_-]{24,}={0,2}/g;
const mail = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** A piece of an answer that may be kept as proof: one line, short, whatever may be secret or personal replaced. */
export function maskedSample(text: string, limit = 160): string {
  const clean = text
    .slice(0, 2_000)
    .replace(credentialsInUrl, '$1[credentials]@')
    .replace(namedSecret, (_whole, name: string, value: string) => `${name}${maskedValue(value)}`)
    .replace(mail, '[mail address]')
    .replace(longOpaque, (value) => (value.includes('/') && !/[+=]/.test(value) ? value : maskedValue(value)))
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}
