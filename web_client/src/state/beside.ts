import type { Shown, View } from "../protocol/wire";
import { placeOf } from "./places";
import { open } from "./plan";

/** A free seat beside somebody: the next one first. */
export function seatBeside(view: View, person: Shown): { place: string; seat: number } | null {
  const place = placeOf(view, person.place);
  if (place === undefined || person.seat === null || !open(view, place)) return null;
  const taken = new Set(
    Object.values(view.people)
      .filter((each) => each.place === place.id)
      .map((each) => each.seat),
  );
  const count = place.seats.length;
  for (const step of [1, -1, 2, -2]) {
    const seat = (person.seat + step + count) % count;
    if (!taken.has(seat)) return { place: place.id, seat };
  }
  return null;
}
