/**
 * The sizes of a wall that is read from the back row: pixels of a picture of 1920 by 1080, which is some 80 inches wide and
 * read from 8 m. There 51 of them are 20 arc-minutes and 41 are 16, which is what the letters of talk and of names need.
 */
import type { Measure } from "../../state/layout";

export const NAME = 41;
export const TALK = 51;

/** CSS pixels for one of the wall's; never so few that letters are smaller than on a page. */
export function unitOf(width: number, height: number): number {
  return Math.max(0.32, Math.min(width / 1920, height / 1080));
}

/** How those are seated who share a talk; the lamp in the middle of the largest of them. */
export function measureOf(unit: number, lamp: boolean): Measure {
  const scaled = (sizes: readonly number[]) => sizes.map((size) => Math.round(size * unit));
  return {
    named: scaled([150, 136, 122, 110, 98, 88, 78, 70]),
    bare: scaled([130, 116, 104, 94, 84, 76, 68, 60, 54, 48, 42, 38]),
    font: NAME * unit,
    gap: Math.round(16 * unit),
    loud: 1.4,
    ...(lamp ? { centre: { w: 130 * unit, h: 150 * unit } } : {}),
  };
}

let canvas: CanvasRenderingContext2D | null | undefined;

/** How wide a text is, in units of its own height; where nothing can be measured, as wide as Japanese is at most. */
export function widthOf(text: string): number {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (canvas === null) return text.length;
  canvas.font = `500 100px ${getComputedStyle(document.body).fontFamily}`;
  return canvas.measureText(text).width / 100;
}
