/**
 * How a programme is told apart in the calendar, the same in month, list and year: by a colour, and where its name does not
 * stand beside it by a letter. The only place that decides either.
 */
import "./hues.css";

export const HUES = 8;

export interface Mark {
  /** A class of hues.css. */
  hue: string;
  letter: string;
}
export type Marks = (programme: string | null) => Mark;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** The colour that a programme would like, by its identity alone. (FNV-1a, whose bits are mixed well for short texts.) */
function wish(programme: string): number {
  let mixed = 0x811c9dc5;
  for (const character of programme) mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return ((mixed ^ (mixed >>> 16)) >>> 0) % HUES;
}

/** Whoever comes first has the colour it would like, who comes later the next that fewest have: of eight no two share one. */
export function marksOf(programmes: readonly (string | null)[]): Marks {
  const uses = Array.from({ length: HUES }, () => 0);
  const marks = new Map<string, Mark>();
  for (const id of new Set(programmes.map((each) => each ?? ""))) {
    const fewest = Math.min(...uses);
    let hue = wish(id);
    while (uses[hue] !== fewest) hue = (hue + 1) % HUES;
    uses[hue] = fewest + 1;
    marks.set(id, { hue: `hue-${String(hue + 1)}`, letter: ALPHABET[marks.size] ?? String(marks.size + 1) });
  }
  return (programme) => marks.get(programme ?? "") ?? { hue: `hue-${String(wish(programme ?? "") + 1)}`, letter: "" };
}
