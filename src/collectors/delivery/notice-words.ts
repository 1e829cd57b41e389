/**
 * Controls that send mail to whoever presses them (en, de, fr, es, it, pt, nl, pl, ja, zh): a receipt or an invoice once more, a test
 * notification. What sends to others, asks for an approval or moves money is never pressed.
 */
export const noticeWords: readonly { readonly kind: 'receipt' | 'invoice' | 'notification'; readonly words: RegExp }[] =
  [
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

/** Whatever else a control says: to many, to others, or with money in it. */
export const notPressed =
  /\b(all|every(one|body)?|selected|customers?|clients?|users|members|team|others|pay|refund|delete|cancel|approve|reject|alle|allen|kunden?|ausgewählte|bezahlen|stornieren|löschen|tous|toutes|clients?|payer|annuler|todos|todas|clientes?|pagar|anular|tutti|clienti|paga|annulla|klanten|betalen|annuleren|wszyst\p{L}+|klien\p{L}+|zapłać|anuluj)\b|全員|すべて|顧客|支払|取消|所有|全部|客户|客戶|付款|支付/iu;

/** Where such controls stand. */
export const billingWords =
  /invoice|receipt|billing|statement|payment|order|notification|preferences|settings|account|profile|rechnung|beleg|zahlung|bestellung|benachrichtigung|einstellung|konto|facture|reçu|paiement|commande|paramètre|compte|factura|recibo|pago|pedido|notificacion|ajustes|cuenta|fattur|ricevut|pagament|ordin|notific|impostazion|fatura|pagamento|conta\b|factu|betaling|bestelling|melding|instelling|faktur|płatno|zamówien|powiadomien|ustawien|請求|領収|支払|注文|通知|設定|发票|账单|收据|订单|通知|设置|發票|帳單/iu;

/** Controls that ask another person to approve of something: never pressed, because their mail reaches that person. */
export const approvalWords =
  /(request|ask for|send for|submit for|get) (an? |the )?(approval|sign-?off)|zur (freigabe|genehmigung) (senden|einreichen|vorlegen)|(freigabe|genehmigung) (anfordern|beantragen|einholen)|demander (une |l.)?(approbation|validation)|(soumettre|envoyer) (à|pour) (approbation|validation)|solicitar (la |una )?aprobación|enviar (a|para) aprobación|richiedi (l.)?approvazione|invia(re)? (in|per) (l.)?approvazione|(solicitar|pedir) (a )?aprovação|enviar para aprovação|goedkeuring (aan)?vragen|ter goedkeuring|poproś o (akceptację|zatwierdzenie)|(wyślij|prześlij) do (akceptacji|zatwierdzenia)|承認.{0,3}(依頼|申請)|(提交|申请|申請|请求|請求).{0,2}(审批|批准|審批|核准)/iu;
