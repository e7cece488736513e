/**
 * Which three of the library to lay next, and why. Pure.
 *
 * Nothing is suggested that does not fit the people, the time that is left and how one takes part now. A session begins gently,
 * rises by one at a time and slowly, and comes down before its end. What was laid lately comes last, whatever else speaks for it.
 */
import type { ReadyActivity, Speak } from "../../protocol/wire";

export interface Laid {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Moment {
  /** Who could take part, without the staff. */
  people: number;
  /** Minutes left of the step, or of the session; null where nobody knows. */
  left: number | null;
  /** Minutes until the session ends. */
  ends: number | null;
  /** How one takes part in the step that is on. */
  speak: Speak;
  /** What was laid in this session, the first first. */
  laid: readonly Laid[];
}

/** Why one is suggested: where the session is, and whether it is done without a voice while none was used yet. */
export interface Why {
  when: "beginning" | "onward" | "rising" | "resting" | "ending";
  quiet: boolean;
  again: boolean;
}

export interface Suggestion {
  activity: ReadyActivity;
  why: Why;
}

/** So many minutes before its end a session comes down. */
export const ENDING = 15;
const MOST = 3;
/** What it may take at most as it begins, and as it ends. */
const GENTLE = 2;
const HARDEST = 5;

const WAYS: Record<Speak, readonly ReadyActivity["ways"][number][]> = {
  voice: ["voice", "text", "taps"],
  text: ["text", "taps"],
  listen: ["taps"],
};

/** Whether it can be done to its end by the people who are there, in the time and by the ways that there are. */
export function fits(activity: ReadyActivity, { people, left, speak }: Moment): boolean {
  return (
    activity.least <= people &&
    people <= activity.most &&
    (left === null || activity.minutes <= left) &&
    activity.ways.some((way) => WAYS[speak].includes(way))
  );
}

/** What was laid, as far as it is in the library still. */
function done(library: readonly ReadyActivity[], laid: readonly Laid[]): ReadyActivity[] {
  return laid.flatMap(({ id }) => library.find((each) => each.id === id) ?? []);
}

/** The pressure that is aimed at, and the greatest that is suggested at all. */
export function aim(library: readonly ReadyActivity[], { laid, ends }: Moment): { target: number; most: number } {
  if (ends !== null && ends <= ENDING) return { target: 1, most: GENTLE };
  const before = done(library, laid);
  const highest = Math.max(0, ...before.map((each) => each.pressure));
  const most = Math.min(HARDEST, Math.max(GENTLE, highest + 1));
  return { target: Math.min(most, 1 + Math.ceil(before.length / 2)), most };
}

export function suggest(library: readonly ReadyActivity[], moment: Moment): Suggestion[] {
  const { target, most } = aim(library, moment);
  const before = done(library, moment.laid);
  const lately = (activity: ReadyActivity): number => moment.laid.findLastIndex(({ id }) => id === activity.id);
  const chosen: ReadyActivity[] = [];
  const fitting = library.filter((each) => each.pressure <= most && fits(each, moment));
  while (chosen.length < MOST) {
    // Of equally good ones the gentler, and another kind than those beside it.
    const worth = (each: ReadyActivity): number[] => [
      lately(each),
      Math.abs(each.pressure - target),
      each.pressure,
      Number(chosen.some((other) => other.start.kind === each.start.kind)),
    ];
    const [best] = fitting.filter((each) => !chosen.includes(each)).sort((one, other) => compared(worth(one), worth(other)));
    if (best === undefined) break;
    chosen.push(best);
  }
  return chosen.map((activity) => ({ activity, why: why(activity, before, moment) }));
}

function compared(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((each, index) => each !== other[index]);
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function why(activity: ReadyActivity, before: readonly ReadyActivity[], { laid, ends }: Moment): Why {
  const last = before.at(-1)?.pressure ?? 0;
  const when = (): Why["when"] => {
    if (ends !== null && ends <= ENDING) return "ending";
    if (before.length === 0) return "beginning";
    if (activity.pressure === last) return "onward";
    return activity.pressure > last ? "rising" : "resting";
  };
  const voiced = before.some((each) => each.ways.includes("voice") && !each.ways.includes("taps"));
  return { when: when(), quiet: !voiced && activity.ways.includes("taps"), again: laid.some(({ id }) => id === activity.id) };
}
