/**
 * How a view takes in what happened: the same folds as the server's rules (rooms/rules), so that the old view with the
 * events is the new view. Pure: every answer is a new value, nothing is changed in place.
 */
import type { Arrival, Came, Concern, Message, RoomEvent, Shown, Signs, View } from "../protocol/wire";
import { placeOf } from "./places";
import * as threads from "./threads";

/** Messages of the talk in a view; older ones are forgotten, as on the server. */
export const CHAT_SHOWN = 200;
/** Of one person's, the newest. */
export const CHAT_OF_ONE_SHOWN = 50;
/** Those who left last, of whom the staff still know. */
const DEPARTED_KEPT = 30;

type EventType = RoomEvent["type"];
type Folds = { [T in EventType]: (view: View, event: Extract<RoomEvent, { type: T }>) => View };

function withShown(view: View, id: string, changes: Partial<Shown>): View {
  const shown = view.people[id];
  return shown === undefined ? view : { ...view, people: { ...view.people, [id]: { ...shown, ...changes } } };
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}

const arrivals = (view: View) => view.arrivals ?? [];

function handled(concerns: Concern[], id: string): Concern[] {
  return concerns.map((concern) => (concern.id === id ? { ...concern, handled: true } : concern));
}

/** One more message: whoever has their share there pushes out their own oldest, else the oldest of all goes. */
function talked(chat: Message[], message: Message): Message[] {
  const own = chat.filter((each) => each.person === message.person);
  if (own.length < CHAT_OF_ONE_SHOWN) return [...chat, message].slice(-CHAT_SHOWN);
  return [...chat.filter((each) => each !== own[0]), message];
}

const NO_SIGNS: Partial<Shown> = { card: null, microphone: "off", hand: null, writing: false, reaction: null, to_all: false };

/** What JSON leaves out of a person: what is so of nearly everybody. */
const UNSAID: Partial<Shown> = { ...NO_SIGNS, role: "participant", seat: null, hall: null, rested: false, held: null };

/** A view as the wire brings it, with all that it leaves out: to staff it says by `came` when each participant came in, in the order of people. */
export function whole(view: View, came?: Came | null): View {
  const people: View["people"] = {};
  const come: Arrival[] = [];
  let at = 0;
  for (const [id, each] of Object.entries(view.people)) {
    const shown = (people[id] = { ...UNSAID, ...each, id });
    if (!came || shown.role !== "participant") continue;
    const mark = Number(came.marks[come.length]);
    at += (came.after[come.length] ?? 0) * 1000;
    come.push({ person: id, at, first_time: mark % 2 > 0, greeted: mark > 1 });
  }
  return { ...view, people, arrivals: came ? come : arrivals(view) };
}

/** After a move: nothing of who is now in a private place elsewhere, what they show again of who came out of one. */
function withSigns(view: View, id: string, signs: Signs | null): View {
  const place = placeOf(view, view.people[id]?.place ?? "");
  if (place?.private === true && place.zone !== view.zone && id !== view.me) {
    return { ...withShown(view, id, NO_SIGNS), turn: view.turn === id ? null : view.turn };
  }
  if (signs === null) return view;
  const { turn, ...shown } = signs;
  return { ...withShown(view, id, shown), turn: turn ? id : view.turn };
}

/** Null takes a key away. */
function merged(before: unknown, change: unknown): unknown {
  if (typeof change !== "object" || Array.isArray(change)) return change;
  return Object.fromEntries(Object.entries({ ...(before as object), ...change }).filter((entry) => entry[1] !== null));
}

/** The staff know who has been greeted; to whoever else folds this nobody has arrived. */
function greeted(view: View, person: string | null): View {
  return { ...view, arrivals: arrivals(view).map((each) => (each.person === person ? { ...each, greeted: true } : each)) };
}

const same = (view: View): View => view;
/** What such an event says are fields of the view. */
const taken = (view: View, event: object): View => ({ ...view, ...without(event as Record<string, unknown>, "type") });

