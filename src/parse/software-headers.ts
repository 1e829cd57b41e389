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
