/** What Access-Control-Allow-Origin says to one origin (Fetch §3.2.3): the value is compared whole, letter by letter. */
export function allowedOrigin(value: string | undefined, origin: string): 'no' | 'any' | 'this' {
  if (value === undefined) return 'no';
  if (value.trim() === '*') return 'any';
  return value.trim() === origin ? 'this' : 'no';
}
