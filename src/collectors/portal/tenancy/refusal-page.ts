import type { AnswerContent } from './answer-text.ts';

const refusing =
  /\b(no permission|permission denied|access (?:is )?denied|not (?:allowed|authori[sz]ed|permitted)|(?:don['’]t|do not) have (?:the )?(?:permission|access|rights?)|insufficient (?:permission|privilege|right)s?|forbidden)|keine berechtigung|nicht berechtigt|zugriff (?:wurde )?verweigert|kein zugriff|accès (?:refusé|interdit)|pas (?:la permission|l['’]autorisation|autorisée?)|non autorisée?|acceso denegado|no (?:tiene|tienes) permisos?|no autorizad[oa]|accesso negato|non autorizzat[oa]|non (?:hai|ha|dispon\p{L}*) (?:i |il |dei )?permess[oi]|acesso negado|sem permissão|não (?:tem permissão|autorizad[oa])|geen toegang|toegang geweigerd|niet gemachtigd|geen rechten|odmowa dostępu|brak (?:uprawnień|dostępu)|権限がありません|アクセスが拒否|没有权限|沒有權限|无权|拒绝访问|拒絕存取/iu;

const failing =
  /(?<!\p{L})(error|denied|forbidden|unauthori[sz]ed|403|fehler|verweigert|erreur|refusé|interdit|denegado|errore?|negato|negado|erro|fout|geweigerd|błąd|odmowa)(?!\p{L})|エラー|拒否|错误|錯誤|拒绝/iu;

/**
 * A page that came as 200 and says that it does not show what was asked for: its title or a heading names an error, and one of its
 * short texts is a refusal. One of the two alone also stands in help pages, logs and lists of tickets.
 */
export function isRefusalPage({ leaves }: AnswerContent): boolean {
  const texts = leaves.filter(
    ({ path, value }) => !/@|>(script|style|option|template)/.test(path) && value.length <= 200,
  );
  const heads = texts.filter(({ path }) => />(title|h[1-3])(>|$)/.test(path) && !/>svg/.test(path));
  return (
    heads.some(({ value }) => value.length <= 80 && (failing.test(value) || refusing.test(value))) &&
    texts.some(({ value }) => refusing.test(value))
  );
}
