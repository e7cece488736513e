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
import type { Scene } from "../../state/scene";
import { isInside, untilHome, walked } from "../../state/ground";
import { standing, type Walker } from "../../state/standing";
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
  /** What is laid out now. */
  picture: () => Scene | null;
  /** Whether movement is unwanted: then people stand where their walk ends. */
  still: () => boolean;
}

interface Afoot extends Walker {
  stroll: Stroll;
  /** How many ms are left until they sit again. */
  left: number;
  moving: boolean;
  here: Point;
}

function between(from: Point, to: Point): Point {
  return { x: Math.round(to.x - from.x), y: Math.round(to.y - from.y) };
}

export class Walkers {
  readonly #ground: Ground;
  readonly #steps = new Steps((point) => { const place = this.#ground.room.myPlace; return place !== null && isInside(place, point); });
  #walking = $state(false);
  #offsets = $state.raw<Readonly<Record<string, Point>>>({});
  /** Where walks end in this picture, as long as nobody walks elsewhere. */
  #ends: { picture: Scene; walks: string; at: Map<string, Point> } | null = null;

  constructor(ground: Ground) {
    this.#ground = ground;
    $effect(() => {
      void ground.room.strolls;
      void ground.picture();
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
    const [home, place] = [drawn.home(personKey(me)), room.myPlace];
    if (stroll !== undefined && untilHome(stroll, room.now()) > 0) {
      const spot = this.#spot(stroll);
      const offset = this.#offsets[personKey(me)];
      // From where one is seen, which is beside a face that one would have covered.
      const seen = home === null || place === null || offset === undefined ? null : toPlan(drawn, place, { x: home.x + offset.x, y: home.y + offset.y });
      return { here: spot.moving || seen === null ? onPlan(spot.x, spot.y) : seen, goal: stroll.path.at(-1) ?? null };
    }
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

  /** Those who walk, from their seats to where they are and to where their walk ends. */
  #afoot(): Afoot[] {
    const { room, drawn } = this.#ground;
    const { view } = room;
    if (view === null) return [];
    const found = [...room.strolls].flatMap(([id, stroll]): Afoot[] => {
      const place = placeOf(view, view.people[id]?.place ?? "");
      const left = untilHome(stroll, room.now());
      const home = drawn.home(personKey(id));
      const end = stroll.path.at(-1);
      if (place === undefined || home === null || end === undefined || left === 0) return [];
      const spot = this.#spot(stroll);
      const [here, to] = [toPixels(drawn, place, spot), toPixels(drawn, place, end)];
      if (here === null || to === null) return [];
      return [{ id, stroll, left, moving: spot.moving, here: between(home, here), to: between(home, to) }];
    });
    // Who comes later gives way.
    return found.sort((a, b) => a.stroll.at - b.stroll.at || (a.id < b.id ? -1 : 1));
  }

  /** Where they stand in the end: on nobody. */
  #endsOf(picture: Scene, afoot: readonly Walker[]): Map<string, Point> {
    const walks = afoot.map(({ id, to }) => `${id} ${String(to.x)} ${String(to.y)}`).join();
    if (this.#ends?.picture !== picture || this.#ends.walks !== walks) this.#ends = { picture, walks, at: standing(picture, afoot) };
    return this.#ends.at;
  }

  /** Answers after how many ms to draw again; null where everybody sits. */
  #draw(): number | null {
    const { room, picture, still } = this.#ground;
    const scene = picture();
    if (scene === null) return null;
    let next: number | null = null;
    const moved: Record<string, Point> = {};
    const afoot = this.#afoot();
    const ends = this.#endsOf(scene, afoot);
    for (const { id, stroll, left, moving, here, to } of afoot) {
      const end = ends.get(id) ?? to;
      // On the way one turns aside little by little, so that nobody jumps at its end.
      const part = moving ? walked(stroll, room.now()) : 1;
      moved[personKey(id)] = { x: Math.round(here.x + (end.x - to.x) * part), y: Math.round(here.y + (end.y - to.y) * part) };
      next = Math.min(next ?? Infinity, moving ? (still() ? STILL_FRAME_MS : FRAME_MS) : left);
    }
    this.#offsets = moved;
    return next;
  }
}