const folds: Folds = {
  looked_in: (view) => ({ ...view, onlookers: view.onlookers + 1 }),
  onlooker_left: (view) => ({ ...view, onlookers: view.onlookers - 1 }),
  entered: (view, event) => ({
    ...view,
    people: { ...view.people, [event.shown.id]: { ...UNSAID, ...event.shown } },
    onlookers: view.onlookers - (event.counted ? 1 : 0),
    entered: view.entered || event.shown.id === view.me,
    departed: view.departed.filter((gone) => gone.person !== event.shown.id),
    // The staff alone are told when, of participants.
    arrivals: arrivals(view).concat(event.at ? { person: event.shown.id, at: event.at, first_time: event.first_time, greeted: false } : []),
  }),
  left: (view, event) => {
    const shown = view.people[event.person];
    const banned = view.sent_away.some((away) => away.person === event.person);
    const known = view.kind === "staff" && shown?.role === "participant" && !banned;
    const gone = known ? [{ person: event.person, nickname: shown.nickname, at: event.at }] : [];
    const here = arrivals(view).filter((gone) => gone.person !== event.person);
    return { ...view, people: without(view.people, event.person), arrivals: here, departed: [...view.departed, ...gone].slice(-DEPARTED_KEPT) };
  },
  sent_away: (view, event) => {
    if (!event.for_good || view.kind !== "staff") return view;
    const departed = view.departed.filter((gone) => gone.person !== event.person);
    return { ...view, sent_away: [...view.sent_away, event], departed };
  },
  let_back_in: (view, event) => ({ ...view, sent_away: view.sent_away.filter((each) => each.person !== event.person) }),
  connection_lost: same,
  connection_back: same,
  link_ended: same,
  place_taken: (view, event) => {
    const { person, place, seat, held } = event;
    return withSigns(withShown(view, person, { place, seat, held }), person, event.signs);
  },
  card_set: (view, event) => withShown(view, event.person, { card: event.card }),
  microphone_set: (view, event) => withShown(view, event.person, { microphone: event.microphone }),
  microphone_rested: (view, event) => withShown(view, event.person, { rested: event.rested }),
  speaking_to_all_set: (view, event) => withShown(view, event.person, { to_all: event.on }),
  hand_raised: (view, event) => withShown(view, event.person, { hand: event.at }),
  hand_lowered: (view, event) => withShown(view, event.person, { hand: null }),
  turn_given: (view, event) => ({ ...view, turn: event.person }),
  turn_ended: (view) => ({ ...view, turn: null }),
  message_said: (view, event) =>
    event.message.scope === "staff"
      ? greeted({ ...view, threads: threads.said(view.threads, event.message) }, event.message.to)
      : { ...view, chat: talked(view.chat, event.message) },
  message_removed: (view, event) => ({
    ...view,
    chat: threads.wiped(view.chat, event.id),
    threads: threads.without(view.threads, event.id),
  }),
  message_handled: (view, event) => ({ ...view, threads: threads.handled(view.threads, event.person, event.id) }),
  reacted: (view, event) => withShown(view, event.person, { reaction: event.reaction }),
  writing_set: (view, event) => withShown(view, event.person, { writing: event.writing }),
  concern_raised: (view, event) => ({ ...view, concerns: [...view.concerns, event.concern] }),
  concern_handled: (view, event) => ({ ...view, concerns: handled(view.concerns, event.id) }),
  plan_set: (view, event) => {
    const zones = new Set(["", ...event.plan.places.map((place) => place.zone)]);
    const activities = Object.fromEntries(Object.entries(view.activities).filter(([zone]) => zones.has(zone)));
    const laid = { ...view, plan: event.plan, activities };
    return event.seated.reduce(
      (so, { person, place, seat, signs }) => withSigns(withShown(so, person, { place, seat }), person, signs),
      laid,
    );
  },
  doors_set: (view, event) => {
    // Doors that open for the first time begin the step that is on.
    const begins = event.doors === "open" && (view.doors === "before" || view.doors === "early");
    const over = event.doors === "open" || event.doors === "ended";
    const told_waiting = over ? "" : view.told_waiting;
    return { ...view, doors: event.doors, step_at: begins ? (event.at ?? 0) : view.step_at, told_waiting };
  },
  crowd_set: same,
  room_locked: (view, event) => ({ ...view, locked: event.locked }),
  unattended_set: taken,
  stay_set: taken,
  waiting_told: (view, event) => ({ ...view, told_waiting: event.text }),
  activity_set: (view, event) => {
    const others = without(view.activities, event.zone);
    return { ...view, activities: event.activity === null ? others : { ...others, [event.zone]: event.activity } };
  },
  activity_changed: (view, event) => {
    const before = view.activities[event.zone];
    if (before === undefined) return view;
    // What a change says of fields that the activity has: null says nothing, a mapping is taken in key by key, anything else
    // replaces the field. What else it says is for the room alone.
    const said = (Object.entries(event.change) as [string, unknown][])
      .filter(([field, value]) => field in before && value !== null)
      .map(([field, value]) => [field, merged(before[field as keyof typeof before], value)]);
    return { ...view, activities: { ...view.activities, [event.zone]: { ...before, ...Object.fromEntries(said) } } };
  },
  sheet_set: (view, event) => ({ ...view, steps: event.steps, step: event.step, sheet_rev: (view.sheet_rev ?? 0) + 1 }),
  round_set: taken,
  line_set: (view, { line, called, number }) => ({ ...view, line, called: called ?? [], number: number ?? 0 }),
  undo_set: taken,
  sat_together: same,
  together_set: (view, event) => {
    const others = (view.together ?? []).filter((each) => each !== event.other);
    return { ...view, together: event.on ? [...others, event.other].sort() : others };
  },
  how_told: (view, event) => ({ ...view, how: event.how }),
  remotes_set: (view, event) => ({ ...view, remotes: event.remotes }),
  greeted: (view, event) => greeted(view, event.person),
  step_set: (view, event) => ({ ...view, step: event.step, step_at: event.at ?? 0 }),
};

/** The view after an event. */
export function fold(view: View, event: RoomEvent): View {
  return (folds[event.type] as (view: View, event: RoomEvent) => View)(view, event);
}

export const foldedTypes = Object.keys(folds) as EventType[];
