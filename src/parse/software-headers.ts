/** Response headers that name the software behind a host, and often its version (ASVS v5.0.0-13.4.6). */
export const softwareHeaders: readonly string[] = [
  'server',
  'x-powered-by',
  'x-aspnet-version',
  'x-aspnetmvc-version',
  'x-generator',
  'x-powered-cms',
  'x-jenkins',
  'liferay-portal',
  'microsoftsharepointteamservices',
];

/** Those that an answer sent, names in lower case; nothing where it sent none. */
export function softwareIn(headers: readonly (readonly [name: string, value: string])[]): {
  readonly software?: readonly (readonly [name: string, value: string])[];
} {
  const found = headers
    .filter(([name]) => softwareHeaders.includes(name.toLowerCase()))
    .slice(0, 8)
    .map(([name, value]) => [name.toLowerCase(), value.slice(0, 200)] as const);
  return found.length > 0 ? { software: found } : {};
}
