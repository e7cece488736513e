/** Parts that do not come: again while the network is away, and a new page where this one cannot bring them any more. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { failing, fetched } from "../src/ui/fetched";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("addEventListener", () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A part that fails so often and then comes, a server that answers or not, and how often the page was loaded anew. */
async function tried(fails: number, reached: boolean[]) {
  let asked = 0;
  const answers = [...reached];
  const page = { reached: () => Promise.resolve(answers.shift() ?? false), renew: vi.fn() };
  const part = fetched(() => (++asked > fails ? Promise.resolve("part") : Promise.reject(new TypeError("failed"))), page);
  await vi.advanceTimersByTimeAsync(3000 * fails + 1);
  await expect(part).resolves.toBe("part");
  return { asked, renewed: page.renew.mock.calls.length };
}

test("what comes is there at once", async () => {
  expect(await tried(0, [])).toEqual({ asked: 1, renewed: 0 });
});

test("while the network is away, only the part is asked for again", async () => {
  expect(await tried(20, [])).toEqual({ asked: 21, renewed: 0 });
});

test("one failure of a server that answers is a moment's", async () => {
  expect(await tried(5, [false, false, false, true])).toEqual({ asked: 6, renewed: 0 });
});

test("a part that fails again although the server answers is on another page", async () => {
  expect(await tried(2, [true, true])).toEqual({ asked: 3, renewed: 1 });
  expect(await tried(4, [true, false, false, true])).toEqual({ asked: 5, renewed: 1 });
});

test("what is asked for by somebody else counts alike", async () => {
  const page = { reached: vi.fn(() => Promise.resolve(true)), renew: vi.fn() };
  const failed = failing(page);
  await failed();
  expect(page.renew).not.toHaveBeenCalled();
  page.reached.mockResolvedValueOnce(false);
  await failed();
  expect(page.renew).not.toHaveBeenCalled();
  await failed();
  expect(page.renew).toHaveBeenCalledOnce();
});
