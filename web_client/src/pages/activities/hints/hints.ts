import { left, type Limit } from "../../../state/counting";
import type { Activity, ClientCommand } from "../../../protocol/wire";

export type Hints = Extract<Activity, { kind: "hints" }>;
export type Act = Extract<Extract<ClientCommand, { type: "play" }>["move"], { kind: "hints" }>["act"];
export type Halves = Hints["halves"];
export const HALVES: readonly Halves[] = ["hall", "seats"];
export type Riddle = Extract<Extract<ClientCommand, { type: "start_activity" }>["activity"], { kind: "hints" }>["riddles"][number];

/** As the server takes them. */
export const TITLE: Limit = { most: 60 };
export const CLUE: Limit = { most: 120 };
export const ANSWER: Limit = { most: 40 };
export const AFTER: Limit = { most: 120 };
export const ALL: Limit = { most: 4_000 };
const MOST_CLUES = 4;
const MOST_ANSWERS = 6;
export const MOST_RIDDLES = 8;

export interface Row {
  id: string;
  text: string;
}

/** What was tried, the newest first. */
export function tried({ tries }: Pick<Hints, "tries">): Row[] {
  return Object.entries(tries)
    .sort(([, a], [, b]) => b.number - a.number)
    .map(([id, { text }]) => ({ id, text }));
}

/* How riddles are written: one a line, 「home / hall / word, another way to write it → a word for afterwards」. A line that begins
   with + holds two more halves for the riddle above it. */

const MORE = /^[+＋]\s*/;

const trimmed = (text: string): string[] => text.split(/[/／]/).map((each) => each.trim());

export function readRiddles(text: string): Riddle[] {
  const riddles: Riddle[] = [];
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line === "") continue;
    const last = riddles.at(-1);
    if (MORE.test(line) && last !== undefined) {
      const [home = "", ...hall] = trimmed(line.replace(MORE, ""));
      last.clues.push({ home, hall: hall.join(" / ") });
      continue;
    }
    const [said = "", ...after] = line.split("→").map((each) => each.trim());
    const [home = "", hall = "", ...answers] = trimmed(said);
    const ways = answers.join("、").split(/[、,，]/).map((each) => each.trim()).filter((each) => each !== "");
    riddles.push({ clues: [{ home, hall }], answers: ways.map((each) => ({ text: each })) as Riddle["answers"], after: after.join(" → ") });
  }
  return riddles;
}

export type Fault = "half" | "many" | "long";

/** What is to be changed of a riddle before it can be laid out. */
export function faultOf({ clues, answers, after = "" }: Riddle): Fault | null {
  const halves = clues.flatMap(({ home, hall }) => [home, hall]);
  if (answers.length === 0 || halves.includes("")) return "half";
  if (clues.length > MOST_CLUES || answers.length > MOST_ANSWERS) return "many";
  const fits = (text: string, limit: Limit) => left(text, limit) >= 0;
  const all = halves.every((each) => fits(each, CLUE)) && answers.every(({ text }) => fits(text, ANSWER)) && fits(after, AFTER);
  return all ? null : "long";
}
