/**
 * Characters as people count them, as the server does (docs/typed.md): of a text in the form in which it will be shown, by
 * grapheme clusters. A browser that cannot tell says nothing, and the server does.
 */
const segments = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("ja", { granularity: "grapheme" }) : null;

/** What a box takes. */
export interface Limit {
  most: number;
  /** A nickname is shown in one width, without blanks around or beside each other. */
  nickname?: true;
}

export const MESSAGE: Limit = { most: 500 };
export const SENTENCE: Limit = { most: 100 };
export const NICKNAME: Limit = { most: 20, nickname: true };
export const LINES = 40;
/** Code points that one character may have on average; what takes more counts as more. */
const POINTS = 8;

const UNSEEN = /[^\P{C}\n\u200d]/gu;
const BLANK = /[\u115f\u1160\u3164\uffa0\u2800]/g;
const MANY_LINES = /\n(?:[\p{Z}\u115f\u1160\u3164\uffa0\u2800]*\n){2,}/gu;

/** How many there are; null where the browser cannot tell. */
export function count(text: string): number | null {
  return segments === null ? null : [...segments.segment(text.trim().normalize("NFC"))].length;
}

/** The first so many, none of them cut in halves. */
export function first(text: string, many: number): string {
  return (segments === null ? [...text] : Array.from(segments.segment(text), ({ segment }) => segment)).slice(0, many).join("");
}

function shown(text: string, limit: Limit): string {
  if (limit.nickname) {
    const folded = text.replace(/\u309b/g, "\u3099").replace(/\u309c/g, "\u309a").normalize("NFKC");
    return folded.replace(/[\s\p{Z}]+/gu, " ").replace(BLANK, "").replace(UNSEEN, "").replace(/ +/g, " ").trim();
  }
  const lines = text.normalize("NFC").replace(/\r\n?|[\u2028\u2029]/g, "\n").replace(/\t/g, " ");
  return lines.replace(UNSEEN, "").replace(MANY_LINES, "\n\n").trim();
}

/** How many characters more a box takes: below zero, how many are too many. */
export function left(text: string, limit: Limit): number {
  const [seen, points] = [shown(text, limit), Math.ceil([...text.trim()].length / POINTS)];
  return limit.most - Math.max(count(seen) ?? 0, points);
}

/** Whether it is not too much to be sent. */
export function fits(text: string, limit: Limit): boolean {
  return left(text, limit) >= 0 && lines(text) <= LINES;
}

/** How many lines a message has. */
export function lines(text: string): number {
  return shown(text, MESSAGE).split("\n").length;
}
