/**
 * Words that steer the browser, in the ten languages of the contract (en, de, fr, es, it, pt, nl, pl, ja, zh).
 * Matched case-insensitively against names, labels and URL words of controls.
 */

const latinDanger = [
  'log[ -_]?(?:out|off)|sign[ -_]?(?:out|off)|delet(?:e|es|ing)|remove|destroy|erase|purge|reset|deactivate|disable|revoke|suspend|cancel|archive|unsubscribe|leave (?:team|group|workspace|organi[sz]ation)',
  'trash|untrash|spam|unspam|unapprove|install|uninstall|pay(?! (?:slips?|stubs?|statements?|history|runs?|periods?|rates?|grades?|scales?)\\b)|make payment|purchase(?! (?:orders?|requests?|requisitions?|history|invoices?|agreements?|contracts?|ledger|reports?)\\b)|buy|order now|place order|checkout|subscribe|upgrade|downgrade|send|resend|invite|publish|submit|approve|reject|transfer(?! (?:history|logs?|notes?)\\b)|withdraw|confirm|impersonate|merge(?! requests?\\b)|refund(?! (?:history|requests?|polic(?:y|ies)|status|reports?)\\b)|close account',
  'abmelden|ausloggen|papierkorb|installieren|deinstallieren|löschen|entfernen|zurücksetzen|kündigen|bezahlen|zahlen|kaufen|bestellen|senden|absenden|einladen|veröffentlichen|genehmigen|ablehnen|stornieren|bestätigen',
  'se déconnecter|corbeille|désapprouver|installer|désinstaller|indésirable|déconnexion|deconnexion|supprimer|effacer|réinitialiser|résilier|(?<!(?:factures?|comptes) à )payer|acheter|commander|envoyer|inviter|publier|approuver|refuser|annuler|confirmer',
  'cerrar sesión|salir|papelera|instalar|desinstalar|eliminar|borrar|quitar|restablecer|(?<!(?:cuentas|facturas|contas|faturas) (?:por|a) )pagar|comprar|enviar|invitar|publicar|aprobar|rechazar|anular|confirmar|darse de baja',
  'esci|disconnetti|cestino|installa|disinstalla|elimina|cancella|rimuovi|reimposta|(?<!bust[ae] )paga|acquista|invia|invita|pubblica|approva|rifiuta|annulla|conferma',
  'terminar sessão|sair|lixeira|lixo|excluir|apagar|remover|redefinir|encerrar|finalizar compra|convidar|aprovar|rejeitar|cancelar',
  'uitloggen|afmelden|prullenbak|installeren|verwijderen|wissen|opzeggen|betalen|kopen|bestellen|verzenden|versturen|uitnodigen|publiceren|goedkeuren|afwijzen|annuleren|bevestigen',
  'wyloguj|wyloguj się|kosza?|zainstaluj|odinstaluj|usuń|skasuj|zresetuj|zapłać|kup|zamów|wyślij|zaproś|opublikuj|zatwierdź|odrzuć|anuluj|potwierdź',
].join('|');
const cjkDanger = [
  'ログアウト|サインアウト|ごみ箱|ゴミ箱|インストール|削除|消去|リセット|解約|退会|(?:支払い?|購入|注文|送信|招待|公開|承認)(?!い?(?:一覧|履歴|明細|状況|管理|情報|番号|詳細|待ち|書|済))|却下|キャンセル|取消|確定',
  '退出|登出|注销|回收站|垃圾桶|安装|卸载|安裝|删除|移除|重置|停用|(?:支付|付款|购买|購買|邀请|邀請|发送|發送)(?!记录|記錄|历史|歷史|列表|明细|明細|状态|狀態|凭证|憑證)|下单|发布|批准|拒绝|取消|确认|提交|刪除|發布|拒絕|確認',
].join('|');

/**
 * Controls that may destroy, send, pay or end the session: never clicked by the crawl; GET links are guarded too. Whole
 * words where the script has them: "Emergency" holds "merge" and harms nobody. Nor do names of papers and lists that such
 * a word is a part of: purchase orders, pay slips, 注文一覧.
 */
