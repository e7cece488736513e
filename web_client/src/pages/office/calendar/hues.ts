/** Which colour a programme has in the calendar: by its identity alone, so that it is the same in every month and browser. */
import "./hues.css";

export const HUES = 8;

/** A class of hues.css. (FNV-1a, whose bits are mixed well for short texts that differ in little.) */
export function hueOf(programme: string | null): string {
  let mixed = 0x811c9dc5;
  for (const character of programme ?? "") mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return `hue-${String((((mixed ^ (mixed >>> 16)) >>> 0) % HUES) + 1)}`;
}
