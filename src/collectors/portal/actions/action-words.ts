import { deleteWords, sideEffectWords, signOutWords } from '../words.ts';

/**
 * Words of controls that move a record into another state for good, in the ten languages of the contract: a decision, and what ends or
 * puts away. What deletes, sends or costs is none of them.
 */
const decisions = [
  'approve|approved|reject|decline|accept|authori[sz]e|release|grant|deny',
  'genehmigen|freigeben|ablehnen|annehmen|bewilligen',
  'approuver|valider|refuser|rejeter|accepter',
  'aprobar|autorizar|rechazar|aceptar',
  'approva|approvare|rifiuta|rifiutare|accetta|accettare|autorizza',
  'aprovar|rejeitar|recusar|aceitar',
  'goedkeuren|afwijzen|afkeuren|accepteren',
  'zatwierdź|odrzuć|zaakceptuj|akceptuj',
].join('|');
const decisionsOfEast = '承認|却下|承諾|拒否|批准|驳回|拒绝|同意|核准|駁回|拒絕';
const endings = [
  'cancel|archive|unarchive|close|reopen|complete|finish|resolve|confirm|withdraw|retire|deactivate|suspend|assign|claim|escalate|start|lock|mark (?:as )?\\p{L}+',
  'stornieren|archivieren|schließen|schliessen|abschließen|abschliessen|erledigen|erledigt|bestätigen|zurückziehen|zuweisen|übernehmen|sperren|kündigen|wiedereröffnen',
  'annuler|archiver|clôturer|cloturer|terminer|confirmer|retirer|attribuer|assigner|résilier|rouvrir',
  'cancelar|anular|archivar|cerrar|completar|confirmar|retirar|asignar|reabrir|dar de baja|finalizar',
  'annulla|archivia|chiudi|completa|conferma|ritira|assegna|riapri|sospendi',
  'arquivar|encerrar|concluir|confirmar|atribuir|reabrir|suspender|resolver',
  'annuleren|archiveren|sluiten|afronden|voltooien|bevestigen|intrekken|toewijzen|heropenen',
  'anuluj|archiwizuj|zarchiwizuj|zamknij|zakończ|potwierdź|wycofaj|przypisz|otwórz ponownie',
].join('|');
const endingsOfEast =
  'キャンセル|アーカイブ|完了|終了|確定|取り下げ|割り当て|取消|归档|关闭|完成|确认|撤回|分配|歸檔|關閉|確認';

const asWords = (latin: string, east: string) => new RegExp(`^(?:${latin})(?!\\p{L})|^(?:${east})`, 'iu');

/** Somebody in charge says yes or no. */
export const decisionWords = asWords(decisions, decisionsOfEast);

/** Whatever of it the label begins with. */
export const actionWords = asWords(`${decisions}|${endings}`, `${decisionsOfEast}|${endingsOfEast}`);

/** Labels of what reaches other people, or costs: never rehearsed, wherever it stands in them. */
export const outsideWords =
  /(?<!\p{L})(?:send|resend|mail|e-?mail|invite|publish|post|pay|refund|charge|order|buy|transfer|notify|remind|share|senden|absenden|versenden|einladen|veröffentlichen|zahlen|bezahlen|bestellen|überweisen|benachrichtigen|erinnern|teilen|envoyer|inviter|publier|payer|rembourser|commander|notifier|relancer|partager|enviar|invitar|publicar|pagar|reembolsar|pedir|notificar|compartir|convidar|comprar|compartilhar|invia|inviare|invita|pubblica|paga|rimborsa|ordina|notifica|condividi|versturen|verzenden|uitnodigen|publiceren|betalen|bestellen|delen|wyślij|zaproś|opublikuj|zapłać|zamów|udostępnij)(?!\p{L})|送信|招待|公開|支払|注文|共有|发送|邀请|发布|支付|付款|下单|分享|發送|邀請|發布/iu;

/** Buttons of a window that asks whether it is meant. */
export const meantWords =
  /^(?:yes|ok|okay|confirm|continue|proceed|sure|ja|bestätigen|weiter|fortfahren|oui|confirmer|continuer|sí|si|confirmar|continuar|aceptar|sì|conferma|continua|sim|bevestigen|doorgaan|tak|potwierdź|はい|確定|実行|是|确认|确定|確定|確認)(?!\p{L})/iu;

/** Labels that delete the record that they stand at, and nothing of the account, of a person or of several records. */
export const deletions = {
  acts: deleteWords.source,
  never: [
    outsideWords,
    sideEffectWords,
    signOutWords,
    /(?<!\p{L})(?:all|alle[sn]?|tous|toutes|tod[oa]s|tutt[ie]|wszystk\p{L}+|account)(?!\p{L})|すべて|全部/iu,
  ]
    .map(({ source }) => `(?:${source})`)
    .join('|'),
};

/** What is no such action, whatever else the label says: it deletes, signs out, reaches others. As a source, for pages. */
export const neverActed = [outsideWords, sideEffectWords, deleteWords, signOutWords]
  .map(({ source }) => `(?:${source})`)
  .join('|');

export const neverActs = new RegExp(neverActed, 'iu');