export const dangerWords = new RegExp(`(?<![\\p{L}])(?:${latinDanger})(?![\\p{L}])|${cjkDanger}`, 'iu');

export const signInWords =
  /log[ -_]?in|sign[ -_]?in|\blog[ -_]?on\b|anmelden|einloggen|anmeldung|(?<!\p{L})(?:connexion|acceder|ingresar|entrar|acessar|accedi)|se connecter|identifiez|iniciar sesión|login|iniciar sessão|inloggen|aanmelden|zaloguj|logowanie|ログイン|サインイン|(?<!退出|注销)登录|登入|(?<!退出)登錄/iu;

export const signOutWords =
  /log[ -_]?(out|off)|sign[ -_]?(out|off)|abmelden|ausloggen|déconnexion|deconnexion|se déconnecter|cerrar sesión|salir|esci|disconnetti|logout|terminar sessão|sair|uitloggen|afmelden|wyloguj|ログアウト|サインアウト|退出|登出|注销/iu;

export const nextWords =
  /^(next|continue|weiter|fortfahren|suivant|continuer|siguiente|continuar|avanti|continua|próximo|seguinte|volgende|doorgaan|dalej|kontynuuj|次へ|続行|続ける|下一步|继续|繼續)\b|^(次へ|続行|続ける|下一步|继续|繼續)/iu;

/** Buttons that make an overlay go away. Accepting cookies of a test account in a throw-away browser harms nobody. */
export const dismissWords =
  /^((yes,? )?(i )?(accept|agree|allow|consent)( to)?( all)?( optional)?( cookies)?( (and|&) (close|continue))?|close( (this )?(dialog|modal|popup|window|banner|message|notice|overlay))?|(use |allow |accept )?(only )?(necessary|essential|required)( cookies)?( only)?|continue to (the )?(site|website|portal)|alle (cookies )?(akzeptieren|annehmen|zulassen|ablehnen)( und (schließen|fortfahren))?|(nur )?(notwendige|essenzielle|erforderliche)( cookies)?( akzeptieren| zulassen| verwenden)?|einverstanden|accepter (tous )?(les )?cookies|accepter (et|&) fermer|continuer sans accepter|aceptar (todas )?(las )?cookies|aceptar y cerrar|accetta (tutti )?i cookie|continua senza accettare|aceitar (todos )?os cookies|alle cookies (accepteren|weigeren)|akkoord|zgadzam się|akceptuj( wszystkie)?|すべて(の cookie を)?(受け入れる|許可(する)?)|同意して(続ける|閉じる)|接受所有( ?cookies?)?|got it|ok(ay)?|dismiss|no,? thanks|not now|skip|later|maybe later|reject( all)?|decline|only necessary|necessary only|continue without|understood|×|✕|✖|x|(alle )?akzeptieren|alle ablehnen|ablehnen|zustimmen|schließen|verstanden|überspringen|später|nur notwendige|tout accepter|accepter|refuser|tout refuser|fermer|compris|passer|plus tard|aceptar( todo)?|rechazar|cerrar|entendido|omitir|accetta( tutti)?|rifiuta|chiudi|ho capito|salta|aceitar( todos)?|rejeitar|fechar|entendi|pular|(alles )?accepteren|weigeren|sluiten|begrepen|overslaan|(zaakceptuj|akceptuję)( wszystkie)?|odrzuć|zamknij|rozumiem|pomiń|同意する|すべて許可|拒否|閉じる|スキップ|了解|同意|接受( ?全部)?|全部接受|拒绝|关闭|知道了|跳过|關閉)[!.]?$/iu;

const changingVerbs =
  'mark|markdone|done|complete|finish|toggle|activate|deactivate|enable|disable|lock|unlock|close|reopen|accept|decline|star|unstar|pin|unpin|vote|upvote|like|unlike|follow|unfollow|unread|restore|duplicate|clone|stop|pause|resume|retry|run|sync|assign|claim|release|erledigt|erledigen|abschliessen|abschließen|aktivieren|deaktivieren|sperren|entsperren|annehmen|markieren|kopieren|terminer|activer|désactiver|accepter|completar|activar|desactivar|aceptar|completa|attiva|disattiva|accetta|concluir|ativar|desativar|aceitar|voltooien|afronden|activeren|accepteren|zakończ|aktywuj|przyjmij';
