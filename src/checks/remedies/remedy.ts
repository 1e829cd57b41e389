/** Where a remedy is written down. */
export const stacks = ['nginx', 'Caddy', 'Express', 'Next.js', 'Cloudflare'] as const;
export type Stack = (typeof stacks)[number];

/**
 * Configuration that repairs a finding on one stack: `text` is what a person pastes, complete and in the stack's own language.
 * nginx and Caddy: inside the site's server block; `beside` stands outside of it. Express: before the routes, `last` after them.
 */
export interface Remedy {
  readonly check: string;
  readonly stack: Stack;
  readonly text: string;
  readonly place?: 'inside' | 'beside' | 'last';
}

/** `YOUR-HOST` and `YOUR-DOMAIN` stand for the host and the domain of the finding. */
export function filledRemedy({ text }: Remedy, host: string, domain: string): string {
  return text.replaceAll('YOUR-HOST', host).replaceAll('YOUR-DOMAIN', domain);
}
