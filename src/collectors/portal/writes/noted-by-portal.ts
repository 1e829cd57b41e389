const namesOfTraces =
  /updated|modified|changed|version|revision|etag|last_?(seen|used|edit)|_at$|At$|On$|nonce|meta|token|history|audit|activity/i;

/** What a portal notes of any change by itself, in whatever language: by its name, or a count that went up, or a later time. */
export function isNotedByPortal(name: string, former: unknown, now: unknown): boolean {
  return namesOfTraces.test(name) || isCounted(former, now);
}

function isCounted(former: unknown, now: unknown): boolean {
  if (typeof former === 'number' && typeof now === 'number')
    return Number.isInteger(former) && Number.isInteger(now) && now > former && now - former <= 12;
  const isTime = (one: unknown): one is string => typeof one === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(one);
  return isTime(former) && isTime(now) && Date.parse(now) > Date.parse(former);
}
