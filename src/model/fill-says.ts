/**
 * Puts the data of an answer into what its outcome says: `{host}`, and where the number decides about the words,
 * `{count|value that stands|values that stand}`. A name without data stays as it is.
 */
export function fillSays(text: string, data: Readonly<Record<string, string | number>>): string {
  return text.replace(
    /\{([a-zA-Z]+)(?:\|([^|}]*)\|([^|}]*))?\}/g,
    (whole, name: string, one?: string, more?: string) => {
      const value = data[name];
      if (value === undefined) return whole;
      return more === undefined ? String(value) : `${value} ${Number(value) === 1 ? one : more}`;
    },
  );
}

/** The same text without data: as it reads for several. */
export function inGeneral(text: string): string {
  return text.replace(/\{([a-zA-Z]+)\|[^|}]*\|([^|}]*)\}/g, '{$1} $2');
}
