/**
 * One's own walks over a line with a delay: what this device draws, what is told, and how it looks to somebody else. The
 * server here does with walks what the real one does: it starts them when they come, and tells them five times a second at most.
 */
import { expect, test } from "vitest";
import schema from "../src/protocol/schema.json";
import type { Answer, Point, Stroll } from "../src/protocol/wire";
import { Room } from "../src/state/room.svelte";
import { STEP, Steps } from "../src/state/steps";
import { onPlan, spotAt } from "../src/state/strolls";
import { EVERY_MS, SPEED, Walking } from "../src/state/walking";
import { FakeClock, emptyView, shown, viewMessage } from "./fakes";

const START: Point = { x: 100, y: 500 };
const view = { ...emptyView, people: { me: shown("me"), haru: shown("haru") } };

class Line {
  readonly clock = new FakeClock();
  readonly mine = new Room(this.clock);
  readonly theirs = new Room(this.clock);
  readonly told: Point[][] = [];
  refusing = false;
  readonly #walking: Walking;
  readonly #steps = new Steps(() => true);
  readonly #delay: number;
  #batch: Stroll | null = null;
  #next = 0;

  constructor(delay: number) {
    this.#delay = delay;
    const message = { ...viewMessage(1, view), now: this.clock.now() };
    this.mine.take(message);
    this.theirs.take({ ...message, view: { ...view, me: "haru" } });
    this.#walking = new Walking(this.mine, this.clock, (command) => new Promise((answered) => {
      if (command.type !== "walk") throw new Error(command.type);
      this.told.push(command.path);
      this.clock.after(delay, () => { this.#handle(command.path, answered); });
    }));
  }

  #handle(path: Point[], answered: (answer: Answer) => void) {
    this.clock.after(this.#delay, () => { answered(this.refusing ? { ok: false, code: "too_fast" } : { ok: true, answer: null, looks: null, nickname: null }); });
    if (this.refusing) return;
    const planned = this.#batch !== null;
    this.#batch = { person: "me", path, at: this.clock.now(), speed: SPEED };
    if (!planned) this.clock.after(Math.max(0, this.#next - this.clock.now()), () => {
      this.#next = this.clock.now() + 200;
      const walks = this.#batch === null ? [] : [this.#batch];
      this.#batch = null;
      this.clock.after(this.#delay, () => { for (const room of [this.mine, this.theirs]) room.walked(walks); });
    });
  }

  spot(room: Room): Point {
    const stroll = room.strolls.get("me");
    const { x, y } = stroll === undefined ? START : spotAt(stroll, this.clock.now());
    return { x, y };
  }

  #footing() {
    const { x, y } = this.spot(this.mine);
    return { here: onPlan(x, y), goal: this.mine.strolls.get("me")?.path.at(-1) ?? null };
  }

  down(repeated = false) {
    const footing = this.#footing();
    const to = this.#steps.down("ArrowRight", repeated, footing, this.clock.now());
    if (to !== null) this.#walking.walk(footing.here, to);
  }

  up() {
    const footing = this.#footing();
    const to = this.#steps.up("ArrowRight", footing);
    if (to !== null) this.#walking.walk(footing.here, to, true);
  }

  /** Let time pass as screens draw it; promises settle in between. Answers how far anybody went in one drawing. */
  async pass(ms: number, each: () => void = () => undefined): Promise<{ mine: number; theirs: number }> {
    const most = { mine: 0, theirs: 0 };
    for (let gone = 0; gone < ms; gone += 20) {
      const before = { mine: this.spot(this.mine).x, theirs: this.spot(this.theirs).x };
      each();
      this.clock.pass(20);
      await Promise.resolve();
      for (const whose of ["mine", "theirs"] as const)
        most[whose] = Math.max(most[whose], Math.abs(this.spot(this[whose]).x - before[whose]));
    }
    return most;
  }

  async hold(ms: number) {
    this.down();
    await this.pass(500);
    const most = await this.pass(ms - 500, () => { this.down(true); });
    this.up();
    return most;
  }
}

test("a device walks as fast as the room does", () => {
  expect(SPEED).toBe(schema.$defs.Stroll.properties.speed.default);
});

test("a press is drawn at once, also on a slow line, and is one step for everybody in the end", async () => {
  const line = new Line(300);
  line.down();
  await line.pass(140);
  expect(line.spot(line.mine)).toEqual({ x: START.x + STEP, y: START.y });
  await line.pass(2000);
  for (const room of [line.mine, line.theirs]) expect(line.spot(room)).toEqual({ x: START.x + STEP, y: START.y });
  expect(line.told).toEqual([[START, { x: START.x + STEP, y: START.y }]]);
});

for (const delay of [0, 150, 300])
  test(`a key held on a line of ${delay} ms: nobody jumps on any screen, and all agree where one stopped`, async () => {
    const line = new Line(delay);
    const most = await line.hold(3500);
    // A drawing is 20 ms: a walk goes 4 in it. Rounding to whole points of the plan adds one.
    expect(most.mine).toBeLessThanOrEqual(5);
    const stopped = line.spot(line.mine);
    const end = await line.pass(2000);
    expect(end.mine).toBeLessThanOrEqual(1);
    expect(line.spot(line.mine)).toEqual(onPlan(stopped.x, stopped.y));
    expect(line.spot(line.theirs)).toEqual(line.spot(line.mine));
    // The first view of a walk is as late as the line; from then on the others see it go on evenly, up to its stop, which
    // they hear of as late.
    const late = ((delay + 220) / 1000) * SPEED;
    expect(Math.max(most.theirs, end.theirs)).toBeLessThanOrEqual(late + 5);
    expect(line.told.length).toBeLessThanOrEqual(6);
  });

test("a key held again and again tells less than a walk in half of the time between two", async () => {
  const line = new Line(150);
  for (let press = 0; press < 50; press += 1) {
    line.down();
    await line.pass(100);
    line.up();
  }
  await line.pass(1000);
  expect(line.told.length).toBeLessThanOrEqual(5000 / EVERY_MS + 2);
  for (const room of [line.mine, line.theirs]) expect(line.spot(room).x).toBe(Math.min(1000, START.x + 50 * STEP));
});

test("a walk that was refused is drawn no more", async () => {
  const line = new Line(100);
  line.refusing = true;
  line.down();
  await line.pass(100);
  expect(line.mine.strolls.has("me")).toBe(true);
  await line.pass(400);
  expect(line.mine.strolls.has("me")).toBe(false);
  line.refusing = false;
  line.down();
  await line.pass(1000);
  expect(line.spot(line.theirs)).toEqual({ x: START.x + STEP, y: START.y });
});

test("what the server cut off a walk is not drawn either, and taking a seat ends it", async () => {
  const line = new Line(50);
  line.down();
  await line.pass(500);
  const cut = { person: "me", path: [START], at: line.clock.now(), speed: SPEED };
  line.mine.walked([cut]);
  expect(line.mine.strolls.get("me")).toEqual(cut);
  line.down();
  const signs = { hand: null, turn: false, reaction: null, microphone: null, card: null };
  line.mine.happened({ from: 1, to: 2, events: [{ type: "place_taken", person: "me", place: "listeners", seat: 1, signs }] } as never);
  expect(line.mine.strolls.has("me")).toBe(false);
});
