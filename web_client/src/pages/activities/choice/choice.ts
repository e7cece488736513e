import type { Limit } from "../../../state/counting";
import type { Activity, ClientCommand } from "../../../protocol/wire";

export type Choice = Extract<Activity, { kind: "choice" }>;
export type Form = Choice["form"];
export type Act = Extract<Extract<ClientCommand, { type: "play" }>["move"], { kind: "choice" }>["act"];

export const FORMS: readonly Form[] = ["sides", "corners", "quiz", "guess", "scale"];
/** What has been shown of these is no question any more. */
export const closes = (form: Form): boolean => form === "quiz" || form === "guess";
/** A line goes from 0 to 10. */
export const STEPS = 11;
/** So many have to have chosen otherwise before counts are told anew: the server says so. */
export const LEAST = 3;
/** So many are brought in for one answer, or guessed, at most. */
export const MOST = 999;
/** So many points are drawn; the number beside them is exact. */
export const DRAWN = 80;

/** How many chose an answer, as it was told; null while nothing is. */
export function countOf({ counts }: Pick<Choice, "counts">, option: number): number | null {
  return Object.keys(counts).length === 0 ? null : (counts[String(option)] ?? 0);
}

/** What all together had of the asks of a quiz so far. */
export function together({ points }: Pick<Choice, "points">): number {
  return Object.values(points).reduce((sum, { right }) => sum + right, 0);
}

/** What each answer says. A line has its numbers, a guess its yes and no. */
export function labelsOf({ form, ask }: Pick<Choice, "form" | "ask">, yesNo: readonly [string, string]): string[] {
  if (form === "scale") return Array.from({ length: STEPS }, (_, step) => String(step));
  return form === "guess" ? [...yesNo] : ask.options.map(({ text }) => text);
}

export interface Point {
  x: number;
  y: number;
}

/** Where on the floor (in percent) one stands who chose an answer; in the middle of it, or before the line, who has not. */
export function standing(form: Form, options: number, chosen: number | null): Point {
  if (form === "scale") return { x: chosen === null ? 50 : ((chosen + 0.5) * 100) / STEPS, y: 0 };
  if (chosen === null) return { x: 50, y: options > 2 ? 50 : 62 };
  if (options === 2) return { x: chosen === 0 ? 25 : 75, y: 62 };
  const alone = options === 3 && chosen === 2;
  return { x: alone ? 50 : chosen % 2 === 0 ? 25 : 75, y: chosen < 2 ? 36 : 86 };
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** So many people as a loose crowd within a circle of radius 1. */
export function crowd(count: number): Point[] {
  const drawn = Math.min(count, DRAWN);
  return Array.from({ length: drawn }, (_, index) => {
    const far = Math.sqrt((index + 0.5) / Math.max(drawn, 12));
    return { x: far * Math.cos(index * GOLDEN), y: far * Math.sin(index * GOLDEN) };
  });
}

export interface Guessed {
  number: number;
  count: number;
}

/** What was guessed, in order. */
export function guessesOf({ guesses }: Pick<Choice, "guesses">): Guessed[] {
  return Object.entries(guesses)
    .map(([number, count]) => ({ number: Number(number), count }))
    .sort((a, b) => a.number - b.number);
}

/** Guesses as the room takes them: each as often as it was said. */
export function numbersOf(said: Choice["said"]): number[] {
  return guessesOf({ guesses: said }).flatMap(({ number, count }) => Array<number>(count).fill(number));
}

/* How asks are written: one a line, 「ask: answer / answer → a word for afterwards」, those that are meant with a star. */

export interface Written {
  text: string;
  options: { text: string }[];
  right: number[];
  after: string;
}

const ASK: Limit = { most: 100 };
const OPTION: Limit = { most: 30 };
const AFTER: Limit = { most: 120 };
export const MOST_ASKS = 20;
/** Code points of all asks. */
export const IN_ALL = 4_000;
const ANSWERS: Record<Form, readonly number[]> = { sides: [2], corners: [3, 4], quiz: [2, 3, 4], guess: [0], scale: [0, 2] };
const STAR = /^[*＊]\s*/;

export function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

export function readAsk(form: Form, line: string): Written {
  const [said = "", ...rest] = line.split(/\s*→\s*/);
  const after = rest.join(" → ");
  if (form === "guess" || !/[/／]/.test(said)) return { text: said.trim(), options: [], right: [], after };
  const [, text = "", answers = ""] = /^(?:([^/／]*)[:：])?(.*)$/.exec(said) ?? [];
  const written = answers.split(/[/／]/).map((each) => each.trim());
  const right = form === "quiz" ? written.flatMap((each, at) => (STAR.test(each) ? [at] : [])) : [];
  const options = written.map((each) => ({ text: form === "quiz" ? each.replace(STAR, "") : each }));
  return { text: text.trim(), options, right, after };
}

/** Whether it has as many answers as its form takes, and none of them empty. */
export function isWhole(form: Form, { text, options }: Written): boolean {
  return ANSWERS[form].includes(options.length) && options.every((each) => each.text !== "") && (text !== "" || options.length > 0);
}

/** All that stands in it, with how long each may be. */
export function partsOf({ text, options, after }: Written): { text: string; limit: Limit }[] {
  return [{ text, limit: ASK }, ...options.map((each) => ({ text: each.text, limit: OPTION })), { text: after, limit: AFTER }];
}

export function pointsOf(asks: readonly Written[]): number {
  return asks.flatMap(partsOf).reduce((sum, { text }) => sum + [...text].length, 0);
}

/** The same lines with a star set, or taken away, before one answer of one ask. */
export function starred(text: string, ask: number, option: number): string {
  let number = -1;
  return text
    .split("\n")
    .map((line) => {
      if (line.trim() === "" || ++number !== ask) return line;
      const { text: asked, options, right, after } = readAsk("quiz", line.trim());
      const now = right.includes(option) ? right.filter((each) => each !== option) : [...right, option];
      const answers = options.map((each, at) => `${now.includes(at) ? "*" : ""}${each.text}`).join(" / ");
      return `${asked === "" ? "" : `${asked}: `}${answers}${after === "" ? "" : ` → ${after}`}`;
    })
    .join("\n");
}
