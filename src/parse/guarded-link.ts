/** Names under which frameworks send a token against forged requests. */
const tokenName =
  /^_?(csrf\w*|xsrf\w*|authenticity_?token|__requestverificationtoken|sesskey|sectok|form_?(key|hash|token)|security_?(token|hash|key))$|(^|_)(wp)?nonce$/i;
/** Whether a parameter of this name carries a token against forged requests. */
export const isTokenName = (name: string): boolean => tokenName.test(name);

const deedName = /^_?(bulk_?)?(do_?)?(action|op|operation|cmd|command|task|do|intent)\d?$/i;
const reads =
  /^(view|show|list|index|display|read|search|find|filter|sort|browse|preview|details?|download|export|print|edit|undo|none|all)$/i;

/**
 * Whether an address carries a token against forged requests: nothing that only reads needs one, so to follow such a link changes
 * something.
 */
export function isGuardedLink(url: URL): boolean {
  return [...url.searchParams].some(([name, value]) => value !== '' && tokenName.test(name));
}

/** The same where a form was sent by GET with what is to be done: some put their token into forms that only search as well. */
export function doesByAddress(url: URL): boolean {
  return (
    isGuardedLink(url) &&
    [...url.searchParams].some(([name, value]) => deedName.test(name) && /^[a-z]/i.test(value) && !reads.test(value))
  );
}
