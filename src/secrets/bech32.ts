const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Whether the last six characters are the checksum of the rest (BIP 173); age writes its keys so. */
export function hasBech32Checksum(text: string): boolean {
  const plain = text.toLowerCase();
  const split = plain.lastIndexOf('1');
  if (split < 1) return false;
  const prefix = [...plain.slice(0, split)].map((char) => char.charCodeAt(0));
  const data = [...plain.slice(split + 1)].map((char) => alphabet.indexOf(char));
  if (data.includes(-1)) return false;
  let check = 1;
  for (const value of [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data]) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, step] of generator.entries()) if (((top >>> bit) & 1) === 1) check ^= step;
  }
  return check === 1;
}
