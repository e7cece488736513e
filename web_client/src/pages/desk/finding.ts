/** Whom the list of people shows, and in which order. Pure. */
const FIRST_KATAKANA = 0x30a1;
const LAST_KATAKANA = 0x30f6;
const TO_HIRAGANA = 0x60;

/** A name as it is looked for: width, case, kana and punctuation do not matter, as for the server's `skeleton`. */
export function skeleton(name: string): string {
  const folded = name.normalize("NFKC").toLowerCase();
  const letters = folded.replace(/[^\p{L}\p{N}]+/gu, "");
  const kana = Array.from(letters, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code >= FIRST_KATAKANA && code <= LAST_KATAKANA ? String.fromCodePoint(code - TO_HIRAGANA) : letter;
  });
  return kana.join("") || folded;
}

/** Whether a name holds what is looked for; nothing looked for is held by all. */
export function holds(name: string, wanted: string): boolean {
  return wanted.trim() === "" || skeleton(name).includes(skeleton(wanted));
}

/**
 * The order in which people stand after others came: whoever stood somewhere stands there still, whoever went leaves their
 * row empty, and newcomers stand at the end. So nothing moves under a finger.
 */
export function kept(order: readonly string[], present: readonly string[]): readonly string[] {
  const known = new Set(order);
  const fresh = present.filter((id) => !known.has(id));
  return fresh.length === 0 ? order : [...order, ...fresh];
}
