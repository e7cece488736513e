/** What waits for the one who runs the session: asked of the room once, and read by the strip and by what it opens. */
import type { Concern, Shown, Thread } from "../../protocol/wire";
import { waits as isBefore } from "../../state/places";
import type { Room } from "../../state/room.svelte";
import { unanswered, waits } from "../../state/threads";

export const KINDS = ["hands", "concerns", "messages", "arrivals"] as const;
export type Kind = (typeof KINDS)[number];

export class Waiting {
  readonly #room: Room;
  /** Concerns that nobody has received yet, the oldest first. */
  readonly concerns: Concern[] = $derived.by(() => this.#room.view?.concerns.filter((concern) => !concern.handled) ?? []);
  /** Who waits for an answer, the longest first; then the others, whoever wrote last first. */
  readonly threads: Thread[] = $derived.by(() => {
    const since = (thread: Thread) => unanswered(thread)?.at ?? Infinity;
    const all = [...(this.#room.view?.threads ?? [])].reverse();
    return all.sort((a, b) => (since(a) === since(b) ? 0 : since(a) - since(b)));
  });
  readonly #counts: Record<Kind, number> = $derived.by(() => ({
    hands: this.hands.length,
    concerns: this.concerns.length,
    messages: this.threads.filter(waits).length,
    arrivals: this.arrivals.length,
  }));

  constructor(room: Room) {
    this.#room = room;
  }

  /** By the order in which they went up. */
  get hands(): Shown[] {
    return this.#room.hands;
  }

  /** Those on the veranda who are to be let in. */
  get arrivals(): Shown[] {
    const places = this.#room.view?.plan.places.filter(isBefore) ?? [];
    return places.flatMap((place) => this.#room.at(place));
  }

  /** Who alone waits for an answer, and is there to get it. */
  get alone(): string | null {
    const [first, ...others] = this.threads.filter(waits);
    return first === undefined || others.length > 0 || !this.#room.view?.people[first.person] ? null : first.person;
  }

  count(kind: Kind): number {
    return this.#counts[kind];
  }
}
