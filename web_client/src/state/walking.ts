/**
 * One's own walks on their way to the room. On this device a walk begins at once, however long the line is; the others are
 * told of it seldom. A walk that is told begins where they see one by then, so that nobody jumps on their screens.
 */
import type { Clock } from "../protocol/clock";
import type { Answer, ClientCommand, Point, Stroll } from "../protocol/wire";
import type { Room } from "./room.svelte";
import { onPlan, spotAt } from "./strolls";

/** So long there is between two walks that leave this device, but for one that stops. */
export const EVERY_MS = 600;
/** As fast as the room walks (rooms/walks.py), in thousandths of the plan a second. */
export const SPEED = 180;

export class Walking {
  readonly #room: Room;
  readonly #clock: Clock;
  readonly #ask: (command: ClientCommand) => Promise<Answer>;
  /** What has been walked and is not told yet. */
  #untold: { from: Point; to: Point } | null = null;
  /** As the others see it. */
  #told: Stroll | null = null;
  #toldAt = -Infinity;
  #planned = false;

  constructor(room: Room, clock: Clock, ask: (command: ClientCommand) => Promise<Answer>) {
    this.#room = room;
    this.#clock = clock;
    this.#ask = ask;
  }

  /** Walk from where one is to a point; of several within a moment the last is told. Who stops is told of at once. */
  readonly walk = (from: Point, to: Point, stops = false): void => {
    const me = this.#room.view?.me ?? "";
    if (!this.#room.strolls.has(me)) this.#told = null; // one sat meanwhile
    this.#room.lead({ person: me, path: [from, to], at: this.#room.now(), speed: SPEED });
    this.#untold = { from: this.#untold?.from ?? from, to };
    if (stops) this.#tell(me);
    else if (!this.#planned) {
      this.#planned = true;
      this.#clock.after(Math.max(0, this.#toldAt + EVERY_MS - this.#clock.now()), () => {
        this.#planned = false;
        this.#tell(me);
      });
    }
  };

  #tell(me: string): void {
    if (this.#untold === null) return;
    const { from, to } = this.#untold;
    const now = this.#room.now();
    const seen = this.#told === null ? from : spotAt(this.#told, now);
    const told = { person: me, path: [onPlan(seen.x, seen.y), to], at: now, speed: SPEED };
    this.#untold = null;
    this.#told = told;
    this.#toldAt = this.#clock.now();
    void this.#ask({ type: "walk", path: told.path }).then((answer) => {
      if (this.#told !== told) return;
      if (!answer.ok) this.#told = null;
      if (this.#untold === null) this.#room.led(answer.ok);
    });
  }
}
