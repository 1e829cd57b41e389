/** Words of the ways to a mail, in the ten languages of the contract (en, de, fr, es, it, pt, nl, pl, ja, zh). */

export const forgotWords =
  /forg[eo]t|lost.{0,12}password|(reset|recover).{0,16}(password|account|access)|(can.?t|cannot|unable to|trouble|problems?|help|difficult\w*) (with )?(access\w*|log(ging)? ?in|sign(ing)? ?in)|new password|remember.{0,12}password|(probleme?|hilfe) (beim|bei der) (anmeld|login)|neues passwort|nouveau mot de passe|nueva contraseña|nuova password|nova senha|nieuw wachtwoord|nowe hasło|(passwort|kennwort).{0,16}(vergessen|zurücksetzen)|vergessen|(mot de passe|identifiants?) (oublié|perdu)|oublié|olvid|recuperar|restablecer|dimenticat|recupera|reimposta|esquec|redefinir|vergeten|herstellen|zapomnia|nie pamięta|zresetuj|odzyskaj|忘れ|再設定|再発行|忘记|忘記|找回密码|重置密码|找回密碼/iu;
export const forgotPaths =
  /forgot|reset|recover|lost[-_]?pass|password[/_-](reset|new|forgot)|passwor[td][-_]?vergessen/i;

export const signUpWords =
  /sign[ -]?up|create (an |a |your |my )?(free |new )?account|(request|apply for|open|get) (an |a |your )?(free |new )?(account|access)|join (us|now|free|today|for free)|^join$|become a (customer|client|member|partner)|new here|(don.?t|do not) have an account|no account( yet)?\b|enrol|register|registration|get started|(start|begin).{0,12}trial|try (it |for )?free|new customer|(join|open an account) (now|free|today)?|registrieren|konto (erstellen|anlegen|eröffnen)|neu hier|kostenlos (testen|starten)|s.inscrire|inscri|créer (un|mon|votre) compte|regístr|registrarse|crear (una |tu )?cuenta|registrati|crea (un )?account|iscriviti|cadastr|criar (uma )?conta|registar|registre(ren|er)|account (aan)?maken|zarejestruj|załóż konto|rejestracj|新規登録|アカウント(を)?作成|会員登録|注册|註冊|创建账户|建立帳戶/iu;
export const signUpPaths = /sign-?up|register|registration|\bjoin\b|create-?account|inscription|registrieren|registro/i;

export const inviteWords =
  /invit|add (a |an |new )?(user|member|colleague|team ?mate|people|person)|new (user|member)|einlad|(benutzer|mitglied|nutzer) (hinzufügen|anlegen)|ajouter (un )?(membre|utilisateur)|añadir (un )?(miembro|usuario)|aggiungi (un )?(membro|utente)|adicionar (membro|usuário|utilizador)|convi(?:da|te)|uitnodig|(lid|gebruiker) toevoegen|zapro[sś]|dodaj (użytkownika|członka)|招待|メンバー(を)?追加|邀请|邀請|添加(成员|用户)/iu;
export const invitePaths = /invit|convite|einlad|uitnodig|zaprosz|(users|members|team|people)\/(new|add|create)/i;

export const teamWords =
  /team|member|people|user|colleague|organi[sz]ation|settings|account|admin|mitglied|benutzer|einstellung|équipe|membre|utilisateur|paramètre|equipo|miembro|usuario|ajustes|configuraci|squadra|membri|utenti|impostazion|equipe|membro|usuário|configuraç|definiç|leden|gebruiker|instelling|zespół|członk|użytkowni|ustawieni|チーム|メンバー|ユーザー|設定|团队|成员|用户|设置|團隊|成員|設定/iu;

/** The one button of a page that a mail leads to. */
export const confirmWords =
  /confirm|verif|activat|accept|continue|join|proceed|yes|bestätigen|aktivieren|annehmen|weiter|fortfahren|confirm|valider|activer|accepter|continuer|confirmar|activar|verificar|aceptar|continuar|conferma|verifica|attiva|accetta|continua|ativar|aceitar|bevestigen|verifiëren|activeren|accepteren|doorgaan|potwierdź|aktywuj|akceptuj|dalej|確認|有効化|承認|続行|确认|验证|激活|接受|继续|確認|驗證|繼續/iu;

/** What a page says when a link or form is no good any more. */
export const refusedWords =
  /invalid|expired|no longer (valid|active|available)|not valid|already (been )?(used|accepted|confirmed|verified)|has been used|does not exist|not found|denied|went wrong|failed|error|ungültig|abgelaufen|bereits (verwendet|benutzt|bestätigt)|nicht mehr gültig|fehler|invalide|expiré|déjà (utilisé|confirmé)|n.est plus valide|erreur|inválid|caducad|expirad|ya (se ha )?(usado|utilizado)|no es válido|error|non valid|scadut|già (usat|utilizzat)|errore|já (foi )?(usad|utilizad)|erro\b|ongeldig|verlopen|al gebruikt|niet (meer )?geldig|fout|nieprawidłow|wygasł|już (użyt|wykorzystan)|nieważn|błąd|無効|期限切れ|使用済み|エラー|无效|已过期|失效|已使用|错误|無效|已過期|錯誤/iu;

/** Setting the same password again is not allowed here. */
export const samePasswordWords =
  /(same|different|differ|previous|old|reuse|re-use|recent|current|used before|history).{0,60}password|password.{0,60}(same|different|differ|previous|reuse|re-use|recent|used before|already used|history)|(gleich|anderes|unterscheid|bereits verwendet|früher).{0,40}(passwort|kennwort)|(passwort|kennwort).{0,40}(gleich|anderes|unterscheid|bereits verwendet)|mot de passe.{0,40}(différent|identique|déjà|ancien)|contraseña.{0,40}(diferente|misma|anterior)|password.{0,40}(divers|stessa|precedent)|senha.{0,40}(diferente|mesma|anterior)|wachtwoord.{0,40}(anders|zelfde|eerder|vorig)|hasł.{0,40}(inne|takie samo|poprzedn)|(以前|同じ|異なる).{0,12}パスワード|(相同|不同|旧|之前).{0,12}密码/iu;

/** Where frameworks put that form, asked for where no link leads to it. */
export const forgotGuesses = [
  '/forgot-password',
  '/reset-password',
  '/password/reset',
  '/password/forgot',
  '/users/password/new',
  '/accounts/password/reset/',
  '/auth/forgot-password',
  '/auth/reset-password',
  '/password_reset',
  '/lost-password',
];
