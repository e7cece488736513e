import { counted, type Canvas } from "./canvas";
import type { CanvasWords } from "./words";

/** What is on the paper, in words. */
export function things(canvas: Canvas, w: CanvasWords): string[] {
  return counted(canvas.marks).map(({ pen, ink, count }) =>
    pen === "line" ? w.countLines(w.inks[ink] ?? "", count) : pen === "dot" ? w.countDots(w.inks[ink] ?? "", count) : w.countStamps(w.stamps[pen], count),
  );
}

export function contents(canvas: Canvas, w: CanvasWords): string {
  const all = things(canvas, w);
  return all.length === 0 ? w.empty : `${w.paper}: ${all.join(w.comma)}`;
}

export const headingOf = (canvas: Canvas, w: CanvasWords): string => (canvas.title === "" ? w.name : `${w.name} 「${canvas.title}」`);
