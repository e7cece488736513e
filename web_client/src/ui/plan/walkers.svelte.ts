/**
 * Those who walk, drawn beside their seats, and one's own walking: by a tap on the floor, or step by step with the arrows.
 * To be made while a component is: its effect ends with it.
 */
import { tick } from "svelte";
import type { Point, Stroll } from "../../protocol/wire";
import type { Arrow } from "../../state/geometry";
import { personKey } from "../../state/plan";
import type { Room } from "../../state/room.svelte";
import { Steps, type Footing } from "../../state/steps";
import { placeOf } from "../../state/places";
import { isInside, untilHome } from "../../state/ground";
import { onPlan, spotAt, type Spot } from "../../state/strolls";
import type { Drawn } from "./drawn";
import { toPixels, toPlan } from "./pixels";

/** CSS moves them smoothly in between (Seat.svelte). */
const FRAME_MS = 110;
/** Where movement is unwanted, whoever holds a key goes by steps: they must see where to let go. */
const STILL_FRAME_MS = 340;
const MIDDLE: Point = { x: 500, y: 500 };

export interface Way {
  from: Point;
  to: Point;
}

export interface Ground {
  room: Room;
  drawn: Drawn;
  /** What changes when the floors are drawn anew. */
  floors: () => unknown;
  /** Whether movement is unwanted: then people stand where their walk ends. */
  still: () => boolean;
}

export class Walkers {
  readonly #ground: Ground;
  readonly #steps = new Steps((point) => { const place = this.#ground.room.myPlace; return place !== null && isInside(place, point); });
  #walking = $state(false);
  #offsets = $state.raw<Readonly<Record<string, Point>>>({});

  constructor(ground: Ground) {
    this.#ground = ground;
    $effect(() => {
      void ground.room.strolls;
      void ground.floors();
      let timer: ReturnType<typeof setTimeout> | null = null;
      const step = () => {
        const next = this.#draw();
        timer = next === null ? null : setTimeout(step, next);
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
    this.#steps.forget();
  }

  /** How far from their seat somebody is drawn, by the seat's key; undefined for those who sit. */
  offset(key: string): Point | undefined {
    return this.#offsets[key];
  }

  /** Where an arrow that is down leads from here; null where one is on the way there, or cannot go. */
  step(arrow: Arrow, repeated: boolean): Way | null {
    const { room } = this.#ground;
    if (room.myPlace?.private === true) return null;
    const footing = this.#footing();
    const to = this.#steps.down(arrow, repeated, footing, room.now());
    return to === null ? null : { from: footing.here, to };
  }

  /** Where one stops when an arrow (or whichever was held) is let go; null where one stops by oneself. */
  stop(arrow: Arrow | null): Way | null {
    const footing = this.#footing();
    const to = this.#steps.up(arrow, footing);
    return to === null ? null : { from: footing.here, to };
  }

  /** The way to a point of the screen; null outside one's own place, and where nobody walks. */
  wayTo(pixel: Point): Way | null {
    const { drawn, room } = this.#ground;
    const place = room.myPlace;
    const to = place === null || place.private ? null : toPlan(drawn, place, pixel);
    if (to === null) return null;
    this.#steps.forget();
    return { from: this.#footing().here, to };
  }

  #footing(): Footing {
    const { room, drawn } = this.#ground;
    const me = room.view?.me ?? "";
    const stroll = room.strolls.get(me);
    if (stroll !== undefined && untilHome(stroll, room.now()) > 0) {
      const spot = this.#spot(stroll);
      return { here: onPlan(spot.x, spot.y), goal: stroll.path.at(-1) ?? null };
    }
    const [home, place] = [drawn.home(personKey(me)), room.myPlace];
    return { here: (home === null || place === null ? null : toPlan(drawn, place, home)) ?? MIDDLE, goal: null };
  }

  /** Where somebody is drawn now. */
  #spot(stroll: Stroll): Spot {
    const { room, still } = this.#ground;
    const spot = spotAt(stroll, room.now());
    const end = stroll.path.at(-1);
    if (!still() || end === undefined || (this.#steps.holding && stroll.person === room.view?.me)) return spot;
    return { ...end, moving: false };
  }

  /** Answers after how many ms to draw again; null where everybody sits. */
  #draw(): number | null {
    const { room, drawn, still } = this.#ground;
    const { view } = room;
    let next: number | null = null;
    const moved: Record<string, Point> = {};
    if (view === null) return null;
    for (const [person, stroll] of room.strolls) {
      const key = personKey(person);
      const place = placeOf(view, view.people[person]?.place ?? "");
      const left = untilHome(stroll, room.now());
      const home = drawn.home(key);
      if (place === undefined || home === null || left === 0) continue;
      const spot = this.#spot(stroll);
      const pixel = toPixels(drawn, place, spot);
      if (pixel === null) continue;
      moved[key] = { x: Math.round(pixel.x - home.x), y: Math.round(pixel.y - home.y) };
      next = Math.min(next ?? Infinity, spot.moving ? (still() ? STILL_FRAME_MS : FRAME_MS) : left);
    }
    this.#offsets = moved;
    return next;
  }
}
