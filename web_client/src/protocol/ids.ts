/** Ids that this device makes. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Random and safe in an address: 64 letters, so six bits each. */
export function randomId(length: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => LETTERS[byte & 63]).join("");
}

/** The id of a message or concern: saying it twice does it once. */
export function clientId(): string {
  return randomId(20);
}
