import { expect, test } from "vitest";
import { stayAwake } from "../src/ui/awake";

class FakeLock {
  released = false;
  release() {
    this.released = true;
    return Promise.resolve();
  }
}

/** A browser that can keep its screen on; like a real one it lets every lock go when the page is hidden. */
class FakeBrowser extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";
  locks: FakeLock[] = [];
  refuses = false;

  request = async () => {
    await Promise.resolve();
    if (this.refuses) throw new DOMException("no", "NotAllowedError");
    const lock = new FakeLock();
    this.locks.push(lock);
    return lock;
  };

  async show(state: DocumentVisibilityState) {
    this.visibilityState = state;
    if (state === "hidden") this.locks.forEach((lock) => (lock.released = true));
    this.dispatchEvent(new Event("visibilitychange"));
    await settled();
  }

  get held() {
    return this.locks.filter((lock) => !lock.released).length;
  }
}

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

function awake(refuses = false) {
  const page = new FakeBrowser();
  page.refuses = refuses;
  const stop = stayAwake({ page: page as unknown as Document, locks: { request: page.request } });
  return { page, stop };
}

test("the screen stays on, also after the page was away, by one lock at a time", async () => {
  const { page } = awake();
  await settled();
  expect(page.held).toBe(1);
  await page.show("hidden");
  expect(page.held).toBe(0);
  await page.show("visible");
  await page.show("visible");
  expect(page.held).toBe(1);
});

test("when the page's component goes, nothing holds the screen, and nothing takes it again", async () => {
  const { page, stop } = awake();
  await settled();
  stop();
  expect(page.held).toBe(0);
  await page.show("hidden");
  await page.show("visible");
  expect(page.held).toBe(0);
});

test("a lock that was still on its way is let go as it comes", async () => {
  const { page, stop } = awake();
  stop();
  await settled();
  expect(page.locks).toHaveLength(1);
  expect(page.held).toBe(0);
});

test("refused it asks again when the page is seen, and a browser without locks is left in peace", async () => {
  const { page } = awake(true);
  await settled();
  expect(page.held).toBe(0);
  page.refuses = false;
  await page.show("visible");
  expect(page.held).toBe(1);
  stayAwake({ page: new FakeBrowser() as unknown as Document, locks: undefined })();
});
