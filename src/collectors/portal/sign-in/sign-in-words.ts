/**
 * Words of sign-in pages in the ten languages of the contract (en, de, fr, es, it, pt, nl, pl, ja, zh). Each is matched
 * case-insensitively against names, labels, placeholders and short texts; none of them decides alone.
 */

export const userWords =
  /user|e-?mail|log[ -_]?in|account|identifier|identificador|identificativo|identyfikator|customer ?(no|number|id)|benutzer|konto|kundennummer|kennung|utilisateur|identifiant|courriel|adresse (e-?mail|électronique)|usuario|correo|cuenta|utente|posta elettronica|usuário|utilizador|gebruiker|użytkownik|adres e-?mail|ユーザー|メール|アカウント|ログインid|账号|帐号|账户|用户|邮箱|手机号|帳號|信箱/iu;

export const passwordWords =
  /pass ?word|passwort|kennwort|mot de passe|contraseña|palavra-passe|\bsenha\b|wachtwoord|hasł[oae]|パスワード|密码|密碼/iu;

/** Beside a password field: help for those who lost theirs. */
export const lostPasswordWords =
  /forg[oe]t|lost|recover|restore|reset|change|trouble|vergessen|verloren|zurücksetzen|ändern|oubli|perdu|réinitialis|olvid|perdid|recuper|restablec|cambi|dimentic|pers[ao]|reimpost|esquec|perdi|redefin|vergeten|kwijt|herstel|wijzig|zapomni|nie pamięta|odzysk|zmie[nń]|忘れ|再発行|再設定|忘记|找回|重置|修改|忘記|重設/iu;

/** What opens a new account. */
export const registerWords =
  /regist|sign ?up|create|join\b|open (an |your )?account|konto (erstellen|anlegen|eröffnen)|neues konto|s.inscrire|inscription|créer|crear|regístr|crea (un )?account|iscriviti|cadastr|criar|account (aanmaken|maken)|rejestr|załóż|utwórz|新規|登録する|会員登録|注册|註冊/iu;

/** Where customers go on a page that says "Sign in" nowhere. */
export const areaWords =
  /^((my|mein|meine|mon|mi|mijn|mój|moje|minha|meu) [\p{L}\d.-]{2,20}|your (account|portal|profile)|account|(customer|client|member|partner|user)s?.? ?(area|portal|zone|login|centre|center|space)|mein(e)? (konto|portal|seite)|kunden(portal|bereich|konto|center)|mitgliederbereich|mon (compte|espace)|espace (client|membre|personnel|abonné)s?|mi cuenta|(área|area|zona) (de )?(clientes?|privada|personal|socios)|area (clienti|riservata|personale)|il mio (account|profilo)|minha (conta|área)|(área|portal) do (cliente|associado)|mijn (account|omgeving|portaal)|klant(en)?(portaal|zone|omgeving)|moje (konto|panel)|(panel|strefa|portal) (klienta|użytkownika)|マイページ|マイアカウント|会員(ページ|サイト|専用)|我的(账户|帐户|主页)?|个人中心|会员中心|用户中心|會員(中心|專區))$/iu;

/** Names of languages in themselves, as a page shows them that asks for the language first. */
export const languageWords =
  /^(english|deutsch|français|español|italiano|português|nederlands|polski|日本語|中文|简体中文|繁體中文)( \(.{2,20}\))?$/iu;

export const workspaceWords =
  /workspace|work space|organi[sz]ation|tenant|company|sub-?domain|team ?(name|url)?$|site name|mandant|firma|unternehmen|arbeitsbereich|entreprise|société|espace de travail|empresa|organización|espacio de trabajo|azienda|organizzazione|spazio di lavoro|organização|espaço de trabalho|bedrijf|organisatie|werkruimte|organizacja|przestrze|会社|企業|組織|テナント|ワークスペース|企业|公司|组织|租户|工作区|團隊|組織/iu;

