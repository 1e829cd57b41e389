/** Replaces registered secrets in text. Registration is one-way: nothing can be read back. */
export interface Vault {
  /** Registers a secret (password, token, cookie value) of at least 4 characters, with its URL, JSON, base64 spellings. */
  add(secret: string, name: string): void;
  /** The text with every registered secret replaced by `[NAME]`. */
  redact(text: string): string;
}
