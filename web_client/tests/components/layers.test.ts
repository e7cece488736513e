/** Back closes what lies on top first, and no Back is wasted on what was closed otherwise. */
import { afterEach, expect, test, vi } from "vitest";
import { onTop } from "../../src/ui/layers";

const away: (() => void)[] = [];

function lay(name: string, closed: string[]): () => void {
  const close = onTop(() => { closed.push(name); });
  away.push(close);
  return close;
}

const guarded = () => JSON.stringify(history.state ?? "").includes("guard");
const back = async () => {
  const gone = new Promise((resolve) => { addEventListener("popstate", resolve, { once: true }); });
  history.back();
  await gone;
};

afterEach(async () => {
  away.splice(0).forEach((close) => { close(); });
  await vi.waitFor(() => { expect(guarded()).toBe(false); });
});

test("Back closes the topmost, one at a time", async () => {
  const closed: string[] = [];
  lay("page", closed);
  lay("sheet", closed);
  await back();
  expect(closed).toEqual(["sheet"]);
  expect(guarded()).toBe(true);
  await back();
  expect(closed).toEqual(["sheet", "page"]);
  expect(guarded()).toBe(false);
});

test("what was closed otherwise leaves nothing for Back to close", async () => {
  const closed: string[] = [];
  const entries = history.length;
  lay("sheet", closed)();
  await vi.waitFor(() => { expect(guarded()).toBe(false); });
  lay("another", closed)();
  await vi.waitFor(() => { expect(guarded()).toBe(false); });
  expect(history.length).toBeLessThanOrEqual(entries + 1);
  expect(closed).toEqual([]);
});

test("a sheet that gives way to another keeps its guard", async () => {
  const closed: string[] = [];
  lay("first", closed)();
  lay("second", closed);
  await new Promise((resolve) => { setTimeout(resolve, 150); });
  expect(guarded()).toBe(true);
  await back();
  expect(closed).toEqual(["second"]);
});

test("one that opens while the guard is being taken away is guarded all the same", async () => {
  const closed: string[] = [];
  lay("first", closed)();
  const gone = new Promise((resolve) => { addEventListener("popstate", resolve, { once: true }); });
  const called = vi.spyOn(history, "back");
  await vi.waitFor(() => { expect(called).toHaveBeenCalledOnce(); });
  called.mockRestore();
  lay("second", closed);
  await gone;
  await vi.waitFor(() => { expect(guarded()).toBe(true); });
  await back();
  expect(closed).toEqual(["second"]);
});

test("a guard that was left behind when a link was followed is passed over", async () => {
  const close = lay("sheet", []);
  history.pushState(null, "", "#elsewhere");
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  close();
  vi.runAllTimers();
  vi.useRealTimers();
  expect(guarded()).toBe(false);
  await back();
  await vi.waitFor(() => { expect(guarded()).toBe(false); });
});
