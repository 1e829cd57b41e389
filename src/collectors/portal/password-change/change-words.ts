/** Words on the way to a new password, in the ten languages of the contract (en, de, fr, es, it, pt, nl, pl, ja, zh). */

export const accountWords =
  /account|profile|settings|preferences|security|password|sign-?in & security|konto|profil|einstellung|sicherheit|passwort|kennwort|compte|paramètre|préférences|sécurité|mot de passe|cuenta|perfil|ajustes|configuraci|preferencias|seguridad|contraseña|impostazion|preferenze|sicurezza|profilo|conta\b|definiç|configuraç|segurança|senha|palavra-passe|instelling|beveiliging|wachtwoord|profiel|ustawieni|bezpieczeństw|hasł|アカウント|プロフィール|設定|セキュリティ|パスワード|账户|账号|个人(资料|中心)|设置|安全|密码|帳戶|帳號|設置|密碼/iu;
export const accountPaths =
  /account|profile|settings|preferences|security|passw|user\/edit|users\/edit|\/me\b|konto|profil|einstellungen|compte|cuenta|perfil|impostazioni|conta|instellingen|ustawienia/i;

export const changeWords =
  /(change|update|edit|set|new).{0,16}password|password.{0,12}(change|update)|^password$|(passwort|kennwort).{0,12}(ändern|aktualisieren|setzen)|neues (passwort|kennwort)|^(passwort|kennwort)$|(changer|modifier|nouveau).{0,16}mot de passe|^mot de passe$|(cambiar|modificar|actualizar|nueva).{0,16}contraseña|^contraseña$|(cambia|modifica|nuova|aggiorna).{0,16}password|(alterar|mudar|trocar|nova|atualizar).{0,16}(senha|palavra-passe)|^senha$|wachtwoord.{0,12}(wijzigen|veranderen|aanpassen)|(wijzig|verander|nieuw).{0,16}wachtwoord|^wachtwoord$|(zmień|zmiana|nowe).{0,12}hasł|^hasło$|パスワード.{0,6}(変更|更新)|新しいパスワード|^パスワード$|(修改|更改|变更|更新|新).{0,4}密码|^密码$|(修改|更改|變更).{0,4}密碼|^密碼$/iu;

/** What the part of the settings is called that the password stands in. */
export const safetyWords =
  /security|password|sign-?in|log-?in|sicherheit|passwort|kennwort|anmeldung|sécurité|mot de passe|connexion|seguridad|contraseña|acceso|sicurezza|accesso|segurança|senha|palavra-passe|beveiliging|wachtwoord|bezpieczeństw|hasło|logowanie|セキュリティ|パスワード|安全|密码|密碼/i;

export const currentFieldWords =
  /current|present|existing|\bold\b|previous|original|aktuell|derzeit|bisherig|altes|jetzig|actuel|ancien|\bactual\b|antigua|anterior|attuale|vecchi|corrente|\batual\b|antiga|huidig|\boud|obecne|aktualne|stare|dotychczas|現在|今の|古い|旧|当前|原密码|现有|目前|當前|舊/iu;

export const confirmFieldWords =
  /confirm|repeat|again|re-?type|re-?enter|verif|second|\bconf\b|password ?2|wiederhol|bestätig|erneut|répét|ressaisir|à nouveau|repet|repit|de nuevo|ripet|conferma|nuovamente|novamente|herhaal|bevestig|opnieuw|powtórz|potwierd|ponownie|確認|再入力|もう一度|确认|重复|再次|再输|確定|重複/iu;
