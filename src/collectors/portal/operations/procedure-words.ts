/**
 * First or last words of procedures in the languages of the contract that are written in Latin letters, besides English:
 * `factura.lista`, `obtenirDevis`, `kunde.speichern`. Programmers leave accents out as often as not.
 */
const readingWords = [
  'lista|listar|obtener|ver|buscar|consultar|detalle|resumen|sugerir|mostrar|por[A-Z]\\w*',
  'obter|detalhe|detalhes|resumo|mostra|pesquisar|exibir',
  'liste|lister|obtenir|voir|chercher|rechercher|detail|resume|afficher|par[A-Z]\\w*',
  'hole|holen|lade|laden|zeige|zeigen|suche|suchen|finde|finden|auflisten|uebersicht|übersicht|nach[A-Z]\\w*',
  'elenco|elenca|ottieni|vedi|cerca|dettaglio|riepilogo|per[A-Z]\\w*',
  'lijst|haal|ophalen|toon|tonen|zoek|zoeken|overzicht',
  'pobierz|pokaz|pokaż|szukaj|szczegoly|szczegóły|podsumowanie',
].join('|');

const writingWords = [
  'crear|agregar|a[nñ]adir|actualizar|guardar|borrar|eliminar|quitar|enviar|invitar|cambiar|cancelar|aprobar|rechazar|pagar|publicar|registrar|asignar|mover|subir|restablecer|revocar|activar|desactivar|archivar|restaurar|confirmar|reembolsar|renombrar|modificar|editar|entrar|salir|cerrar',
  'criar|adicionar|atualizar|salvar|apagar|excluir|remover|convidar|alterar|mudar|aprovar|rejeitar|atribuir|redefinir|revogar|ativar|desativar|arquivar|renomear|sair|entrar',
  'creer|créer|ajouter|modifier|enregistrer|sauvegarder|supprimer|effacer|envoyer|inviter|changer|annuler|approuver|valider|rejeter|payer|publier|assigner|deplacer|déplacer|televerser|téléverser|reinitialiser|réinitialiser|revoquer|révoquer|activer|desactiver|désactiver|archiver|restaurer|confirmer|rembourser|renommer|connecter|deconnecter|déconnecter',
  'anlegen|erstelle|erstellen|hinzufuegen|hinzufügen|aktualisiere|aktualisieren|speichere|speichern|loesche|loeschen|lösche|löschen|entferne|entfernen|sende|senden|einladen|aendern|ändern|aendere|ändere|storniere|stornieren|genehmige|genehmigen|ablehnen|bezahle|bezahlen|zuweisen|verschiebe|verschieben|hochladen|zuruecksetzen|zurücksetzen|widerrufe|widerrufen|aktiviere|aktivieren|deaktiviere|deaktivieren|archiviere|archivieren|bestaetige|bestaetigen|bestätige|bestätigen|erstatte|erstatten|umbenennen|anmelden|abmelden',
  'crea|aggiungi|aggiorna|salva|elimina|cancella|rimuovi|invia|invita|cambia|modifica|annulla|approva|rifiuta|paga|pubblica|assegna|sposta|carica|reimposta|revoca|attiva|disattiva|archivia|ripristina|conferma|rimborsa|rinomina|accedi|esci',
  'aanmaken|toevoegen|bijwerken|opslaan|bewaar|bewaren|verwijder|verwijderen|stuur|verstuur|versturen|uitnodigen|wijzig|wijzigen|annuleer|annuleren|goedkeuren|afwijzen|betaal|betalen|publiceer|publiceren|toewijzen|verplaats|verplaatsen|herstel|herstellen|intrekken|activeer|activeren|deactiveer|deactiveren|archiveer|archiveren|bevestig|bevestigen|terugbetalen|hernoem|hernoemen|inloggen|uitloggen',
  'utworz|utwórz|dodaj|aktualizuj|zapisz|usun|usuń|wyslij|wyślij|zapros|zaproś|zmien|zmień|anuluj|zatwierdz|zatwierdź|odrzuc|odrzuć|oplac|opłać|opublikuj|przypisz|przenies|przenieś|przywroc|przywróć|potwierdz|potwierdź|zaloguj|wyloguj',
].join('|');

const marksWords =
  'mark|marcar|marquer|markiere|markieren|segna|markeer|markeren|oznacz|visto|leido|leído|lido|gelesen|letto|gelezen|vu';

const reads = new RegExp(`^(?:${readingWords})(?!\\p{Ll})`, 'u');
const writes = new RegExp(`^(?:${writingWords})$`, 'iu');
const marks = new RegExp(`^(?:${marksWords})$`, 'iu');

const wordsOf = (part: string) => part.split(/(?=\p{Lu})|[_-]+/u).filter((one) => one !== '');

/** Whether a part of a procedure's name begins with a word that reads. */
export const readsInWords = (part: string): boolean => reads.test(part);

/** Whether the first or the last word of a part of a procedure's name writes. */
export function writesInWords(part: string): boolean {
  const words = wordsOf(part);
  return [words[0], words.at(-1)].some((word) => word !== undefined && writes.test(word));
}

/** Whether it only notes that something was seen: what opening a page does to one's own record. */
export const marksInWords = (part: string): boolean => wordsOf(part).some((word) => marks.test(word));
