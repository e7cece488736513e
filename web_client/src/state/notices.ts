/**
 * What a person has to be told kindly, found by comparing what the room knows of them before and after: so it is told
 * the same way whether it came as an event, or in a fresh view after a lost connection.
 */
import type { View } from "../protocol/wire";
import { placeOf, waits } from "./places";

export type Notice =
  | { kind: "rested" }
  | { kind: "woken" }
  | { kind: "mic_closed" }
  | { kind: "moved"; place: string }
  | { kind: "apart"; place: string }
  | { kind: "laid_out"; place: string }
  | { kind: "groups" }
  | { kind: "let_in" }
  | { kind: "your_turn" }
  | { kind: "concern_handled" }
  | { kind: "staff_reply"; text: string }
  | { kind: "closing" };

/** What this person has just asked for, and so need not be told. */
export interface Asked {
  place: boolean;
}

function placeNotice(before: View, after: View, asked: Asked): Notice[] {
  const mine = before.people[before.me];
  const now = after.people[after.me];
  if (mine === undefined || now === undefined || mine.place === now.place || asked.place) return [];
  const from = placeOf(before, mine.place);
  // Moved by others, an open microphone closes; who goes on speaking must not do so to nobody.
  const closed: Notice[] = mine.microphone === "open" && now.microphone === "off" ? [{ kind: "mic_closed" }] : [];
  if (placeOf(after, now.place)?.private === true) return [{ kind: "apart", place: now.place }, ...closed];
  if (from !== undefined && waits(from)) return [{ kind: "let_in" }];
  const there = placeOf(after, mine.place) !== undefined;
  return [{ kind: there ? "moved" : "laid_out", place: now.place }, ...closed];
}

function replies(before: View, after: View): Notice[] {
  const own = (view: View) => view.threads.find((thread) => thread.person === view.me)?.messages ?? [];
  const known = new Set(own(before).map((message) => message.id));
  return own(after)
    .filter((message) => message.to === after.me && !known.has(message.id) && !message.removed)
    .map((message) => ({ kind: "staff_reply", text: message.text }));
}

/** The notices of a change, most personal first. */
export function noticesOf(before: View, after: View, asked: Asked): Notice[] {
  const notices: Notice[] = [];
  const mine = before.people[before.me];
  const now = after.people[after.me];
  if (mine && now && mine.rested !== now.rested) notices.push({ kind: now.rested ? "rested" : "woken" });
  // A rest holds over leaving: who comes in again is told why they cannot talk.
  else if (!before.entered && after.entered && now?.rested === true) notices.push({ kind: "rested" });
  notices.push(...placeNotice(before, after, asked));
  if (after.turn === after.me && before.turn !== after.me) notices.push({ kind: "your_turn" });
  const open = new Set(before.concerns.filter((concern) => !concern.handled).map((concern) => concern.id));
  const done = after.concerns.some((c) => c.handled && c.person === after.me && open.has(c.id));
  if (done) notices.push({ kind: "concern_handled" });
  notices.push(...replies(before, after));
  if (before.entered && after.entered) {
    if (after.doors === "closing" && before.doors !== "closing") notices.push({ kind: "closing" });
  }
  return notices;
}
