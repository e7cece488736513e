import type { Activity } from "../../../protocol/wire";

export type Cards = Extract<Activity, { kind: "cards" }>;

/** As many cards a deck has at most, and as many characters a card: the server refuses more. */
export const MOST = 60;
export const LONGEST = 120;

/** Which card (from 1) is the first that is too long; null if none is. */
export function tooLong(deck: readonly { text: string }[]): number | null {
  const index = deck.findIndex(({ text }) => [...text].length > LONGEST);
  return index === -1 ? null : index + 1;
}

/** A deck as it is written down: one card a line, empty lines left out. */
export function deckOf(written: string): { text: string }[] {
  return written
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((text) => ({ text }));
}
