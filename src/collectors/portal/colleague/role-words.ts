/** What roles within a customer are called, in the ten languages of the contract. */
export const roleWords =
  /(?<!\p{L})(admin\w*|owner|manager|member|viewer|editor|read.?only|collaborator|inhaber\w*|eigentümer\w*|mitarbeiter\w*|mitglied|verwalter\w*|leser|propri[eé]taire|g[eé]rante?|membre|collaborat\w+|lecteur|lectrice|gestionnaire|propietari[oa]|gestor\w*|miembro|lector|titolare|membro|lettore|gestore|propriet[aá]ri[oa]|leitor|eigenaar|beheerder|lid|medewerker|lezer|właściciel|członek|pracownik|administrator\w*)(?!\p{L})|オーナー|管理者|メンバー|閲覧者|所有者|成员|管理员|成員|管理員/iu;
/** The roles among them that may do everything within a customer. */
export const mightyRole =
  /owner|admin|inhaber|eigentümer|propri|g[eé]rant|propietari|titolare|eigenaar|beheerder|właściciel|manager|verwalter|オーナー|管理者|所有者|管理员|管理員/iu;

/** Notices that something is for whoever owns or manages the account. */
export const reservedWords =
  /(only|just) (the |an? )?(account |workspace |company )?(owners?|admin\w*|managers?)|(owners?|admin\w*) only|nur (für )?(inhaber|administrator|eigentümer)|(réservé|seuls?) (au |aux |à l.|les? )?(propriétaire|gérant|administrateur)|s[oó]lo (el |los )?(propietari|administrador)|(riservat[oa]|solo) (al |ai |il )?(titolar|amministrator)|(apenas|só) (o |os )?(propriet|administrador)|alleen (de )?(eigenaar|beheerder)|tylko (właściciel|administrator)|オーナーのみ|管理者のみ|仅(限)?(所有者|管理员)|僅(限)?(所有者|管理員)/iu;
