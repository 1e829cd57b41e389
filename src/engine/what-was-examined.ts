/** What the areas of checks are about, in words of people who do not know their ids. */
export const aboutArea: Readonly<Record<string, string>> = {
  auth: 'authentication',
  authz: 'authorization',
  cors: 'CORS',
  csrf: 'CSRF',
  deploy: 'deployment',
  domains: 'domains',
  edge: 'the edge',
  email: 'mail',
  errors: 'error pages',
  exposure: 'exposed files',
  handover: 'handover',
  headers: 'headers',
  https: 'TLS',
  journeys: 'journeys',
  limits: 'rate limits',
  logging: 'logging',
  monitoring: 'monitoring',
  performance: 'performance',
  secrets: 'secrets',
  sessions: 'sessions',
  third: 'third parties',
  validation: 'validation',
};

/** What a selection (`--only`: areas and check ids) takes in, as a sentence: whole areas first, then those of which it names checks. */
export function whatWasExamined(only: readonly string[]): string {
  const areas = only.filter((one) => !one.includes('.'));
  const parts = only.filter((one) => one.includes('.')).map((one) => one.slice(0, one.indexOf('.')));
  const words = (list: readonly string[]) => [...new Set(list)].map((area) => aboutArea[area] ?? area);
  const partly = words(parts.filter((area) => !areas.includes(area)));
  const said = [...words(areas), ...(partly.length > 0 ? [`parts of ${joined(partly)}`] : [])];
  return `Only ${joined(said)} ${said.length === 1 && partly.length === 0 ? 'was' : 'were'} examined: this run left the rest out.`;
}

const joined = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
