/** The bytes of Base64, of its alphabet for addresses too; what is left over at its end counts for nothing. */
export function bytesOfBase64(encoded: string): Uint8Array {
  const digits = encoded.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}