export const codeWords =
  /\botp\b|totp|\bmfa\b|\b2fa\b|two.?factor|one.?time|passcode|verification|verify.?code|security code|auth\w*.?code|token.?code|\d.?digit|pin.?code|einmal(code|passwort|kennwort)|(bestätigungs|sicherheits|verifizierungs|prüf)code|code (de|à)|code de (vérification|sécurité|validation|confirmation)|código|codice|(verificatie|beveiligings|toegangs)code|kod\b|kod (weryfikacyjny|jednorazowy|dostępu)|認証コード|確認コード|検証コード|ワンタイム|コード|验证码|动态码|校验码|驗證碼|動態碼/iu;

/** Buttons and links beside the one that is meant: other ways in, help, registration. */
export const foreignWords =
  /google|microsoft|github|gitlab|facebook|apple|twitter|linkedin|okta|\bsso\b|saml|passkey|security key|forgot|show|hide|reset|magic|regist|sign ?up|create|new (account|customer)|help|vergessen|anzeigen|konto erstellen|oublié|afficher|inscri|créer|olvid|mostrar|crear|regístr|dimenticat|mostra|crea |esquec|cadastr|criar|vergeten|tonen|registre|maak |zapomni|nie pamięta|pokaż|rejestr|załóż|忘れ|表示|新規|登録する|忘记|显示|注册|忘記|顯示|註冊/iu;

/** A control that leads to the form with a password or a mail address, where the page offers other ways first. */
export const passwordWayWords =
  /(with|use|using|by|via) (your |a |an |my )?(e-?mail|password|user ?name)|password instead|e-?mail instead|(mit|per) (e-?mail|passwort|kennwort)|(avec|par) (votre |un )?(e-?mail|courriel|mot de passe)|con (tu |su |el |un )?(correo|e-?mail|contraseña)|con (e-?mail|la password)|com (o |seu )?(e-?mail|senha)|met (je )?(e-?mail|wachtwoord)|(przez|za pomocą|z) (e-?mail|hasł)|メール(アドレス)?で|パスワードで|(密码|邮箱|账号|用户名)登录|(使用|用)(密码|邮箱|帐号)/iu;

/** A control that leads to a page of an identity provider; pressed only where its origin is listed. */
export const providerWords =
  /\bsso\b|single sign|openid|oidc|continue with|sign in with|log in with|weiter mit|anmelden (mit|über)|continuer avec|se connecter avec|continuar con|iniciar sesión con|continua con|accedi con|continuar com|entrar com|doorgaan met|inloggen met|kontynuuj (z|przez)|zaloguj (się )?(przez|z|za pomocą)|で続行|でログイン|统一(身份)?认证|单点登录|單一登入/iu;

export const lockedWords =
  /locked|lock-?out|too many|temporarily (blocked|disabled)|suspended|deactivated|account (is |has been )?(disabled|blocked)|try again (in|later)|gesperrt|zu viele|deaktiviert|bloqu|verrouill|trop de|désactivé|demasiad|desactivad|bloccat|disabilitat|troppi|demais|desativad|geblokkeerd|vergrendeld|te veel|uitgeschakeld|zablokowan|zbyt wiele|nieaktywn|ロック|無効|停止され|回数|锁定|鎖定|禁用|停用|次数过多|冻结/iu;

export const captchaWords =
  /captcha|not a robot|are you human|you are human|unusual traffic|kein roboter|pas un robot|no soy un robot|non sono un robot|não sou um robô|geen robot|nie jestem robotem|ロボットではありません|机器人|人机验证|拖动滑块|图形验证码|圖形驗證/iu;

