/** Who has not been greeted yet, and for how long; in which rows they stand. Pure. */
import type { View } from "../../protocol/wire";
import { kept } from "./finding";
import { minutesSince } from "./when";

export type Arrival = NonNullable<View["arrivals"]>[number];

/** Who came first stands first. */
export function notGreeted(view: View): Arrival[] {
  return (view.arrivals ?? []).filter((each) => !each.greeted && view.people[each.person] !== undefined).sort((a, b) => a.at - b.at);
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
