import type { User } from './state.ts';

/** A few of those that are tried first, as the portal's list has them. */
const common = new Set([
  'password',
  'password1',
  'password12',
  'password123',
  'passw0rd',
  'qwerty',
  '123456',
  'letmein',
]);

/** Why a password is not taken; undefined where it is (ASVS 5.0 V6.2). */
export function whyWeak(password: string, user: User): string | undefined {
  if (password.length < 12) return 'Please choose 12 characters or more';
  const plain = password.toLowerCase();
  if (common.has(plain.replace(/[^a-z0-9]+$/, ''))) return 'This password is on the list of common ones';
  return plain.includes(user.email.split('@')[0] ?? '') ? 'Please leave your name out of your password' : undefined;
}
