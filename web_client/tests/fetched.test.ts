/** Parts that do not come: again while the network is away, and a new page where this one cannot bring them any more. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal("addEventListener", () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser whose page came in some way and lives so long, before a server that answers or not. */
function browser(reached: boolean[], way: string | null = "navigate", age = 1000) {
  const answers = [...reached];
  const reload = vi.fn();
  vi.stubGlobal("fetch", () => (answers.shift() ? Promise.resolve({ ok: true }) : Promise.reject(new TypeError("away"))));
  vi.stubGlobal("performance", { getEntriesByType: () => (way === null ? [] : [{ type: way }]), now: () => age });
  vi.stubGlobal("location", { reload });
  return reload;
}

/** A part that fails so often and then comes; how often the page was loaded anew. */
async function tried(fails: number, reload: () => void) {
  const { fetched } = await import("../src/ui/fetched");
  let asked = 0;
  const part = fetched(() => (++asked > fails ? Promise.resolve("part") : Promise.reject(new TypeError("failed"))));
  await vi.advanceTimersByTimeAsync(3000 * fails + 1);
  await expect(part).resolves.toBe("part");
  expect(asked).toBe(fails + 1);
  return vi.mocked(reload).mock.calls.length;
}

test("what comes is there at once", async () => {
  expect(await tried(0, browser([]))).toBe(0);
});

test("while the network is away, only the part is asked for again", async () => {
  expect(await tried(20, browser([]))).toBe(0);
});

test("one failure of a server that answers is a moment's", async () => {
  expect(await tried(5, browser([false, false, false, true]))).toBe(0);
});

test("a part that fails again although the server answers is on another page", async () => {
  expect(await tried(2, browser([true, true]))).toBe(1);
  vi.resetModules();
  expect(await tried(4, browser([true, false, false, true]))).toBe(1);
});

test("a page that was loaded anew is not again for ten minutes, and none that cannot tell", async () => {
  for (const way of ["reload", null]) {
    vi.resetModules();
    expect(await tried(3, browser([true, true, true], way))).toBe(0);
    vi.resetModules();
    expect(await tried(2, browser([true, true], way, 700_000))).toBe(1);
  }
});

test("what is asked for by somebody else counts alike", async () => {
  const reload = browser([true, false, true]);
  const { missed } = await import("../src/ui/fetched");
  await missed();
  await missed();
  expect(reload).not.toHaveBeenCalled();
  await missed();
  expect(reload).toHaveBeenCalledOnce();
});
