import { expect, test } from "vitest";
import { Announcer, PAUSE_MS } from "../src/state/announcer";
import { nextTarget, type Arrow, type Target } from "../src/state/geometry";
import { planView, seatBeside } from "../src/state/plan";
import { onPlan, spotAt } from "../src/state/strolls";
import { emptyView, FakeClock, shown } from "./fakes";

const ring: Target[] = Array.from({ length: 8 }, (_, index) => {
  const angle = (2 * Math.PI * index) / 8 - Math.PI / 2;
  return { key: String(index), x: 200 * Math.cos(angle), y: 150 * Math.sin(angle) };
});

test("arrows go where the eye goes", () => {
  expect(nextTarget(ring, "0", "ArrowDown")).not.toBe("0");
  expect(nextTarget(ring, "0", "ArrowRight")).toBe("1");
  expect(nextTarget(ring, "0", "ArrowLeft")).toBe("7");
  expect(nextTarget(ring, "0", "ArrowUp")).toBeNull();
  expect(nextTarget([], "0", "ArrowUp")).toBeNull();
});

test("every seat can be reached by arrows from every other", () => {
  const rows = Array.from({ length: 15 }, (_, i) => ({ key: `r${String(i)}`, x: (i % 5) * 60, y: 400 + Math.floor(i / 5) * 60 }));
  const all = [...ring, ...rows];
  for (const start of all) {
    const reached = new Set([start.key]);
    const queue = [start.key];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const arrow of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] as Arrow[]) {
        const next = nextTarget(all, key, arrow);
        if (next !== null && !reached.has(next)) {
          reached.add(next);
          queue.push(next);
        }
      }
    }
    expect(reached.size).toBe(all.length);
  }
});

test("the announcer says one's own at once, and the rest merged, at most every three seconds", () => {
  const clock = new FakeClock();
  const said: string[] = [];
  const announcer = new Announcer(clock, (sentence) => said.push(sentence));
  announcer.now("手を挙げています");
  for (let count = 1; count <= 20; count += 1) {
    announcer.later("nod", `${String(count)}人がうなずいています`);
    clock.pass(100);
  }
  announcer.later("step", "次の段取り");
  expect(said).toEqual(["手を挙げています"]);
  clock.pass(PAUSE_MS);
  expect(said).toEqual(["手を挙げています", "20人がうなずいています 次の段取り"]);
  announcer.later("nod", "1人がうなずいています");
  announcer.later("nod", "");
  clock.pass(PAUSE_MS * 2);
  expect(said).toHaveLength(2);
});

test("a walk is where its path, start and speed say, and stays at its end", () => {
  const stroll = { person: "a", path: [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }], at: 1000, speed: 100 };
  expect(spotAt(stroll, 500)).toEqual({ x: 0, y: 0, moving: true });
  expect(spotAt(stroll, 1500)).toEqual({ x: 50, y: 0, moving: true });
  expect(spotAt(stroll, 2500)).toEqual({ x: 100, y: 50, moving: true });
  expect(spotAt(stroll, 9000)).toEqual({ x: 100, y: 100, moving: false });
  expect(onPlan(-5, 1000.4)).toEqual({ x: 0, y: 1000 });
});

test("the plan lists every person once, and offers only seats that one may take", () => {
  const people = { me: shown("me"), a: shown("a", { seat: 9 }), b: shown("b", { place: "listeners", seat: null }) };
  const view = { ...emptyView, people };
  const keys = planView(view).flatMap((each) => each.seats.map((seat) => seat.key));
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => key.startsWith("p:")).sort()).toEqual(["p:a", "p:b", "p:me"]);
  expect(keys.some((key) => key.startsWith("s:circle:"))).toBe(true);
  expect(keys.some((key) => key.startsWith("s:veranda:"))).toBe(false);
  const onlooker = planView({ ...view, kind: "onlooker" }).flatMap((each) => each.seats);
  expect(onlooker.filter((seat) => seat.person === null)).toEqual([]);
});

test("beside somebody is the nearest free seat", () => {
  const people = { me: shown("me", { seat: 5 }), a: shown("a", { seat: 0 }), b: shown("b", { seat: 1 }) };
  expect(seatBeside({ ...emptyView, people }, people.a)).toEqual({ place: "circle", seat: 23 });
  expect(seatBeside({ ...emptyView, people }, people.b)).toEqual({ place: "circle", seat: 2 });
});
