/** Pages of slides: each is fetched once for all who ask, also while the network comes and goes. */
import { afterEach, expect, test, vi } from "vitest";
import { pageOf } from "../src/pages/activities/slides/slides";

class Reader {
  result = "data:image/webp;base64,";
  onload: () => void = () => undefined;
  readAsDataURL(): void {
    this.onload();
  }
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A network that is away until it is said to be back. */
function network(): { back: () => void } {
  let away = true;
  vi.useFakeTimers();
  vi.stubGlobal("FileReader", Reader);
  vi.stubGlobal("fetch", () => (away ? Promise.reject(new TypeError("away")) : Promise.resolve(new Response("ことば"))));
  return { back: () => (away = false) };
}

test("who turned on while the network was away takes the page from nobody else", async () => {
  const { back } = network();
  let first = true;
  const one = pageOf("token", "deck-one", 2, () => first);
  await vi.advanceTimersByTimeAsync(100);
  first = false;
  const other = pageOf("token", "deck-one", 2, () => true);
  await vi.advanceTimersByTimeAsync(10_000);
  back();
  await vi.advanceTimersByTimeAsync(10_000);
  expect((await other)?.text).toBe("ことば");
  expect(await one).toBe(await other);
});

test("a page that nobody wants any more is asked for no longer", async () => {
  network();
  let wanted = true;
  const page = pageOf("token", "deck-two", 1, () => wanted);
  await vi.advanceTimersByTimeAsync(100);
  wanted = false;
  await vi.advanceTimersByTimeAsync(5000);
  expect(await page).toBeNull();
});
