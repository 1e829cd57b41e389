/**
 * Controls that send mail to whoever presses them (en, de, fr, es, it, pt, nl, pl, ja, zh): a receipt or an invoice once more, a test
 * notification. What sends to others, asks for an approval or moves money is never pressed.
 */
export const noticeWords: readonly {
  readonly kind: 'receipt' | 'invoice' | 'notification';
  readonly words: RegExp;
  readonly toWhom?: 'self';
}[] = [
  {
    kind: 'receipt',
    words:
      /(e-?mail|re-?send|send)( me)?( a| the| this| my)?( copy of)?( the| this| my)? receipt|receipt (by|to my) e-?mail|(quittung|beleg|zahlungsbestätigung)( erneut)?( an mich)?( per e-?mail)?( an mich)? (senden|schicken|zusenden|mailen)|(r?envoyer|recevoir)( le| mon| un)? reçu|(re)?enviar(me)?( el| mi| o| meu)? recibo|(re)?invia(mi)?( la| mia)*( ricevuta)|(kwitantie|ontvangstbewijs|betaalbewijs)( opnieuw)? (mailen|versturen|verzenden|e-mailen)|(wyślij|prześlij)( ponownie)?( mi)? (paragon|potwierdzenie płatności)|領収書.{0,8}(送信|送る|メール)|(发送|寄送|發送).{0,4}(收据|收據)|(收据|收據).{0,6}(发送|發送|邮箱|信箱)/iu,
  },
  {
    kind: 'invoice',
    words:
      /(e-?mail|send) me( a| the| this| my)?( copy of)?( the| this| my)? (invoice|bill|statement)|re-?send( the| this| my)? (invoice|bill|statement)|e-?mail( the| this| my| a copy of( the| this)?)? (invoice|bill|statement)|(invoice|statement) (by|to my) e-?mail|rechnung( erneut)?( per e-?mail)? an mich( per e-?mail)? (senden|schicken|mailen)|rechnung (erneut|per e-?mail|nochmals?) (senden|schicken|zusenden|anfordern)|(renvoyer|recevoir|m.envoyer)( la| ma| cette)? facture|facture par e-?mail|(reenviar|enviarme|recibir)( la| mi| esta)? factura|(reinvia|inviami|ricevi)( la| questa)? fattura|(reenviar|receber)( a| minha| esta)? fatura|factuur (opnieuw |naar mij )?(mailen|versturen|e-mailen)|(wyślij|prześlij) (ponownie |mi )(tę )?fakturę|faktur[aęy] e-?mailem|請求書.{0,8}(再送|メールで(受け取る|送信))|(重新发送|发送给我|發送給我|重新發送).{0,4}(发票|账单|發票|帳單)/iu,
  },
  {
    kind: 'notification',
    words:
      /(?<!\p{L})(send )?(me )?(a )?test (e-?mail|message|notification)|test-?(e-?mail|mail|nachricht|benachrichtigung)( an mich)? (senden|schicken)|(e-?mail|message|notification) de test|(correo|mensaje|notificación) de prueba|(e-?mail|messaggio|notifica) di prova|(e-?mail|mensagem|notificação) de teste|(?<!\p{L})test(mail|e-mail|bericht|melding) (versturen|sturen|verzenden)|testow\p{L}+ (e-?mail|wiadomość|powiadomienie)|(wiadomość|powiadomienie) testow\p{L}+|テスト(メール|通知)|测试(邮件|通知|消息)|測試(郵件|通知)/iu,
  },
];

const papers = {
  receipt:
    'receipts?|payment confirmation|quittung|(?:zahlungs)?beleg|zahlungsbestätigung|reçu|recibo|ricevuta|kwitantie|betaalbewijs|paragon|potwierdzenie płatności|領収書|收据|收據',
  invoice:
    'invoice|bill|statement|rechnung|kontoauszug|facture|relevé|factura|fattura|fatura|factuur|fakturę|faktura|請求書|发票|账单|發票|帳單',
};
const sends =
  'send|e-?mail|re-?send|forward|share|senden|schicken|versenden|teilen|envoyer|partager|enviar|compartir|partilhar|invia|condividi|(?:ver)?sturen|verzenden|mailen|delen|wyślij|prześlij|udostępnij|送信|送る|共有|发送|寄送|發送|分享';
