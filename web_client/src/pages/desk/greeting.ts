/** Who has not been greeted yet, and for how long; in which rows they stand. Pure. */
import type { View } from "../../protocol/wire";
import { kept } from "./finding";
import { minutesSince } from "./when";

export type Arrival = NonNullable<View["arrivals"]>[number];

/** Who came first stands first; once the doors are open, those who are here for the first time, since the others know the house. */
export function notGreeted(view: View): Arrival[] {
  const waiting = (view.arrivals ?? []).filter((each) => !each.greeted && view.people[each.person] !== undefined);
  const known = (each: Arrival) => Number(isOpen(view) && !each.first_time);
  return waiting.sort((a, b) => known(a) - known(b) || a.at - b.at);
}

/** Whether all are in the room already, and a greeting is one thing among others. */
export function isOpen(view: View): boolean {
  return view.doors === "open" || view.doors === "closing";
}

/** For how many whole minutes the first of them has waited; 0 where nobody does. */
export function longest(waiting: readonly Arrival[], now: number): number {
  return waiting.length === 0 ? 0 : Math.max(...waiting.map((each) => minutesSince(each.at, now)));
}

/**
 * The rows after others came or were greeted: whoever stood somewhere stands there still, newcomers stand at the end. Only where
 * nobody can be pressed anyway, since nobody waits, all rows go.
 */
export function rows(order: readonly string[], waiting: readonly string[]): readonly string[] {
  return waiting.length === 0 ? [] : kept(order, waiting);
}
