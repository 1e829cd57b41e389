/** Longer pages have something of their own to show beside such a word. */
const shortPage = 600;
const waiting =
  /\b(?:coming soon|under construction|(?:we(?:'|’)ll )?be (?:right )?back soon|launching soon|opening soon|(?:down for|under|scheduled) maintenance|placeholder|in kürze|demnächst|wartungsarbeiten|im aufbau|bientôt disponible|en construction|en maintenance|próximamente|en construcción|en mantenimiento|prossimamente|in costruzione|em breve|em construção|binnenkort|in aanbouw|wkrótce|w budowie)(?!\p{L})|準備中|工事中|建设中|即将/iu;
const trouble =
  /\b(?:something went wrong|an error (?:has )?occurred|try again|not (?:authori[sz]ed|allowed|found)|unauthori[sz]ed|access denied|forbidden|no access|permission|enable javascript|unavailable|ein fehler|zugriff verweigert|kein zugriff|une erreur|accès refusé|un error|acceso denegado|errore|accesso negato|erro|acesso negado|fout|geen toegang|błąd|brak dostępu)(?!\p{L})/iu;

/** A holding page or a message of trouble: it tells a stranger nothing, and nothing can be told from it. */
export function saysNothing(text: string): boolean {
  return text.length < shortPage && (waiting.test(text) || trouble.test(text));
}
