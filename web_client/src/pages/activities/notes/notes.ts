import type { Limit } from "../../../state/counting";
import { fits } from "../../../state/counting";
import type { Activity, ClientCommand } from "../../../protocol/wire";

export type Notes = Extract<Activity, { kind: "notes" }>;
export type Act = Extract<Extract<ClientCommand, { type: "play" }>["move"], { kind: "notes" }>["act"];
export type Colour = Notes["colours"][string];
export type Phase = Notes["phase"];

export const COLOURS: readonly Colour[] = ["paper", "leaf", "sky", "peach"];
/** As many characters as the server takes. */
export const NOTE: Limit = { most: 100 };
export const TITLE: Limit = { most: 60 };
export const GROUP: Limit = { most: 30 };
export const GROUPS = 8;
/** A line each, in one box. */
export const ALL_GROUPS: Limit = { most: GROUPS * (GROUP.most + 1) };
/** So many one may choose. */
export const VOTES = 3;
/** So many of a group stand on the page at once; the others are one tap away. */
export const SHOWN = 12;

export interface Row {
  id: string;
  number: number;
  text: string;
  state: Notes["slips"][string]["state"];
  colour: Colour;
  /** The number of its group, or "". */
  group: string;
  claps: number;
  votes: number;
  clapped: boolean;
  chosen: boolean;
  own: boolean;
  hushed: boolean;
}

/** The notes that one sees: the newest first; where it is shown how many chose which, those that most chose. */
export function rows(board: Notes): Row[] {
  return Object.entries(board.slips)
    .map(([id, { number, text, state }]) => ({
      id,
      number,
      text,
      state,
      colour: board.colours[id] ?? "paper",
      group: board.placed[id] ?? "",
      claps: board.counts[id] ?? 0,
      votes: board.votes[id] ?? 0,
      clapped: board.mine[id] === true,
      chosen: board.voted[id] === true,
      own: board.own[id] === true,
      hushed: board.hushed[id] === true,
    }))
    .sort((a, b) => b.votes - a.votes || b.number - a.number);
}

export interface Section {
  group: string;
  title: string;
  rows: Row[];
}

/** What hangs in no group first, since what is new comes there; then the groups, also those in which nothing hangs yet. */
export function sections(board: Notes, all: readonly Row[]): Section[] {
  const groups = Object.entries(board.groups).sort(([a], [b]) => Number(a) - Number(b));
  const loose = all.filter((row) => !(row.group in board.groups));
  const none = loose.length > 0 || groups.length === 0 ? [{ group: "", title: "", rows: loose }] : [];
  return [...none, ...groups.map(([group, title]) => ({ group, title, rows: all.filter((row) => row.group === group) }))];
}

/** The first number that no group has; null where there are as many as there may be. */
export function freeGroup(board: Notes): string | null {
  return Array.from({ length: GROUPS }, (_, at) => String(at + 1)).find((group) => !(group in board.groups)) ?? null;
}

/** The groups written in a box, a line each. */
export function groupsOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

export const groupsFit = (groups: readonly string[]): boolean => groups.length <= GROUPS && groups.every((group) => fits(group, GROUP));

/** Characters that one, two and three thirds of the wall's width take in three lines; what is longer ends in a mark. */
const IN_THREE_LINES = [18, 42] as const;
/** Where no note is longer than one line, there are three rows. */
const IN_ONE_LINE = 6;
const COLUMNS = 3;

export interface OnWall {
  lines: { row: Row; wide: number }[][];
  others: number;
}

/**
 * What the wall shows, to be read from afar: nine notes of a word or two, or else six; a longer one takes the room of two or three.
 * Those come first that most chose, or clapped for; of equals the newest.
 */
export function onWall(board: Notes, all: readonly Row[]): OnWall {
  const those = all
    .filter((row) => row.state === "up" && (board.looked_at === "" || row.group === board.looked_at))
    .sort((a, b) => b.votes - a.votes || b.claps - a.claps || b.number - a.number);
  const short = those.slice(0, COLUMNS * 3).every((row) => [...row.text].length <= IN_ONE_LINE);
  const count = short ? 3 : 2;
  const lines: OnWall["lines"] = Array.from({ length: count }, () => []);
  for (const row of those) {
    const wide = 1 + IN_THREE_LINES.filter((most) => [...row.text].length > most).length;
    lines.find((line) => line.reduce((sum, each) => sum + each.wide, wide) <= COLUMNS)?.push({ row, wide });
  }
  return { lines: lines.filter((line) => line.length > 0), others: those.length - lines.flat().length };
}