/** The last part of an address behind an id, or its `action`: what following it does to that object. */
export const changingPath = new RegExp(
  `/(?!v\\d)[^/?]*\\d[^/?]*/(?:${changingVerbs})/?(?:\\?|$)|[?&](?:action|do|op|cmd|task)=(?:${changingVerbs})(?:&|$)`,
  'iu',
);
/** A link that says it changes the object: visited by GET it would. */
export const changingLinkWords =
  /^(?:(?:mark (?:as|all)|toggle|set (?:as|to)|activate|deactivate|unlock|reopen|duplicate|complete (?:task|order|ticket|this)|accept (?:offer|quote|this))(?!\p{L}))|als .{2,20} markieren|marquer comme|marcar como|segna come|markeren als|oznacz jako|としてマーク|标记为|標記為/iu;

/** Controls that keep a change. */
export const saveWords =
  /^(save|update|apply|store|keep|done|ok|submit|confirm)\b|speichern|sichern|übernehmen|aktualisieren|enregistrer|sauvegarder|mettre à jour|guardar|actualizar|salva|aggiorna|salvar|atualizar|opslaan|bijwerken|zapisz|zaktualizuj|保存|更新|儲存|提交|確定|确认/iu;

/** Controls that keep another choice; tried only where what they send is held back. */
export const changeWords =
  /^(set|change|move|reschedule|assign)(?!\p{L})|ändern|ändere|setzen|verschieben|modifier|changer|déplacer|cambiar|modificar|mover|cambia|modifica|sposta|alterar|mudar|wijzig|verplaats|zmień|przenieś|変更|更改|修改/iu;

/** Controls that delete. */
export const deleteWords =
  /(?<![\p{L}])(delete|remove|destroy|erase|discard|trash|papierkorb|corbeille|papelera|cestino|lixeira|prullenbak|kosza?|löschen|loeschen|entfernen|supprimer|effacer|eliminar|borrar|elimina|cancella|rimuovi|excluir|apagar|remover|verwijderen|wissen|usuń|skasuj)(?![\p{L}])|削除|消去|ごみ箱|ゴミ箱|删除|移除|刪除|回收站/iu;

/** Controls that drop it. */
export const cancelWords =
  /^(cancel|discard|back|close|undo|edit|abbrechen|verwerfen|zurück|schließen|annuler|fermer|cancelar|cerrar|volver|annulla|chiudi|fechar|voltar|annuleren|sluiten|anuluj|zamknij|キャンセル|閉じる|取消|关闭|關閉)/iu;

/** Controls that open a form for a new object. */
export const createWords =
  /\b(new|create|add|compose)\b|^\+|\b(neu|neue|neuer|neues|erstellen|anlegen|hinzufügen|nouveau|nouvelle|créer|ajouter|nuevo|nueva|crear|añadir|agregar|nuovo|nuova|crea|aggiungi|novo|nova|criar|adicionar|nieuw|nieuwe|aanmaken|toevoegen|nowy|nowa|nowe|utwórz|dodaj)\b|新規|作成|追加|新建|创建|添加|新增|建立/iu;

/** Controls that add a comment or a note to the record of their page. */
export const commentWords =
  /^(?:(?:post|add|leave|write|save) )?(?:an? |your )?(?:comment|note|remark)$|^(?:kommentieren|(?:kommentar|notiz|anmerkung)(?: (?:speichern|schreiben|abgeben))?)$|^(?:commenter|comentar|commenta|reageren|skomentuj)$|^(?:guardar|añadir|salvar|salva) (?:comentario|comentário|commento|nota)$|^(?:コメント(?:する)?|评论|評論)$/iu;

