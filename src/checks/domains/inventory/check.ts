import type { InventoryLook } from '../../../collectors/domain-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'known' | 'unlisted' | 'wildcard' | 'no-owner' | 'not-declared';

const outcomes: Readonly<Record<Code, Outcome>> = {
  known: {
    is: 'pass',
    says: 'All {count} hostnames met below {domains} are listed, each with an owner and a purpose.',
  },
  unlisted: {
    is: 'fail',
    says: '{count|hostname|hostnames} below {domains}, live in DNS and not in the list: {names}.',
  },
  wildcard: {
    is: 'warn',
    says: '{names} exist by the wildcard record {wildcards} alone: whatever name is typed below it leads to the same place.',
  },
  'no-owner': { is: 'warn', says: 'Listed without an owner or a purpose: {names}.' },
  'not-declared': { is: 'unproven', says: 'No list of hosts was given; met below {domains}: {names}.' },
};

export const inventory = defineCheck<'net.inventory', Code>({
  id: 'domains.inventory',
  question: 'Is every hostname known, with an owner and a purpose?',
  why: 'What is not on the list is not patched, not watched and not renewed; forgotten hosts are where break-ins start.',
  breaks: 'An old host that nobody remembers serves old code with a way into the same data.',
  proof:
    'Hostnames below the launch’s own domains from the config, certificates, redirects, policies, links, scripts and the crawl, held against target.hosts. Names that are not listed are asked of DNS and of nobody else; those that are not in DNS do not count, nor names that a listed host is only an alias of, and those that answer like a made-up name beside them are said to exist by a wildcard.',
  permit: 'look',
  cites: ['API9:2023'],
  needs: ['net.inventory'],
  outcomes,
  fix: {
    summary: 'List every hostname with its owner and purpose, or retire it.',
    effort: '30 min',
    owner: 'owner',
    steps: [
      'Add each name of the evidence to target.hosts with role, environment and owner, or delete its DNS record.',
      'Ask the DNS provider for an export of the zone and compare: only it knows names that nothing links to.',
      'Run the audit again: listed hosts are looked at, unlisted ones are not.',
    ],
  },
  judge({ 'net.inventory': look }) {
    // What a listed host is an alias of is the way to that host; whoever keeps the list keeps it as well.
    const onlyAlias = ({ sources }: InventoryLook['found'][number]) => sources.every((source) => source === 'dns');
    const found = look.found.filter((one) => !onlyAlias(one));
    const live = found.filter(({ inDns, byWildcard }) => inDns === 'yes' && byWildcard === undefined);
    const names = (list: readonly { readonly name: string }[]) => {
      const shown = list.slice(0, 6).map(({ name }) => name);
      return [...shown, ...(list.length > 6 ? [`${list.length - 6} more`] : [])].join(', ') || 'none';
    };
    // Where some are missing from the list, their domains are the ones to name.
    const concerned = look.domains.filter((domain) => live.some(({ name }) => `.${name}`.endsWith(`.${domain}`)));
    const all = concerned.length > 0 ? concerned : look.domains;
    const domains = [...all.slice(0, 3), ...(all.length > 3 ? [`${all.length - 3} more`] : [])].join(', ');
    const evidence = [
      { label: 'looked through', value: look.looked.join(', ') },
      { label: 'listed', value: names(look.listed) },
      ...look.found.slice(0, 20).map(({ name, sources, inDns, byWildcard }) => ({
        label: name,
        value: `${byWildcard !== undefined ? `in DNS by ${byWildcard}` : inDns === 'yes' ? 'in DNS' : inDns === 'no' ? 'not in DNS' : 'DNS gave no answer'}; met in: ${sources.join(', ')}`,
      })),
    ];
    const base = { evidence, reproduce: dig(live[0]?.name ?? look.domains[0] ?? 'example.com', 'A', 'CNAME') };
    return { ...base, ...judgeInventory({ ...look, found }, live, names, domains) };
  },
});

function judgeInventory(
  look: InventoryLook,
  live: InventoryLook['found'],
  names: (list: readonly { readonly name: string }[]) => string,
  domains: string,
): Pick<Answer<Code>, 'code' | 'data' | 'gap'> {
  if (look.listed.length === 0) {
    const detail = 'The run was started with an address and without a list of hosts.';
    const closeBy = 'Write the list once with launch-ready init: target.hosts with name, role, environment, owner.';
    return {
      code: 'not-declared',
      data: { domains, names: names(live) },
      gap: gap('not-configured', detail, closeBy, 10),
    };
  }
  if (live.length > 0) return { code: 'unlisted', data: { count: live.length, domains, names: names(live) } };
  const wild = look.found.filter(({ byWildcard }) => byWildcard !== undefined);
  if (wild.length > 0) {
    const wildcards = [...new Set(wild.flatMap(({ byWildcard }) => byWildcard ?? []))].slice(0, 3).join(', ');
    return { code: 'wildcard', data: { names: names(wild), wildcards } };
  }
  const bare = look.listed.filter(({ owner, purpose }) => owner === undefined || !purpose);
  if (bare.length > 0) return { code: 'no-owner', data: { names: names(bare) } };
  return { code: 'known', data: { count: look.listed.length, domains } };
}
