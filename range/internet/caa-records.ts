import type { Answer } from 'dns-packet';
import { authorityDomain } from './certificate.ts';
import { domain, hostNames } from './names.ts';
import type { Switches } from './switches.ts';

const ttl = 300;

/** Who may issue certificates (RFC 8659). */
export function caaRecords({ flaw, decoy, case: is }: Switches): readonly Answer[] {
  const caa = (name: string, tag: 'issue' | 'issuewild' | 'iodef', value: string, flags = 0): Answer => ({
    type: 'CAA',
    name,
    ttl,
    data: { flags, tag, value },
  });
  if (flaw('caa-missing')) return [];
  const authority = is('caa-stranger') ? 'harbour-trust.test' : authorityDomain;
  return [
    caa(domain, 'issue', authority),
    caa(domain, 'iodef', `mailto:security@${domain}`),
    ...(flaw('caa-nobody') ? [caa(hostNames.app, 'issue', ';')] : []),
    // dnspacket's types know the registered tags only; this one is meant to be none of them.
    ...(flaw('caa-unknown-critical') ? [caa(domain, 'tbs' as 'issue', 'unknown', 128)] : []),
    ...(decoy('caa-at-the-host')
      ? [
          caa(hostNames.api, 'issue', `${authorityDomain}; validationmethods=dns-01`, 128),
          caa(hostNames.api, 'issuewild', ';'),
        ]
      : []),
  ];
}