const sending = (paper: string) =>
  new RegExp(
    `^(?:${sends})(?: |を)?(?:\\S{1,6} )?(?:${paper})|^(?:${paper})(?: (?:per|by|par|por|via) e-?mail)?(?: |を)?(?:${sends})`,
    'iu',
  );
/** Controls that send one to whoever is named: pressed where the request then names the test account. */
export const addressedWords = [
  { kind: 'receipt', words: sending(papers.receipt), toWhom: 'named' },
  { kind: 'invoice', words: sending(papers.invoice), toWhom: 'named' },
] as const;
/** What such a dialog says on its button. */
export const mailingWords = new RegExp(`^(?:${sends})`, 'iu');

/** Whatever else a control says: to many, to others, or with money in it. */
export const notPressed =
  /\b(all|every(one|body)?|selected|customers?|clients?|users|members|team|others|pay|refund|delete|cancel|approve|reject|alle|allen|kunden?|ausgewählte|bezahlen|stornieren|löschen|tous|toutes|clients?|payer|annuler|todos|todas|clientes?|pagar|anular|tutti|clienti|paga|annulla|klanten|betalen|annuleren|wszyst\p{L}+|klien\p{L}+|zapłać|anuluj)\b|全員|すべて|顧客|支払|取消|所有|全部|客户|客戶|付款|支付/iu;

/** Where such controls stand. */
export const billingWords =
  /invoice|receipt|billing|statement|payment|order|notification|preferences|settings|account|profile|rechnung|beleg|zahlung|bestellung|benachrichtigung|einstellung|konto|facture|reçu|paiement|commande|paramètre|compte|factura|recibo|pago|pedido|notificacion|ajustes|cuenta|fattur|ricevut|pagament|ordin|notific|impostazion|fatura|pagamento|conta\b|factu|betaling|bestelling|melding|instelling|faktur|płatno|zamówien|powiadomien|ustawien|請求|領収|支払|注文|通知|設定|发票|账单|收据|订单|通知|设置|發票|帳單/iu;

/** Controls that ask another person to approve of something: pressed on an object of our own alone, never those that approve or reject. */
export const approvalWords =
  /(request|ask for|send for|submit for|get) (an? |the )?(approval|sign-?off)|zur (freigabe|genehmigung) (senden|einreichen|vorlegen)|(freigabe|genehmigung) (anfordern|beantragen|einholen)|demander (une |l.)?(approbation|validation)|(soumettre|envoyer) (à|pour) (approbation|validation)|solicitar (la |una )?aprobación|enviar (a|para) aprobación|richiedi (l.)?approvazione|invia(re)? (in|per) (l.)?approvazione|(solicitar|pedir) (a )?aprovação|enviar para aprovação|goedkeuring (aan)?vragen|ter goedkeuring|poproś o (akceptację|zatwierdzenie)|(wyślij|prześlij) do (akceptacji|zatwierdzenia)|承認.{0,3}(依頼|申請)|(提交|申请|申請|请求|請求).{0,2}(审批|批准|審批|核准)/iu;

/** What a dialog sends it off with. */
export const sendWords =
  /^(send|submit|request|ask|continue|confirm|ok|yes)(?!\p{L})|^(senden|absenden|anfordern|beantragen|einreichen|bestätigen|ja)(?!\p{L})|^(envoyer|soumettre|demander|confirmer|oui)(?!\p{L})|^(enviar|solicitar|confirmar|sí|sim|pedir)(?!\p{L})|^(invia|richiedi|conferma)(?!\p{L})|^(versturen|verzenden|aanvragen|indienen|bevestigen)(?!\p{L})|^(wyślij|poproś|prześlij|potwierdź)(?!\p{L})|^(送信|依頼|申請|はい)|^(发送|提交|申请|确定|發送|申請|確定)/iu;

/** Takes such a request back. */
export const withdrawWords =
  /(withdraw|recall|revoke|retract|cancel)( (the|this|my))? (request|submission|approval request|approval)|^(withdraw|recall)$|back to draft|(anfrage|antrag|freigabe) zurückziehen|^zurückziehen$|retirer (la|ma) demande|annuler (la|ma) demande|retirar (la |a )?solicitud|retirar (o )?pedido|ritira (la )?richiesta|(aanvraag|verzoek) intrekken|wycofaj|(申請|依頼)を?取り(下げ|消)|撤回/iu;
