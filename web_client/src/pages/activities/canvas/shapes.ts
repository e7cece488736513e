/** The stamps, each a path in a square of 24, filled where it covers itself once. */
import type { Stamp } from "./canvas";

const round = (x: number, y: number, r: number) =>
  `M${String(x - r)} ${String(y)}a${String(r)} ${String(r)} 0 1 0 ${String(2 * r)} 0a${String(r)} ${String(r)} 0 1 0 ${String(-2 * r)} 0Z`;

/** Around the middle, `count` times. */
function around(count: number, each: (x: number, y: number) => string): string {
  return Array.from({ length: count }, (_, n) => (2 * Math.PI * n) / count - Math.PI / 2)
    .map((angle) => each(Math.cos(angle), Math.sin(angle)))
    .join("");
}
const at = (value: number) => (12 + value).toFixed(2);

const ray = (x: number, y: number) =>
  `M${at(6.6 * x - 1.1 * y)} ${at(6.6 * y + 1.1 * x)}L${at(10.8 * x)} ${at(10.8 * y)}L${at(6.6 * x + 1.1 * y)} ${at(6.6 * y - 1.1 * x)}Z`;

export const SHAPES: Record<Stamp, string> = {
  star: "M12 1.8l3 6.7 7.3.8-5.5 4.9 1.6 7.2L12 17.7l-6.4 3.7 1.6-7.2L1.7 9.3 9 8.5Z",
  flower: around(5, (x, y) => round(12 + 6.3 * x, 12.4 + 6.3 * y, 3.7)) + round(12, 12.4, 2.1),
  tree: "M12 1.8C7.9 1.8 4.8 4.9 4.8 8.6c0 3.2 2.3 5.6 5.5 6.2v7.4h3.4v-7.4c3.2-.6 5.5-3 5.5-6.2 0-3.7-3.1-6.8-7.2-6.8Z",
  leaf: "M21.2 2.8C10.6 2.8 4.2 7.6 4.2 14c0 1.5.4 2.8 1.1 3.9L2.8 20.4l1.1 1.1 2.6-2.5c1.3.8 2.8 1.2 4.5 1.2 6.4 0 10.2-6.8 10.2-17.4ZM8.3 16.6l7.3-7.3.9.9-7.3 7.3Z",
  house: "M12 2.6 1.9 11.2h2.7v9.6h14.8v-9.6h2.7ZM10 14h4v6.8h-4Z",
  cat: `M4 2.8l5 4.3a11 11 0 0 1 6 0l5-4.3v10.4a8 8 0 0 1-16 0Z${round(9, 12.6, 1.1)}${round(15, 12.6, 1.1)}M10.9 15.6h2.2l-1.1 1.3Z`,
  sun: round(12, 12, 5.2) + around(8, ray),
  moon: "M14.8 2.4a10 10 0 1 0 6.8 13A8.6 8.6 0 0 1 14.8 2.4Z",
  cloud: "M6.9 19a5 5 0 0 1-.7-9.9 6.6 6.6 0 0 1 12.6 1A4.5 4.5 0 0 1 18.2 19Z",
  boat: "M11.2 2.4V15H3.4ZM12.8 5.2V15h6.8ZM2 16.6h20l-3.2 5H5.2Z",
  lamp: "M9 1.8h6V4H9ZM7.2 5h9.6a12 12 0 0 1 0 13H7.2a12 12 0 0 1 0-13ZM9 19h6v2.2H9ZM6.4 9.2h11.2v1H6.4ZM6.4 12.8h11.2v1H6.4Z",
  cup: "M3.4 8h13.8v2h1.4a3.6 3.6 0 0 1 0 7.2h-2.2a6 6 0 0 1-5.4 3.6h-1.6a6 6 0 0 1-6-6ZM17.2 11.8v3.6h1.2a1.8 1.8 0 0 0 0-3.6ZM7.4 2q1.8 2 0 4.4h1.4q1.8-2.4 0-4.4ZM11.8 2q1.8 2 0 4.4h1.4q1.8-2.4 0-4.4Z",
};
