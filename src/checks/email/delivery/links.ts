import type { ArrivedMail, MailKind, MailLinkFact } from '../../../collectors/delivery-evidence.ts';
import { gap } from '../../../model/gap.ts';
import type { Found } from './check.ts';

const text = ({ scheme, host, path }: MailLinkFact) => `${scheme}://${host}${path}`;

/** The link that a message was sent for has to be right in every way; of the others only those that were opened are judged. */
export function linksOf({ links }: ArrivedMail, kind: MailKind): readonly Found[] {
  const action = links.find(({ role }) => role === 'action');
  const asked = ['reset', 'invite', 'verification'].includes(kind);
  const broken = links
    .filter(({ role, works }) => role === 'other' && works === 'no')
    .map((link): Found => ({ code: 'link-broken', data: { link: text(link), detail: link.detail } }));
  if (!action) return broken;
  // A receipt may lead to the payment provider: its token opens a bill, not an account.
  if (!asked && !['listed', 'own-domain'].includes(action.relation)) return broken;
  return [...ofAction(action, kind), ...broken];
}

function ofAction(link: MailLinkFact, kind: MailKind): readonly Found[] {
  const found: Found[] = [];
  if (link.scheme === 'http') found.push({ code: 'link-not-https', data: { link: text(link) } });
  if (link.relation === 'stranger') return [...found, { code: 'link-elsewhere', data: { host: link.host } }];
  if (link.relation === 'tracker') return [...found, { code: 'link-tracked', data: { host: link.host } }];
  if (link.works === 'no') found.push({ code: 'link-broken', data: { link: text(link), detail: link.detail } });
  if (found.length === 0 && link.works === 'not-tried' && kind !== 'other' && link.relation !== 'listed')
    found.push({
      code: 'link-not-opened',
      data: { host: link.host },
      gap: gap(
        'refused',
        link.relation === 'filter'
          ? `The filter of the inbox put ${link.host} in the place of the link, so where it leads cannot be seen.`
          : `${link.host} is not listed, so the link was not opened.`,
        link.relation === 'filter'
          ? 'Give an inbox whose provider leaves links as they are, or except the test inbox from its link protection.'
          : link.relation === 'sign-in'
            ? `Add https://${link.host} to accounts.a.signIn.origins.`
            : `Add ${link.host} to target.hosts.`,
        2,
      ),
    });
  return found;
}
