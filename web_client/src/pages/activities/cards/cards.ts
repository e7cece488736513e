import type { Activity } from "../../../protocol/wire";

export type Cards = Extract<Activity, { kind: "cards" }>;

/** A deck as it is written down: one card a line, empty lines left out. */
export function deckOf(written: string): { text: string }[] {
  return written
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((text) => ({ text }));
}
