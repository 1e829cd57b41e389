/** Fields that hold a password, in the ten languages of the contract. */
const passwordField =
  /(^|[_-])pass$|passw|passphrase|passcode|pwd|kennwort|contrase|(^|_)clave|senha|mot_?de_?passe|^mdp$|wachtwoord|has[lł]o|^parola|パスワード|密码|密碼/i;
const codeField =
  /^(otp|totp|mfa|2fa|code|c[oó]digo|codice|pin|kod)$|(otp|mfa|verification|security|auth|login)[-_]?code/i;

/**
 * Whether a body brings what lets somebody in: a password, or a one-time code. Such a request opens, proves or changes a
 * session whatever its name says, so it is never sent again as a read. `secrets` are values that were typed.
 */
export function carriesCredential(body: string | undefined, secrets: readonly string[] = []): boolean {
  if (body === undefined || body === '') return false;
  return fieldsOf(body).some(
    ([name, value]) =>
      value !== '' &&
      (secrets.includes(value) || passwordField.test(name) || (codeField.test(name) && /^\d{4,8}$/.test(value))),
  );
}

/** Names and texts of a form or of JSON, at any depth. */
function fieldsOf(body: string): readonly (readonly [string, string])[] {
  if (!/^\s*[[{]/.test(body)) return [...new URLSearchParams(body)];
  try {
    const found: [string, string][] = [];
    JSON.parse(body, (name: string, value: unknown) => {
      if (typeof value === 'string' || typeof value === 'number') found.push([name, String(value)]);
      return value;
    });
    return found;
  } catch {
    return [];
  }
}
