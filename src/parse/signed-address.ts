const expiry = /^(expires?|exp|e|se|valid_?until|ttl)$/i;

/** The end in further languages. A period that a paper is about ends by the same words, so that only a moment in seconds is one. */
const until =
  /^(expir(es_?at|y|ation|a|e_?le)|until|bis|g(ue|ü)ltig_?bis|ablauf|caduca|caducidad|vence|hasta|validade|v[aá]lid[oa]_?(hasta|at[eé]|fino_?al?)|scade|scadenza|geldig_?tot|verloopt|wygasa|wa[zż]n[ye]_?do)$/i;
const isMoment = (value: string): boolean => /^(1[6-9]|2[0-2])\d{8}(\d{3})?$/.test(value);

const since = /^(von|from|ab|since|start|begin|begins|desde|de|da|dal|du|depuis|van|od)$/i;

/** The name of the parameter of a signed address that says its end. */
export function endName({ searchParams }: URL): string | undefined {
  const all = [...searchParams];
  const isPeriod = all.some(([name]) => since.test(name));
  return (all.find(([name]) => expiry.test(name)) ??
    all.find(([name, value]) => !isPeriod && until.test(name) && isMoment(value)))?.[0];
}

/** When a signed address ends, in milliseconds: S3 and GCS name a start and seconds, others a time. undefined where it names none. */
export function endOfSigned(url: URL): number | undefined {
  const of = (name: RegExp) => [...url.searchParams].find(([one]) => name.test(one))?.[1];
  const started = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(of(/^x-(amz|goog)-date$/i) ?? '');
  const seconds = Number(of(/^x-(amz|goog)-expires$/i));
  if (started && Number.isFinite(seconds)) {
    const [, year, month, day, hour, minute, second] = started.map(Number);
    return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) + seconds * 1000;
  }
  const name = endName(url);
  const end = name === undefined ? undefined : (url.searchParams.get(name) ?? undefined);
  if (end === undefined) return undefined;
  if (/^\d{10}$/.test(end)) return Number(end) * 1000;
  if (/^\d{13}$/.test(end)) return Number(end);
  const time = Date.parse(end);
  return Number.isNaN(time) ? undefined : time;
}
