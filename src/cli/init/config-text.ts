import type { ChecklistId } from '../../model/checklist.ts';

export interface InitAnswers {
  readonly checklists: readonly ChecklistId[];
  readonly hosts: readonly string[];
  readonly domains: readonly string[];
  readonly accounts: readonly string[];
  readonly repo?: string;
}

/** The text of a config that holds the answers, typed and commented (ts), or plain (json: what CI reads). */
export function configText(answers: InitAnswers, format: 'ts' | 'json'): string {
  return format === 'json' ? `${JSON.stringify(plainConfig(answers), undefined, 2)}\n` : typed(answers);
}

function roleOf(host: string): string {
  const first = host.split('.')[0] ?? '';
  return ['api', 'www', 'admin', 'staging', 'old'].includes(first) ? first : 'app';
}

function plainConfig({ checklists, hosts, domains, accounts, repo }: InitAnswers): object {
  return {
    $schema: './node_modules/launch-ready/schemas/config.schema.json',
    checklists,
    target: {
      hosts: hosts.map((name) => ({ name, role: roleOf(name), environment: environmentOf(name) })),
      ...(domains.length > 0 ? { domains: domains.map((name) => ({ name })) } : {}),
      ...(repo === undefined ? {} : { repo }),
    },
    accounts: Object.fromEntries(accounts.map((name) => [name, { testAccount: true }])),
  };
}

function environmentOf(host: string): string {
  return roleOf(host) === 'staging' ? 'staging' : 'production';
}

const accountWords: Readonly<Record<string, string>> = {
  a: 'a customer',
  b: 'a customer of another company: together with a this proves that they cannot see each other’s data',
  a2: 'a second person at the company of a',
  staff: 'somebody of your own team',
  admin: 'an administrator',
  burner: 'an account that may be locked out',
};

function typed({ checklists, hosts, domains, accounts, repo }: InitAnswers): string {
  const text = (value: unknown) => JSON.stringify(value).replace(/"/g, "'");
  const hostLines = hosts.map(
    (name) => `      { name: ${text(name)}, role: ${text(roleOf(name))}, environment: ${text(environmentOf(name))} },`,
  );
  const accountLines = accounts.map(
    (name) =>
      `    // LR_${name.toUpperCase()}_USER and LR_${name.toUpperCase()}_PASSWORD: ${accountWords[name] ?? name}\n    ${name}: { testAccount: true },`,
  );
  return [
    "import type { ConfigInput } from 'launch-ready';",
    '',
    'export default {',
    `  // One or several of: b2b-cyber, b2b-api, ops-cyber, ops-api, shop-api.`,
    `  checklists: [${checklists.map((id) => text(id)).join(', ')}],`,
    '  target: {',
    '    // Every hostname of the launch. A host that is not listed is reported, never contacted.',
    '    hosts: [',
    ...hostLines,
    '    ],',
    '    // Domains that send mail, with the DKIM selectors in use.',
    domains.length > 0
      ? `    domains: [${domains.map((name) => `{ name: ${text(name)}, selectors: [] }`).join(', ')}],`
      : "    // domains: [{ name: 'example.com', selectors: ['s1'] }],",
    repo === undefined ? "    // repo: '.'," : `    repo: ${text(repo)},`,
    '  },',
    '  // Test accounts. Credentials come from the environment and never stand here.',
    '  accounts: {',
    ...accountLines,
    '  },',
    '} satisfies ConfigInput;',
    '',
  ].join('\n');
}
