import type { Limit } from "../../../state/counting";
import type { Activity, ClientCommand } from "../../../protocol/wire";
import { rows as slipRows, type Row } from "../slips/slips";

export type Meeting = Extract<Activity, { kind: "meeting" }>;
export type Act = Extract<Extract<ClientCommand, { type: "play" }>["move"], { kind: "meeting" }>["act"];
export type Form = Meeting["form"];
export type Result = Meeting["results"][string];

/** As many characters each has at most: the server refuses more. */
export const TITLE: Limit = { most: 60 };
export const LINE: Limit = { most: 120 };
export const SUGGESTION: Limit = { most: 200 };
export const ITEMS = 12;
export const OPTIONS = 8;
export const LINES = 20;
/** In order one taps so many. */
export const PLACES = 3;
export const MOST_HANDS = 999;
/** So many decided lines stand on the hall's wall. */
export const ON_WALL = 6;

interface Numbered {
  number: number;
}
function ordered<T extends Numbered>(there: Readonly<Record<string, T>>): (T & { id: string })[] {
  return Object.entries(there)
    .map(([id, each]) => ({ ...each, id }))
    .sort((a, b) => a.number - b.number);
}

export const agenda = (meeting: Meeting) => ordered(meeting.items);
export const decided = (meeting: Meeting) => ordered(meeting.lines);
export const optionsOf = (meeting: Meeting, item: string) => ordered(meeting.options).filter((option) => option.item === item);

/** What is in the box: suggestions, without options that somebody proposed. The oldest first. */
export function suggestions(meeting: Meeting): Row[] {
  return slipRows(meeting).filter(({ id }) => meeting.about[id] === undefined).sort((a, b) => a.number - b.number);
}
/** Options that were proposed and wait for staff. */
export function proposals(meeting: Meeting): Row[] {
  return slipRows(meeting).filter(({ id }) => meeting.about[id] !== undefined);
}

/** A ballot after a tap: in order one that is there goes, and the later ones move up. */
export function tapped(picked: readonly string[], option: string, form: Form): string[] {
  if (picked.includes(option)) return picked.filter((each) => each !== option);
  return form === "ranked" && picked.length >= PLACES ? [...picked] : [...picked, option];
}

/** The texts of those with the most, as far as they are still there. */
export function winners(meeting: Meeting, result: Result): string[] {
  return result.first.flatMap((id) => meeting.options[id]?.text ?? []);
}

/** What fits into a decided line: the whole, or else what is shorter, or as much of that as there is room for. */
export function fitting(whole: string, shorter: string): string {
  const most = (text: string) => [...text].length <= LINE.most;
  return most(whole) ? whole : most(shorter) ? shorter : `${[...shorter].slice(0, LINE.most - 1).join("")}…`;
}

const plain = (text: string) => text.normalize("NFKC").toLowerCase();

/** Nicknames of people who are there that stand in a text. Of one letter nothing can be said. */
export function namesIn(text: string, nicknames: readonly string[]): string[] {
  const read = plain(text);
  return [...new Set(nicknames)].filter((each) => [...each].length > 1 && read.includes(plain(each)));
}

/** What was typed as an agenda, a line each. */
export function lines(typed: string): string[] {
  return typed.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
