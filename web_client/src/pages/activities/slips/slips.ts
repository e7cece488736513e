import type { Limit } from "../../../state/counting";
import type { Activity } from "../../../protocol/wire";

/** A board of what people wrote without a name. */
export type Board = Extract<Activity, { kind: "questions" | "themes" }>;
export type SlipState = Board["slips"][string]["state"];

export interface Row {
  id: string;
  text: string;
  state: SlipState;
  count: number;
  /** Tapped, or written, by oneself. */
  mine: boolean;
  own: boolean;
  number: number;
}

/** As many characters a question, or a theme, has at most: the server refuses more. */
export const QUESTION: Limit = { most: 200 };
export const THEME: Limit = { most: 30 };
/** So many stand on the page at once; the others are one tap away. */
export const SHOWN = 5;

/** What a board has of its slips; other kinds have some, too. */
export type OfSlips = Pick<Board, "slips" | "counts" | "mine" | "own">;

/** The slips that one sees: those whom most people want first, of equals the oldest. */
export function rows(board: OfSlips): Row[] {
  return Object.entries(board.slips)
    .map(([id, { number, text, state }]) => ({
      id,
      text,
      state,
      number,
      count: board.counts[id] ?? 0,
      mine: board.mine[id] === true,
      own: board.own[id] === true,
    }))
    .sort((a, b) => b.count - a.count || a.number - b.number);
}

/** Those of a state, of which these come first, in this order. */
export function inState(all: readonly Row[], state: SlipState, first: readonly string[] = []): Row[] {
  const those = all.filter((row) => row.state === state);
  const led = first.flatMap((id) => those.find((row) => row.id === id) ?? []);
  return [...led, ...those.filter((row) => !first.includes(row.id))];
}
