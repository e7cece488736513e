/** A paper on a <canvas>: what is new is painted on what is there, and all of it anew only where something was taken out. */
import { HIGH, INKS, isStamp, pointsOf, STAMP, WIDE, WIDTHS, type Form, type Mark, type Marks, type Pen, type Point } from "./canvas";
import { SHAPES } from "./shapes";

type Context = CanvasRenderingContext2D;
/** More points of a screen than anybody sees from where they stand; an old telephone has not the memory. */
const WIDEST = 1600;

export interface Stroke {
  pen: Pen;
  ink: number;
  points: readonly Point[];
}

/** Over a mark as it goes onto the paper. */
export function stroke(context: Context, { pen, ink, points }: Stroke, form: Form): void {
  const colour = INKS[form][ink] ?? "";
  const [first] = points;
  if (first === undefined) return;
  context.fillStyle = context.strokeStyle = colour;
  if (isStamp(pen)) {
    context.save();
    context.translate(first.x - STAMP / 2, first.y - STAMP / 2);
    context.scale(STAMP / 24, STAMP / 24);
    context.fill(new Path2D(SHAPES[pen]), "evenodd");
    context.restore();
    return;
  }
  const width = form === "stars" ? WIDTHS[pen] * 0.6 : WIDTHS[pen];
  if (points.length === 1) return dot(context, first, width, form);
  context.lineWidth = width;
  context.lineCap = context.lineJoin = "round";
  context.stroke(lineThrough(points));
}

/** A dot; among stars one that shines a little. */
function dot(context: Context, { x, y }: Point, width: number, form: Form): void {
  const disc = (radius: number, alpha: number) => {
    context.globalAlpha = alpha;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  };
  if (form === "stars") {
    disc(width * 1.2 + 14, 0.16);
    disc(width * 0.9 + 8, 0.3);
  }
  disc(form === "stars" ? width * 0.6 + 4 : width * 0.75, 1);
}

/** Through the middle between each two, bent towards the points: what was simplified looks as it was drawn. */
function lineThrough(points: readonly Point[]): Path2D {
  const path = new Path2D();
  const [first, ...rest] = points;
  path.moveTo(first?.x ?? 0, first?.y ?? 0);
  rest.forEach((point, n) => {
    const next = rest[n + 1];
    if (next === undefined) path.lineTo(point.x, point.y);
    else path.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
  });
  return path;
}

export const strokeOf = (mark: Mark): Stroke => ({ pen: mark.pen, ink: mark.ink, points: pointsOf(mark.line) });

/** A context whose units are the paper's, as sharp as the screen; null where the paper has no width yet. */
export function fitted(canvas: HTMLCanvasElement): Context | null {
  const wide = Math.min(WIDEST, Math.round(canvas.clientWidth * Math.min(2, devicePixelRatio)));
  const high = Math.round((wide * HIGH) / WIDE);
  const context = canvas.getContext("2d");
  if (wide === 0 || context === null) return null;
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  context.setTransform(wide / WIDE, 0, 0, wide / WIDE, 0, 0);
  return context;
}

export class Painter {
  readonly #canvas: HTMLCanvasElement;
  #painted = new Set<string>();
  #wide = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** Returns how many marks were painted. */
  show(marks: Marks, form: Form): number {
    const context = fitted(this.#canvas);
    if (context === null) return 0;
    const gone = [...this.#painted].some((id) => !(id in marks));
    if (gone || this.#wide !== this.#canvas.width) {
      context.clearRect(0, 0, WIDE, HIGH);
      this.#painted = new Set();
      this.#wide = this.#canvas.width;
    }
    const fresh = Object.entries(marks).filter(([id]) => !this.#painted.has(id));
    for (const [id, mark] of fresh) {
      stroke(context, strokeOf(mark), form);
      this.#painted.add(id);
    }
    return fresh.length;
  }
}
