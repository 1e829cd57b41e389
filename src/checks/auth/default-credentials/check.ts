import type { NoPanel, PanelTrial } from '../../../collectors/access-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'refused' | 'accepted' | 'takes-anything' | 'no-panel' | 'own-account' | 'not-settled';

/** ASVS v5.0.0-6.3.2: no console opens with the pair that it was delivered with. */
export const defaultCredentials = defineCheck<'access.panel', Code>({
  id: 'auth.default-credentials',
  question: 'Do admin panels refuse default passwords?',
  why: 'The names and passwords that products are delivered with are in their manuals. Scripts try them at every address of the Internet, every day.',
  breaks: 'A stranger administers your portal, or reads all of its numbers, without guessing anything.',
  proof:
    'The usual places of consoles are asked at each host, and a product is told by what only its pages say. The pair that its maker publishes is tried once, two at most, and at the portal’s own console the name and password admin; never a declared account. Where one is taken, a pair that nobody has is tried as well: what takes anything is a trap or an open door, and no default password.',
  permit: 'abuse',
  cites: ['v5.0.0-6.3.2'],
  needs: ['access.panel'],
  outcomes: {
    refused: { is: 'pass', says: '{product} at {url} refuses {count} usual pairs.' },
    accepted: { is: 'fail', says: '{product} at {url} lets “{user}” in with the password that it is delivered with.' },
    'takes-anything': {
      is: 'warn',
      says: '{product} at {url} takes any name and password: a trap, or a console without a lock.',
    },
    'no-panel': { is: 'not-applicable', says: 'None of {count} usual places holds a console ({answered} answered).' },
    'own-account': { is: 'unproven', says: 'The usual pair of {product} was not tried: {detail}.' },
    'not-settled': { is: 'unproven', says: 'Whether {product} at {url} takes its usual pair was not seen: {detail}.' },
  },
  fix: {
    summary: 'Change the password now, look who was there, and take the console off the Internet.',
    effort: '30 min',
    owner: 'engineer',
    steps: [
      'Set a long random password for the account (Grafana: grafana cli admin reset-admin-password; Keycloak: a new permanent admin, then delete the temporary one; RabbitMQ: rabbitmqctl delete_user guest; Tomcat: tomcat-users.xml; SonarQube, Nexus, Harbor, Zabbix: in the user’s own settings).',
      'Read the sign-ins of the last weeks; replace every key that the console shows.',
      'Let only your own network or a sign-on in front of it reach the console (VPN, Cloudflare Access, an allow-list at the edge).',
      'Seed administrators of the own portal from a secret of the deployment, never from a constant in a migration.',
    ],
  },
  judge(values, { subject }): Answer<Code> {
    const record: PanelTrial | NoPanel = values['access.panel'];
    if ('none' in record)
      return {
        code: 'no-panel',
        data: { count: record.asked, answered: record.answered },
        evidence: [{ label: 'usual places', value: `${record.asked} asked, ${record.answered} answered, no console` }],
        reproduce: `curl -sS -i https://${subject}/admin`,
      };
    return { ...judgeTrial(record), reproduce: record.reproduce };
  },
});

function judgeTrial(record: PanelTrial): Answer<Code> {
  const { product, url, tries } = record;
  const evidence = [
    { label: product, value: `${url}: ${record.knownBy}` },
    ...tries.map((one) => ({
      label: `as ${one.user}`,
      value: `HTTP ${one.status}, ${one.outcome}${one.note ? ` (${one.note})` : ''}`,
    })),
    ...(record.takesAnything === undefined
      ? []
      : [{ label: 'a pair that nobody has', value: record.takesAnything ? 'taken as well' : 'refused' }]),
  ];
  const taken = tries.find(({ outcome }) => outcome === 'accepted');
  if (taken && record.takesAnything)
    return { code: 'takes-anything', data: { product, url }, evidence, confidence: 'firm' };
  if (taken) return { code: 'accepted', data: { product, url, user: taken.user }, evidence, confidence: 'certain' };
  const unproven = (code: Code, detail: string): Answer<Code> => ({
    code,
    data: { product, url, detail },
    evidence,
    gap: gap('inconclusive', `${product}: ${detail}.`, 'Try the pair of the installation guide by hand, once.', 5),
  });
  if (record.notTried) return unproven('own-account', record.notTried);
  const unclear = tries.find(({ outcome }) => outcome === 'unclear');
  if (unclear) return unproven('not-settled', unclear.note ?? `HTTP ${unclear.status}`);
  if (tries.length === 0) return unproven('not-settled', 'nothing was tried');
  return { code: 'refused', data: { product, url, count: tries.length }, evidence, confidence: 'firm' };
}