export const mustChangeWords =
  /(change|update|choose|set|create|renew).{0,24}password|password.{0,24}(expired|must be changed|has to be changed)|new password|passwort.{0,24}(ändern|abgelaufen|festlegen)|neues (passwort|kennwort)|chang.{0,16}mot de passe|mot de passe.{0,16}expir|nouveau mot de passe|(cambi|actualic|establec).{0,16}contraseña|nueva contraseña|contraseña.{0,16}(caduc|expir)|nuova password|cambi.{0,16}password|password.{0,16}scadut|nova (senha|palavra-passe)|alter.{0,16}senha|senha.{0,16}expir|nieuw wachtwoord|wachtwoord.{0,16}(wijzig|verlopen)|nowe hasło|zmie.{0,16}hasło|hasło.{0,16}wygas|新しいパスワード|パスワード.{0,8}変更|新密码|修改密码|更改密码|密码.{0,6}过期|新密碼/iu;

export const termsWords =
  /terms (of|and|&)|(accept|agree to).{0,40}(terms|conditions|agreement|policy)|user agreement|nutzungsbedingungen|geschäftsbedingungen|\bagb\b|conditions (générales|d.utilisation)|términos|condiciones|condizioni|termini|termos (de|e)|voorwaarden|regulamin|warunk[ió]|利用規約|使用条款|服务条款|用户协议|服務條款/iu;

export const acceptWords =
  /^(i )?(accept|agree|consent)|^continue$|akzeptieren|zustimmen|annehmen|j.accepte|accepter|acepto|aceptar|accetto|accetta|aceito|aceitar|accepteren|akkoord|akceptuj|zgadzam|同意|接受/iu;

/** The page says that something was sent to the account's mailbox or phone. */
export const sentByMailWords =
  /(sent|e-?mailed|mailed).{0,80}(code|link|e-?mail|inbox|address)|check your (e-?mail|inbox|mail)|magic link|(code|link).{0,40}(per e-?mail|an ihre e-?mail|e-?mail gesendet)|e-?mail.{0,30}(gesendet|geschickt)|posteingang|envoyé.{0,60}(e-?mail|courriel|code|lien|adresse)|boîte de réception|enviado.{0,60}(correo|código|enlace|e-?mail)|(revisa|consulta) tu (correo|bandeja)|inviato.{0,60}(e-?mail|codice|link|posta)|controlla la.{0,12}(posta|e-?mail|casella)|envi(amos|ado).{0,60}(código|link|e-?mail)|caixa de entrada|(gestuurd|verzonden|gemaild).{0,60}(code|link|e-?mail)|(code|link|e-?mail).{0,60}(gestuurd|verzonden)|wysłali.{0,60}(kod|link|e-?mail|wiadomo)|skrzynk|メール.{0,24}(送信|送り|確認)|(邮件|邮箱|郵件|信箱).{0,24}(发送|已发|查收|發送)|(发送|已发|發送).{0,24}(邮件|邮箱|郵件|信箱)/iu;

export const sentByPhoneWords =
  /text message|\btexted\b|\bsms\b|to your (phone|mobile)|auf ihr (handy|telefon)|par sms|a tu (teléfono|móvil)|sul tuo (telefono|cellulare)|seu (telefone|celular)|je telefoon|na telefon|携帯|電話番号|短信|手机(号)?/iu;

/** Questions between the sign-in and the first page: stay signed in, passkey, notifications. */
export const interludeWords =
  /stay signed in|keep me signed in\?|remember this (device|browser)|trust this (device|browser)|passkey|face id|angemeldet bleiben\?|diesem gerät vertrauen|rester connecté|faire confiance|mantener la sesión|confiar en este|rimanere connesso|resta collegato|continuar conectado|confiar neste|aangemeld blijven|vertrouw dit|nie wylogow|zaufaj temu|サインインの状態を維持|(デバイス|端末|ブラウザー?)を信頼|パスキー|保持登录|信任此设备|通行密钥/iu;