/** A new object of this kind reaches other people or costs money: canaries are not planted there. */
export const sideEffectWords =
  /invit|member|user|mail|message|send|pay|card|order|checkout|subscri|webhook|api[ -_]?key|token|mitglied|benutzer|nachricht|zahlung|bestell|membre|utilisateur|paiement|commande|usuario|miembro|mensaje|pago|pedido|utente|messaggio|pagamento|ordine|usuário|mensagem|gebruiker|bericht|betaling|użytkownik|wiadomość|płatność|ユーザー|メンバー|メッセージ|支払|注文|用户|成员|消息|支付|订单/iu;

/** Of those, what a record may be without its page being the place to make one: a note on a work order orders nothing. */
const recordNouns =
  /(?<!\p{L})(orders?|cards?|members?|users?|bestellung(en)?|mitglied(er)?|benutzer|membres?|utilisateurs?|commandes?|usuarios?|miembros?|pedidos?|utent[ei]|ordin[ei]|usuários?|gebruikers?|użytkownik\w*)(?!\p{L})/giu;

/**
 * Whether what is made at this place reaches other people or costs money: behind the id of a record the path says what is added to it, and
 * before it of what kind the record is. `plain`: with `{}` for ids.
 */
export function reachesOthersAt(plain: string): boolean {
  const behind = plain.lastIndexOf('{}');
  const kinds = plain.slice(0, behind + 1).replace(recordNouns, '');
  return sideEffectWords.test(kinds + plain.slice(behind + 1).replace(ofRecord, ''));
}
/** A table of what is written below a record: `order_comments`, `member-notes`. */
const ofRecord =
  /(?<![\p{L}])(orders?|cards?|members?|users?)[_-](?=(comments?|notes?|remarks?|lines?|items?|attachments?|documents?|files?|samples?|tags?)(?!\p{L}))/giu;

/** Controls that show something: their first word says so, or all they are is a name for what is shown. */
export const showWords =
  /^(show|view|see|display|read|expand|details?|history|more|load|preview|next|previous|older|newer|laden|nachladen|ältere|charger|plus anciens?|cargar|anteriores|carica|precedenti|carregar|oudere|załaduj|wczytaj|starsze|refresh|reload|run report|compare|list|search|find|filter|open$|neuere|vorherige|nächste|vergleichen|précédente?s?|suivante?s?|comparer|siguientes?|comparar|successiv[ioe]|confronta|próxim[oa]s|laad|vorige|volgende|vergelijken|poprzednie?|następne?|porównaj|anzeigen|ansehen|details|verlauf|mehr|vorschau|weitere|voir|afficher|détails?|historique|plus|aperçu|ver|mostrar|detalles?|historial|más|mostra|vedi|dettagli|storico|altro|anteprima|exibir|detalhes|histórico|mais|tonen|toon|bekijken|bekijk|meer|specificaties?|geschiedenis|pokaż|zobacz|szczegóły|historia|więcej|podgląd|(abrir|öffnen|ouvrir|apri|openen|otwórz|download|herunterladen|télécharger|descargar|baixar|scarica|downloaden|pobierz)$)(?![\p{L}])|(?<![\p{L}])(anzeigen|ansehen|laden|details?|history|timeline|overview|breakdown|statement|sheet|summary|reports?|chart|activity|übersicht|zusammenfassung|verlauf|résumé|aperçu|resumen|historial|riepilogo|storico|resumo|histórico|overzicht|podsumowanie)$|表示|読み込|次の|前の|加载|下一页|上一页|詳細|履歴|もっと|プレビュー|查看|显示|详情|历史|更多|预览|檢視|顯示|詳情|歷史|^(notes|comments|documents|files|attachments|messages|events|logs?|movements|transactions|lines|items|members|versions|statistics|usage|info|about)$|^(quick|side|full|detail(ed)?)[- ]?(view|look)$|^schnellansicht$|^vue (rapide|détaillée)$|^vista (rápida|rapida|previa|detallada|dettagliata)$|^visualização rápida$|^snelle? (weergave|blik)$|^szybki podgląd$|クイックビュー|^(export|download|exportieren|herunterladen|exporter|télécharger|exportar|descargar|baixar|esporta|scarica|exporteren|eksportuj|pobierz)\b.*\b(csv|pdf|xlsx?|excel|json|xml)\b/iu;

