/** Characters as people count them (docs/typed.md), as the server does: in normal form, by grapheme clusters. */
const segments = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("ja", { granularity: "grapheme" }) : null;

/** How many there are; null where the browser cannot tell, and the server says. */
export function count(text: string): number | null {
  return segments === null ? null : [...segments.segment(text.trim().normalize("NFC"))].length;
}

/** What is wrong with a text that is too long; empty for any other. Nothing is cut off: who pasted it sees what is too much. */
export function tooLong(text: string, limit: number | null | undefined): string {
  if (!limit || text.length <= limit) return "";
  const many = count(text);
  return many !== null && many > limit ? `${limit}文字までです(今は ${many}文字)` : "";
}
