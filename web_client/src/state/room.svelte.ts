/**
 * The room as this viewer may see it: the view with everything folded in, and the soft state beside it (who walks, who
 * speaks). Screens read it; only the session writes it.
 */
import type { Clock } from "../protocol/clock";
import type { Activity, EventsMessage, Message, Place, Shown, Stroll, Thread, View, ViewMessage } from "../protocol/wire";
import { fold, whole } from "./fold";
import { listens, placeOf, talks } from "./places";

/** So long a reaction is shown. */
export const REACTION_MS = 6000;
/** So long what staff write to all stands where the last words do, and on the wall: 「あと5分です」 is no longer true after it. */
export const STAFF_WORDS = 300_000;

export interface Counts {
  onlookers: number;
  /** At home, where one may be called on: circle and tables. */
  circle: number;
  listeners: number;
  hall: number;
  all: number;
}

export class Room {
  readonly #clock: Clock;
  #view = $state.raw<View | null>(null);
  #speaking = $state.raw<readonly string[]>([]);
  #strolls = $state.raw<ReadonlyMap<string, Stroll>>(new Map());
  /** One's own walk as the server last told it, and the one that runs ahead of what it tells, if any. */
  #told: Stroll | null = null;
  #lead: { stroll: Stroll; answered: boolean } | null = null;
  #offset = $state(0);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get view(): View | null {
    return this.#view;
  }

  get speaking(): readonly string[] {
    return this.#speaking;
  }

  get strolls(): ReadonlyMap<string, Stroll> {
    return this.#strolls;
  }

  /** The server's clock. Not reactive: ask again when it matters. */
  now(): number {
    return this.#clock.now() + this.#offset;
  }

  /** What others see of this viewer; null until they have entered. */
  get me(): Shown | null {
    const view = this.#view;
    return view === null ? null : (view.people[view.me] ?? null);
  }

  get myPlace(): Place | null {
    const me = this.me;
    return me === null || this.#view === null ? null : (placeOf(this.#view, me.place) ?? null);
  }

  /** What lies where one is, the place's own first, and on which place: null in the middle. */
  get activity(): { activity: Activity; place: string | null } | null {
    const view = this.#view;
    const own = view?.activities[view.zone];
    if (own !== undefined) return { activity: own, place: this.myPlace?.id ?? null };
    const middle = view?.activities[""];
    return middle === undefined ? null : { activity: middle, place: null };
  }

  get myTurn(): boolean {
    return this.#view !== null && this.#view.turn === this.#view.me;
  }

  /** Everybody by the order of hands that went up. */
  get hands(): Shown[] {
    const up = Object.values(this.#view?.people ?? {}).filter((person) => person.hand !== null);
    return up.sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0));
  }

  /** As the signs of places say it: everybody once, whoever is in a hall with the hall, also on its listener seats. */
  get counts(): Counts {
    const counts: Counts = { onlookers: this.#view?.onlookers ?? 0, circle: 0, listeners: 0, hall: 0, all: 0 };
    const view = this.#view;
    if (view === null) return counts;
    for (const person of Object.values(view.people)) {
      counts.all += 1;
      const place = placeOf(view, person.place);
      if (place === undefined) continue;
      if (place.hall !== null) counts.hall += 1;
      else if (talks(place)) counts.circle += 1;
      else if (listens(place)) counts.listeners += 1;
    }
    return counts;
  }

  /** People of one place, in seat order, standing ones last. */
  at(place: Place): Shown[] {
    const here = Object.values(this.#view?.people ?? {}).filter((person) => person.place === place.id);
    return here.sort((a, b) => (a.seat ?? 1000) - (b.seat ?? 1000));
  }

  /** Those who share one's zone, oneself left out. */
  get neighbours(): Shown[] {
    const view = this.#view;
    if (view === null) return [];
    return Object.values(view.people).filter((person) => {
      const place = placeOf(view, person.place);
      return person.id !== view.me && place?.zone === view.zone;
    });
  }

  /** Messages of the talk. */
  get talk(): Message[] {
    return this.#view?.chat ?? [];
  }

  /** The thread between one person and the staff. */
  thread(person: string): Thread | undefined {
    return this.#view?.threads.find((thread) => thread.person === person);
  }

  take(message: ViewMessage): void {
    this.#offset = message.now - this.#clock.now();
    this.#view = whole(message.view, message.came);
    this.#strolls = new Map(message.walks.map((stroll) => [stroll.person, stroll]));
    this.#told = this.#strolls.get(message.view.me) ?? null;
    this.#lead = null;
    this.#speaking = message.speaking;
  }

  happened(message: EventsMessage): void {
    let view = this.#view;
    if (view === null) return;
    const strolls = new Map(this.#strolls);
    for (const event of message.events) {
      view = fold(view, event);
      // Taking a place ends a walk, as on the server.
      if (event.type === "place_taken" || event.type === "left") strolls.delete(event.person);
      // Another plan moves people: where they walked on the last one means nothing here.
      if (event.type === "plan_set") strolls.clear();
    }
    this.#view = view;
    if (!strolls.has(view.me)) this.#told = this.#lead = null;
    if (strolls.size !== this.#strolls.size) this.#strolls = strolls;
  }

  walked(walks: readonly Stroll[]): void {
    const strolls = new Map(this.#strolls);
    for (const stroll of walks) {
      if (stroll.person === this.#view?.me) {
        this.#told = stroll;
        if (this.#lead !== null && !(this.#lead.answered && elsewhere(this.#lead.stroll, stroll))) continue;
        this.#lead = null;
      }
      strolls.set(stroll.person, stroll);
    }
    this.#strolls = strolls;
  }

  /** This viewer walks: drawn so from now on, before the server tells it. */
  lead(stroll: Stroll): void {
    this.#lead = { stroll, answered: false };
    this.#strolls = new Map(this.#strolls).set(stroll.person, stroll);
  }

  /** The server has answered that walk. One that was refused has not been. */
  led(accepted: boolean): void {
    if (this.#lead === null) return;
    if (accepted) {
      this.#lead.answered = true;
      return;
    }
    const strolls = new Map(this.#strolls);
    strolls.delete(this.#lead.stroll.person);
    this.#lead = null;
    if (this.#told !== null) strolls.set(this.#told.person, this.#told);
    this.#strolls = strolls;
  }

  spoke(people: readonly string[]): void {
    this.#speaking = people;
  }

  /** Nothing of the room stays when one has gone. */
  clear(): void {
    this.#view = null;
    this.#speaking = [];
    this.#strolls = new Map();
    this.#told = this.#lead = null;
  }
}

/** Whether two walks end in different points. */
function elsewhere(one: Stroll, other: Stroll): boolean {
  const [a, b] = [one.path.at(-1), other.path.at(-1)];
  return a?.x !== b?.x || a?.y !== b?.y;
}
