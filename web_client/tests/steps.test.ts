/** Arrow keys by a clock that the test moves: where each leads, and how many walks come of a rhythm of keys. */
import { expect, test } from "vitest";
import type { Point, Stroll } from "../src/protocol/wire";
import type { Arrow } from "../src/state/geometry";
import { STEP, Steps } from "../src/state/steps";
import { isInside } from "../src/state/ground";
import { spotAt } from "../src/state/strolls";
import { SPEED } from "../src/state/walking";
import { place } from "./fakes";

class Walker {
  readonly #steps: Steps;
  walks: Stroll[] = [];
  now = 0;

  constructor(free: (point: Point) => boolean = () => true) {
    this.#steps = new Steps(free);
  }

  get here(): Point {
    const last = this.walks.at(-1);
    const { x, y } = last === undefined ? { x: 100, y: 500 } : spotAt(last, this.now);
    return { x, y };
  }

  get goal(): Point | null {
    return this.walks.at(-1)?.path.at(-1) ?? null;
  }

  #walk(to: Point | null) {
    const { x, y } = this.here;
    if (to !== null) this.walks.push({ person: "me", path: [{ x, y }, to], at: this.now, speed: SPEED });
  }

  down(arrow: Arrow, repeated = false) {
    this.#walk(this.#steps.down(arrow, repeated, this, this.now));
  }

  up(arrow: Arrow) {
    this.#walk(this.#steps.up(arrow, this));
  }

  /** Hold as keyboards do: a pause before the first repeat, then thirty a second. Answers whether one stood meanwhile. */
  hold(arrow: Arrow, ms: number): boolean {
    let stood = false;
    this.down(arrow);
    const until = this.now + ms;
    for (this.now += 500; this.now < until; this.now += 33) {
      this.down(arrow, true);
      const last = this.walks.at(-1);
      stood ||= last === undefined || !spotAt(last, this.now + 32).moving;
    }
    this.up(arrow);
    return stood;
  }
}

const right = (steps: number): Point => ({ x: 100 + steps * STEP, y: 500 });

test("a press is one step, at once, and presses add up while feet are slower", () => {
  const walker = new Walker();
  for (let press = 1; press <= 4; press += 1) {
    walker.down("ArrowRight");
    walker.up("ArrowRight");
    expect(walker.goal).toEqual(right(press));
    walker.now += 50;
  }
  expect(walker.walks).toHaveLength(4);
});

test("a held key makes a walk a second, nobody stands in between, and one stops where one is when it is let go", () => {
  const walker = new Walker();
  expect(walker.hold("ArrowRight", 3000)).toBe(false);
  expect(walker.walks).toHaveLength(5); // the press, three while held, the stop
  const { x } = walker.here;
  walker.now += 5000;
  expect(Math.abs(walker.here.x - x)).toBeLessThanOrEqual(0.5);
});

test("a key that is held for ten seconds, from one side to the other, makes no more walks than seconds", () => {
  const walker = new Walker();
  walker.hold("ArrowRight", 10_000);
  expect(walker.here.x).toBe(1000);
  expect(walker.walks.length).toBeLessThanOrEqual(7);
});

test("a turn starts where one is, not where the held key would have led", () => {
  const walker = new Walker();
  walker.hold("ArrowRight", 1000);
  walker.down("ArrowRight", true);
  const { x, y } = walker.here;
  walker.down("ArrowUp");
  expect(walker.goal).toEqual({ x: Math.round(x), y: y - STEP });
});

test("after being led to a seat a press goes from there, not from where the last walk ended", () => {
  const steps = new Steps(() => true);
  steps.down("ArrowRight", false, { here: right(0), goal: null }, 0);
  expect(steps.down("ArrowRight", false, { here: right(8), goal: null }, 100)).toEqual(right(9));
});

test("letting go of a key that was not held, or at the edge, tells nothing; nor does going on at the edge", () => {
  const walker = new Walker();
  walker.down("ArrowLeft");
  walker.up("ArrowLeft");
  expect(walker.walks).toHaveLength(1);
  walker.hold("ArrowLeft", 5000);
  const count = walker.walks.length;
  expect(count).toBeLessThanOrEqual(4);
  walker.down("ArrowLeft", true);
  walker.up("ArrowLeft");
  walker.down("ArrowLeft");
  expect(walker.walks).toHaveLength(count);
});

test("nobody walks out of their own place, by presses or held: one stops at its edge", () => {
  const circle = place("circle", "circle", { area: { x: 0, y: 400, w: 209, h: 200 } });
  const walker = new Walker((point) => isInside(circle, point));
  walker.hold("ArrowRight", 5000);
  expect(walker.here).toEqual(right(4));
  walker.down("ArrowRight");
  expect(walker.goal).toEqual(right(4));
});
