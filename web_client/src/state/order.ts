/**
 * In which order the kinds of places are read, the lowest number first: where people talk, then where they listen, then the
 * rest. With the catalogues, which call them by their names, this is all that a kind means to the client.
 */
import type { PlaceKind } from "../protocol/wire";

export const ORDER: Readonly<Record<PlaceKind, number>> = {
  circle: 0,
  stage: 0,
  reflecting_team: 1,
  audience: 1,
  table: 2,
  listener_seat: 3,
  hall_seat: 4,
  hall_listener_seat: 5,
  rest: 6,
  booth: 7,
  veranda: 8,
};
