/** The network and the clock, faked; everything else in these tests is real. */
import type { Clock } from "../src/protocol/clock";
import type { Link, Receiver, Transport } from "../src/protocol/transport";
import type { Ack, ClientCommand, Hello, JoinAnswer, Place, PlaceKind, Plan, Shown, View, ViewMessage } from "../src/protocol/wire";

export class FakeClock implements Clock {
  #now = 1_000_000;
  #timers: { at: number; call: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Let time pass; what falls due is called in its order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
    }
    this.#now = end;
  }

  /** How many calls are waited for. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** The device sleeps: time is gone, and nothing was called. */
  sleep(ms: number): void {
    this.#now += ms;
  }
}

export interface Attempt {
  hello: Hello;
  receiver: Receiver;
  sent: { command: ClientCommand; told: (ack: Ack) => void }[];
  closed: boolean;
}

export class FakeNetwork {
  attempts: Attempt[] = [];

  readonly transport: Transport = (hello, receiver): Link => {
    const attempt: Attempt = { hello, receiver, sent: [], closed: false };
    this.attempts.push(attempt);
    return {
      send: (command, told) => attempt.sent.push({ command, told }),
      close: () => (attempt.closed = true),
    };
  };

  get last(): Attempt {
    const attempt = this.attempts.at(-1);
    if (attempt === undefined) throw new Error("nobody has connected");
    return attempt;
  }
}

/** A place of the main talk, at home, that people take by themselves and only listen at; `changes` says what is otherwise. */
export function place(id: string, kind: PlaceKind, changes: Partial<Place> = {}, seats = 8): Place {
  return {
    id,
    kind,
    number: 0,
    area: { x: 0, y: 0, w: 500, h: 500 },
    seats: Array.from({ length: seats }, () => ({ x: 1, y: 1 })),
    zone: "main",
    part: "present",
    hears: ["main"],
    voice: false,
    hands: false,
    private: false,
    hall: null,
    takes: "oneself",
    theme: "",
    ...changes,
  };
}

const talk = { voice: true, hands: true };
const apart = (zone: string, number: number): Partial<Place> => ({ ...talk, zone, hears: [zone], private: true, takes: "staff", number });

/** A plan in which no place is called as in the house's: whoever knows places by their ids is lost here. */
export const otherPlan: Plan = {
  mode: "booths",
  exchange: null,
  places: [
    place("hearth", "circle", talk),
    place("back-row", "listener_seat"),
    place("gym-a", "hall_seat", { hands: true, hall: "gym" }),
    place("gym-b", "hall_listener_seat", { hall: "gym" }),
    place("corner", "table", { ...talk, zone: "corner", hears: ["corner"], number: 1 }),
    place("sofa", "rest", { zone: "sofa", part: "away", hears: [] }),
    place("blue", "booth", apart("blue", 1), 3),
    place("green", "booth", apart("green", 2), 3),
    place("porch", "veranda", { zone: "veranda", part: "waiting", hears: [], takes: "staff" }),
  ],
};

export const emptyView: View = {
  sheet_rev: 0,
  remotes: [],
  unattended: false,
  stay: null,
  how: null,
  arrivals: [],
  round: null,
  line: [],
  called: [],
  number: 0,
  undo: null,
  together: [],
  session: "s",
  title: "ふらっと",
  me: "me",
  kind: "participant",
  zone: "main",
  role: "participant",
  entered: true,
  doors: "open",
  locked: false,
  told_waiting: "",
  times: { early_at: 1, open_at: 2, closing_at: 3, end_at: 4 },
  plan: {
    mode: "ibasho",
    exchange: null,
    places: [
      place("circle", "circle", { voice: true, hands: true }, 24),
      place("listeners", "listener_seat", {}, 60),
      place("veranda", "veranda", { zone: "veranda", part: "waiting", hears: [], takes: "staff" }, 0),
    ],
  },
  steps: [],
  step: 0,
  step_at: 0,
  activities: {},
  people: {},
  onlookers: 0,
  turn: null,
  chat: [],
  threads: [],
  concerns: [],
  sent_away: [],
  departed: [],
};

export function viewMessage(rev: number, view: View = emptyView): ViewMessage {
  return { rev, now: 5_000_000, view, walks: [], speaking: [], came: null };
}

export function shown(id: string, changes: Partial<Shown> = {}): Shown {
  return {
    id,
    role: "participant",
    nickname: id,
    avatar: null,
    card: "text",
    place: "circle",
    seat: 0,
    hall: null,
    microphone: "off",
    hand: null,
    writing: false,
    reaction: null,
    to_all: false,
    rested: false,
    held: null,
    ...changes,
  };
}

/** What the server says to somebody who joins. */
export const joined: JoinAnswer = {
  token: "token",
  person: "me",
  role: "participant",
  session: "s",
  title: "ふらっと",
  page_title: "ひととき",
  open_at: 1,
  early_at: 1,
  end_at: 2,
  until_at: 3,
  ended: false,
  ask_first_time: false,
  next_date: null,
  zone: "Asia/Tokyo",
  join_url: null,
  join_code: null,
  join_qr: null,
  calendar: null,
  next_calendar: null,
  contact: null,
  notes_kept: false,
  remote: "",
};
