/** Mailboxes that several people read, in the ten languages of the contract. */
const groupNames = new Set(
  'info team teams office contact kontakt contacto contatto contato hello hallo hola bonjour ciao support help helpdesk service servicedesk sales vertrieb ventas vendas vendite ops operations it dev devs developers engineering tech staff everyone all company hr people finance billing accounting buchhaltung comptabilite contabilidad marketing mail post reception empfang shop orders bestellung pedidos commandes sekretariat secretariat secretaria segreteria bureau kantoor equipe equipo squadra zespol biuro firma customerservice kundenservice klantenservice'.split(
    ' ',
  ),
);
/** Names of an office rather than of a person. */
const roleNames = new Set(
  'admin admins administrator administrators administrador administrateur amministratore beheerder root superuser super superadmin sysadmin webmaster postmaster hostmaster owner master manager user test demo portal system default shared common main global login account'.split(
    ' ',
  ),
);

/**
 * Whether a user name or the part of an address before the @ stands for several people (`group`) or for an office (`role`);
 * undefined for anything else, and where the name shown beside it is a person's.
 */
export function sharedName(user: string, shown = ''): 'group' | 'role' | undefined {
  const words = wordsOf(user.split('@')[0] ?? '');
  if (words.length === 0 || !words.every((word) => groupNames.has(word) || roleNames.has(word))) return undefined;
  const called = shown.trim().split(/\s+/).filter(Boolean);
  const generic = called.some((word) => wordsOf(word).some((one) => groupNames.has(one) || roleNames.has(one)));
  if (called.length >= 2 && !generic && called.every((word) => /^\p{Lu}/u.test(word))) return undefined;
  return words.some((word) => groupNames.has(word)) ? 'group' : 'role';
}

/** Lower case, without accents and the number at the end: `IT-Support2` is `it`, `support`. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[._+\-\s]+/)
    .map((word) => word.replace(/\d+$/, ''))
    .filter(Boolean);
}
