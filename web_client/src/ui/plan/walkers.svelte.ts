/**
 * Those who walk, drawn beside their seats, and one's own walking: by a tap on the floor, or step by step with the arrows.
 * To be made while a component is: its effect ends with it.
 */
import { tick } from "svelte";
import type { Place, Point } from "../../protocol/wire";
import type { Arrow } from "../../state/geometry";
import { personKey } from "../../state/plan";
import type { Room } from "../../state/room.svelte";
import { onPlan, spotAt } from "../../state/strolls";
import { HALF, type Drawn } from "./drawn";

/** A step of the arrows, in thousandths of the plan. */
const STEP = 25;
const DELTAS: Record<Arrow, readonly [number, number]> = {
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
};
/** CSS moves them smoothly in between (Seat.svelte). */
const FRAME_MS = 110;
const MIDDLE: Point = { x: 500, y: 500 };

export interface Ground {
  room: Room;
  drawn: Drawn;
  /** As drawn at this moment. */
  places: () => readonly Place[];
  /** Whether movement is unwanted: then people stand where their walk ends. */
  still: () => boolean;
}

export class Walkers {
  readonly #ground: Ground;
  /** Where the next step begins: further on than one is, while keys come faster than feet. */
  #target: Point | null = null;
  #walking = $state(false);
  #offsets = $state.raw<Readonly<Record<string, Point>>>({});

  constructor(ground: Ground) {
    this.#ground = ground;
    $effect(() => {
      void ground.room.strolls;
      void ground.places();
      let timer: ReturnType<typeof setTimeout> | null = null;
      const step = () => {
        timer = this.#draw() ? setTimeout(step, FRAME_MS) : null;
      };
      void tick().then(step);
      return () => {
        if (timer !== null) clearTimeout(timer);
      };
    });
  }

  /** Whether the arrows walk, instead of moving the focus. */
  get walking(): boolean {
    return this.#walking;
  }

  set walking(walking: boolean) {
    this.#walking = walking;
    this.#target = null;
  }

  /** How far from their seat somebody is drawn, by the seat's key; undefined for those who sit. */
  offset(key: string): Point | undefined {
    return this.#offsets[key];
  }

  /** Where an arrow leads from here: the way of one step. */
  step(arrow: Arrow): { from: Point; to: Point } {
    const from = this.#here();
    const [dx, dy] = DELTAS[arrow];
    const { x, y } = this.#target ?? from;
    this.#target = onPlan(x + dx, y + dy);
    return { from, to: this.#target };
  }

  /** The way to a point of the screen; null outside all places. */
  wayTo(pixel: Point): { from: Point; to: Point } | null {
    const to = this.#ground.drawn.toPlan(this.#ground.places(), pixel);
    return to === null ? null : { from: this.#here(), to };
  }

  #here(): Point {
    const { room, drawn, places } = this.#ground;
    const me = room.view?.me ?? "";
    const stroll = room.strolls.get(me);
    if (stroll !== undefined) {
      const spot = spotAt(stroll, room.now());
      return onPlan(spot.x, spot.y);
    }
    const box = drawn.seat(personKey(me))?.getBoundingClientRect();
    return (box === undefined ? null : drawn.toPlan(places(), { x: box.x + box.width / 2, y: box.y + HALF })) ?? MIDDLE;
  }

  /** Answers whether anybody is still on the way. */
  #draw(): boolean {
    const { room, drawn, places, still } = this.#ground;
    let moving = false;
    const moved: Record<string, Point> = {};
    for (const [person, stroll] of room.strolls) {
      const key = personKey(person);
      const home = drawn.seat(key)?.parentElement?.getBoundingClientRect();
      const now = spotAt(stroll, room.now());
      const spot = still() ? stroll.path.at(-1) : now;
      const pixel = spot === undefined ? null : drawn.toPixels(places(), spot);
      if (pixel === null || home === undefined) continue;
      moved[key] = { x: Math.round(pixel.x - home.x - home.width / 2), y: Math.round(pixel.y - home.y - HALF) };
      if (!still() && now.moving) moving = true;
    }
    this.#offsets = moved;
    return moving;
  }
}
