/**
 * Values of standards, of documentation and of development servers, the same for everybody: whoever reads them reads nothing new.
 * Sources: RFC 7515 A.1, RFC 7519 3.1, jwt.io, FIPS 197 and NIST SP 800-38A, the specification of Standard Webhooks, Stripe's
 * documentation, the accounts of Hardhat and Anvil, the local stack of Supabase.
 */
const published = [
  'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
  'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
  '2b7e151628aed2a6abf7158809cf4f3c',
  '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b',
  '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  '4eC39HqLyjWDarjtT1zdp7dc',
  'BQokikJOvBiI2HlWgH4olfQ2',
  'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  '7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
  '47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a',
  '8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba',
  '92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e',
  '4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356',
  'dbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97',
  '2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6',
] as const;

const endLength = 16;
/** By their last characters: most values are passed by with one look. */
const byEnd = new Map(published.map((value) => [value.slice(-endLength).toLowerCase(), value.toLowerCase()]));

/** Whether everybody knows this value, whatever prefix it has: `whsec_…`, `0x…`, the head and claims of a token. */
export function isPublished(value: string): boolean {
  const body = value.replace(/=+$/, '').toLowerCase();
  const known = byEnd.get(body.slice(-endLength));
  return (known !== undefined && body.endsWith(known)) || isDemoToken(value);
}

/** Tokens of the local stack of Supabase, signed with the secret of its documentation. */
function isDemoToken(value: string): boolean {
  if (!value.startsWith('eyJ')) return false;
  const [, claims = ''] = value.split('.');
  return /"iss"\s*:\s*"supabase-demo"/.test(Buffer.from(claims, 'base64url').toString('latin1'));
}
