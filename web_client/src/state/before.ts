/** The time before it begins, as whoever waits reads it: whether it is that time, who of the staff is there, what happens when. Pure. */
import { isStaff, type Shown, type View } from "../protocol/wire";
import { placeOf, waits } from "./places";

const MINUTE_MS = 60_000;

/**
 * Whether the first step has yet to begin: on the veranda for as long as it alone is open; for who was led in before, until staff
 * set a step or open the doors, which begins the first.
 */
export function isBefore(view: View): boolean {
  if (view.doors !== "early") return false;
  const place = placeOf(view, view.people[view.me]?.place ?? "");
  return place === undefined || waits(place) || (view.step_at ?? 0) === 0;
}

/** The staff who are there, whether or not one may know their names. */
export function staffOf(view: View): Shown[] {
  return Object.values(view.people).filter((each) => isStaff(each.role));
}

export interface Timed {
  title: string;
  /** In ms since 1970; null where nobody knows it, after a step of no planned length. */
  at: number | null;
}

/** The steps that are held, each with when it begins if all goes as planned. */
export function timetable(view: View): Timed[] {
  let at: number | null = view.times.open_at;
  return view.steps
    .filter((step) => !step.skipped)
    .map(({ title, minutes }) => {
      const timed = { title, at };
      at = at === null || !minutes ? null : at + minutes * MINUTE_MS;
      return timed;
    });
}