export const interludeAnswers =
  /^(no|no,? thanks|not now|skip( for now)?|later|maybe later|don.t|nein|nicht jetzt|überspringen|später|non|pas maintenant|ignorer|plus tard|ahora no|omitir|más tarde|non ora|salta|più tardi|não|agora não|pular|depois|nee|niet nu|overslaan|later|nie|nie teraz|pomiń|później|いいえ|後で|スキップ|今はしない|否|暂不|跳过|稍后|以后再说)\b|^(いいえ|後で|スキップ|今はしない|否|暂不|跳过|稍后|以后再说)/iu;

/** Controls that put a question off: pressed on a page that is little else than that question, whatever it asks. */
export const putOffWords =
  /^(skip|not now|(maybe|remind me|ask me|do (this|it)|set (it |this )?up|i.ll do (this|it)|decide) later|no,? thanks|(continue|proceed) without|überspringen|(jetzt )?nicht jetzt|(vielleicht |erinnern .{0,12})?später( erinnern)?$|ohne .{2,30}(fortfahren|weiter)|passer|pas maintenant|plus tard|me le rappeler|continuer sans|ahora no|omitir|más tarde|recordar(me|lo)? más tarde|continuar (sin|sem)|salta|non ora|più tardi|ricordamelo|continua senza|pular|agora não|mais tarde|lembrar(-me)? mais tarde|overslaan|niet nu|(misschien )?later$|herinner .{0,12}later|doorgaan zonder|pomiń|nie teraz|(może )?później|przypomnij|kontynuuj bez)(?!\p{L})|^(スキップ|後で|あとで|今はしない|跳过|暂不|稍后|以后再说|略過|稍後)/iu;

/** The identity provider asks whether it may tell the portal who is there: part of getting in. */
export const consentWords =
  /(wants|would like|is requesting|requests|asks) (permission |access )?to (access|use|view|know|sign)|(authori[sz]e|grant access to) .{2,60}|information (release|to be provided)|you are about to access|data .{0,30}(will be|is) (sent|shared|released) to|möchte (auf|zugriff)|zugriff .{0,20}(gewähren|erlauben)|daten .{0,30}(übermittelt|weitergegeben)|souhaite accéder|autoriser .{2,60}|demande l.autorisation|quiere acceder|solicita (acceso|permiso)|vuole accedere|richiede (l.accesso|l.autorizzazione)|quer acessar|solicita (acesso|permissão)|wil toegang|vraagt (om )?toegang|chce uzyskać dostęp|prosi o (dostęp|zgodę)|アクセス(を)?(許可|要求)|请求(访问|授权|获取)|申请获取/iu;
export const consentAnswers =
  /^((yes,? )?(accept|allow|authori[sz]e|approve|grant( access)?|i? ?agree|consent|continue)|zulassen|erlauben|zustimmen|akzeptieren|autoriser|accepter|autorizar|permitir|aceptar|autorizza|consenti|accetta|aceitar|toestaan|akkoord|accepteren|zezwól|zgadzam się|akceptuj|許可(する)?|同意(する)?|允许|授权|同意)\b|^(許可|同意|允许|授权)/iu;

/** A page between that asks which of one's organisations to open. */
export const chooseTenantWords =
  /(choose|select|pick|which|your) (an? |your )?(workspace|organi[sz]ation|team|tenant|account|company)|(arbeitsbereich|organisation|mandanten?|konto) (aus)?wählen|(choisi|sélectionn).{0,12}(espace|organisation|compte|entreprise)|(elige|selecciona|escoge).{0,12}(organización|empresa|espacio|cuenta)|(scegli|seleziona).{0,12}(organizzazione|azienda|spazio|account)|(escolha|selecione).{0,12}(organização|empresa|espaço|conta)|(kies|selecteer).{0,12}(organisatie|bedrijf|werkruimte|account)|wybierz.{0,12}(organizacj|firm|przestrze|konto)|(組織|会社|ワークスペース|アカウント)を?選択|选择(组织|公司|企业|租户|账户|工作区)|選擇(組織|公司|帳戶)/iu;
