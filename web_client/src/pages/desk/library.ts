/** What the library's suggestions are made of: who is there now, and what time is left. Pure. */
import { isStaff, type View } from "../../protocol/wire";
import { placeOf, waits } from "../../state/places";
import { speakAt } from "../../state/sheet";
import type { Laid, Moment } from "./suggest";
import { minutesUntil, stepEnds } from "./when";

export type Where = string | null;

/** So many are remembered of a session. */
const MOST = 60;

/** What this tab has written down of what it laid; nothing where that cannot be read. */
export function laidOf(written: string): Laid[] {
  try {
    const read: unknown = JSON.parse(written);
    return Array.isArray(read) ? read.filter(isLaid).slice(-MOST) : [];
  } catch {
    return [];
  }
}

function isLaid(value: unknown): value is Laid {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string" && "at" in value && typeof value.at === "number";
}

/** `place`: at whose table; null: everybody who is inside. */
export function momentOf(view: View, place: Where, laid: readonly Laid[], now: number): Moment {
  const zone = place === null ? null : placeOf(view, place)?.zone;
  const people = Object.values(view.people).filter((person) => {
    const there = placeOf(view, person.place);
    return !isStaff(person.role) && there !== undefined && !waits(there) && (zone === null || there.zone === zone);
  }).length;
  const ends = minutesUntil(view.times.end_at, Math.max(now, view.doors === "before" || view.doors === "early" ? view.times.open_at : now));
  const step = stepEnds(view);
  const ofStep = step === null || step <= now ? null : minutesUntil(step, now);
  // Past the planned time nobody knows when it ends.
  const until = ends > 0 ? ends : null;
  return { people, left: ofStep === null ? until : Math.min(ofStep, until ?? ofStep), ends: ends > 0 ? ends : 0, speak: speakAt(view.steps, view.step), laid };
}
