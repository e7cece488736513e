import { left, type Limit } from "../../../state/counting";
import type { Activity } from "../../../protocol/wire";

export type Cards = Extract<Activity, { kind: "cards" }>;

/** As many cards a deck has at most, and as many characters a card: the server refuses more. */
export const MOST = 60;
export const CARD: Limit = { most: 120 };
/** Code points on all cards. */
const IN_ALL = 5_000;

/** Which card (from 1) is the first that is too long, and by how many characters; null if none is. */
export function tooLong(deck: readonly { text: string }[]): { number: number; over: number } | null {
  const index = deck.findIndex(({ text }) => left(text, CARD) < 0);
  return index === -1 ? null : { number: index + 1, over: -left(deck[index]?.text ?? "", CARD) };
}

/** How much more is on all cards together than goes over the wire at once. */
export function overInAll(deck: readonly { text: string }[]): number {
  return deck.reduce((sum, { text }) => sum + [...text].length, -IN_ALL);
}

/** A deck as it is written down: one card a line, empty lines left out. */
export function deckOf(written: string): { text: string }[] {
  return written
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((text) => ({ text }));
}
