/** What the text of a comment is called in forms and bodies, in ten languages. */
export const addedText =
  /text|message|comment|note|body|content|reply|nachricht|kommentar|notiz|antwort|texte|commentaire|r[eé]ponse|mensaje|comentario|nota|respuesta|testo|messaggio|commento|risposta|mensagem|coment[aá]rio|resposta|bericht|opmerking|antwoord|wiadomo|komentarz|notatka|tre[sś][cć]/i;