/** Controls that read the ticked rows of a list together. */
export const readsTickedWords =
  /(?<!\p{L})(download|export|print|view|show|preview|compare|details?|summar(y|i[sz]e)|herunterladen|exportieren|drucken|anzeigen|vorschau|vergleichen|zusammenfassen|télécharger|exporter|imprimer|afficher|comparer|résumer|descargar|exportar|imprimir|comparar|resumir|scarica|esporta|stampa|confronta|riepilogo|dettagli|détails|detalles|visualizza|ver|voir|baixar|detalhes|downloaden|exporteren|exporteer|afdrukken|vergelijken|vergelijk|samenvatten|bekijken|bekijk|pobierz|eksport|eksportuj|drukuj|porównaj|podsumuj|szczegóły|csv|pdf|xlsx?|excel|zip)(?!\p{L})|ダウンロード|エクスポート|印刷|比較|詳細|下载|导出|打印|比较|详情|下載|匯出|列印|詳情/iu;

/** Buttons of a form that hand out a file: of what the form narrows down. */
export const fileWords =
  /(?<!\p{L})(download|print|csv|pdf|xlsx?|excel|zip|herunterladen|drucken|télécharger|imprimer|descargar|imprimir|scarica|stampa|baixar|downloaden|afdrukken|pobierz|drukuj)(?!\p{L})|ダウンロード|印刷|下载|打印|下載|列印/iu;

export const searchWords =
  /search|find|filter|suche|suchen|recherche|rechercher|buscar|busca|cerca|ricerca|pesquisa|procurar|zoek|szukaj|検索|搜索|查找|搜尋/iu;

/** Paths whose name says that a POST reads. */
export const readingNames =
  /(^|[/._:-])(search|query|find|list|lookup|filter|fetch|get|read|load|graphql|count|suggest|autocomplete|browse|preview|show|view|details?|retrieve|select|summary|stats|table|grid|datatable|download)([/._:-]|[A-Z]|$)/;
/** Paths that renew a session: let through by the shield, never replayed. */
export const renewalNames = /(refresh|renew|token|session\/(extend|keep)|keep-?alive|heartbeat)/i;
/** Paths that must never be replayed: they end or change a session. */
export const sessionNames =
  /(log[-_]?(in|out|off|on)|sign[-_]?(in|out|off|up)|auth\/(callback|refresh|token)|refresh|oauth2?\/|(reset|forgot|change|new)[-_]?password|password[-_/]?(reset|forgot|change)|socket\.io|sockjs)/i;
/** Parameters that carry a credential in the address: a feed key, a token. Never replayed as somebody else. */
export const credentialNames =
  /^(key|api_?key|feed_?key|rss_?(key|token)|token|access_?token|auth(_?token)?|jwt|session(_?id)?|sid|secret|password|pwd)$/i;

/** Headers that carry a credential, with and without a sign between their words: `x-auth-token`, `authtoken`, `apikey`. */
export const credentialHeader =
  /^(proxy-)?authorization$|^x-access|(^|[-_])x?(auth|token|session|jwt|credential|sid)([-_]|$)|(^|[-_])x?(auth|access|session|user|login|security|bearer|api)[-_]?(token|key)([-_]|$)|(^|[-_])(session[-_]?id|id[-_]?token)([-_]|$)/i;

/** Headers in which a page proves that it is one of the portal's own: tokens against forged requests. */
export const forgeryHeader =
  /^x-?(csrf|xsrf)|^csrf|(^|-)(csrf|xsrf)(-|$)|-csrf-?token$|anti-?forgery|verification-?token$/i;

/** Effects that cannot be put back: operations of such a name are never written to. */
export const beyondUndo =
  /pay|refund|checkout|charge|transfer|invit|send|webhook|publish|notif|email|sms|password|token|key/i;
