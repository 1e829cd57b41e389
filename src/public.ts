/** What a config or a program of somebody else's imports from 'launch-ready'. */
export { type Config, type ConfigInput, defineConfig } from './model/config.ts';
export type { Dossier } from './model/dossier.ts';
export type { Finding } from './model/finding.ts';
export type { Scorecard } from './model/scorecard.ts';
