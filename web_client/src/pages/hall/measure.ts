/**
 * The sizes of a wall that is read from the back row: pixels of a picture of 1920 by 1080, which is some 80 inches wide and
 * read from 8 m. There 51 of them are 20 arc-minutes and 41 are 16, which is what the letters of talk and of names need.
 */
import { LEAST_TEXT, type Reading } from "../../state/cells";

export const NAME = 41;
export const TALK = 51;

/** What a scene is on a wall: drawn larger, so that a face is still known that would be too small in the hand. */
export const WALL: Reading = { least: { all: 20, marked: 20, none: 10 }, band: 24, sky: true };
/** A table beside it. */
export const TABLE: Reading = { ...WALL, sky: false };

/** CSS pixels for one of the wall's; never so few that letters are smaller than on a page. */
export function unitOf(width: number, height: number): number {
  return Math.max(0.32, Math.min(width / 1920, height / 1080));
}

/** How much larger than in the hand a scene is drawn: so that its least letters are those of a wall's names. */
export function scaleOf(unit: number): number {
  return (NAME * unit) / LEAST_TEXT;
}
