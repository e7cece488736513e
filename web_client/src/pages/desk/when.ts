/** When a session is held, seen from now: what the desk says of its date, and what it asks about once. */
import { timeOf } from "../../i18n/dates";
import { words } from "../../i18n/words.svelte";
import type { View } from "../../protocol/wire";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Opening at `now` what was planned for `at` is more likely a slip: more than an hour before. Midnight between them is none. */
export function muchTooEarly(at: number, now: number): boolean {
  return at - now > HOUR;
}

/** 「18:00」 today, 「12月5日(土) 18:00」 on another day. */
export function whenOf(at: number, now: number): string {
  return timeOf(at, now, words.t);
}

/** 「12月5日(土) 18:00」, today too. */
export function dayAndHour(at: number): string {
  return timeOf(at, 0, words.t);
}

/** Minutes until then, begun ones counted; 0 or less when it has come. */
export function minutesUntil(at: number, now: number): number {
  return Math.ceil((at - now) / MINUTE);
}

/** Whole minutes since then. */
export function minutesSince(at: number, now: number): number {
  return Math.max(0, Math.floor((now - at) / MINUTE));
}

/** When the step that is on should be over; null where it has no minutes or has not begun. */
export function stepEnds(view: View): number | null {
  const minutes = view.steps[view.step]?.minutes ?? 0;
  const begun = view.step_at ?? 0;
  return minutes === 0 || begun === 0 ? null : begun + minutes * MINUTE;
}
