/**
 * How the kinds of places are drawn, and in which order they are read. With the catalogues, which call them by their
 * names, this is all that a kind means to the client.
 */
import type { PlaceKind } from "../protocol/wire";

/** Seats around a fire, around a table, or in rows. */
export type Form = "round" | "table" | "rows";

export interface Drawing {
  form: Form;
  /** Places with lower numbers are read first: where people talk, then where they listen, then the rest. */
  order: number;
}

export const DRAWINGS: Record<PlaceKind, Drawing> = {
  circle: { form: "round", order: 0 },
  stage: { form: "rows", order: 1 },
  table: { form: "table", order: 2 },
  listener_seat: { form: "rows", order: 3 },
  hall_seat: { form: "rows", order: 4 },
  hall_listener_seat: { form: "rows", order: 5 },
  rest: { form: "rows", order: 6 },
  booth: { form: "rows", order: 7 },
  veranda: { form: "rows", order: 8 },
};
