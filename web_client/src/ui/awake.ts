/**
 * A screen that does not go dark. A browser lets the lock go by itself when the page is hidden, so it is taken again
 * whenever the page is seen. Where there is none, or it is refused, the screen does what the device does.
 */
interface Lock {
  readonly released: boolean;
  release(): Promise<void>;
}

export interface Waking {
  page: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;
  /** Undefined where the browser cannot keep a screen on. */
  locks: { request(type: "screen"): Promise<Lock> } | undefined;
}

const browser = (): Waking => ({ page: document, locks: navigator.wakeLock as WakeLock | undefined });

/** Keep the screen on until the answer is called; from then on nothing holds it, also what was still on its way. */
export function stayAwake({ page, locks }: Waking = browser()): () => void {
  let lock: Lock | null = null;
  let asking = false;
  let over = false;

  const take = async (): Promise<void> => {
    if (locks === undefined || page.visibilityState !== "visible" || asking || lock?.released === false) return;
    asking = true;
    try {
      lock = await locks.request("screen");
    } catch {
      lock = null; // Refused, for instance when the battery is low.
    } finally {
      asking = false;
    }
    if (over) await lock?.release();
  };
  const seen = () => void take();

  seen();
  page.addEventListener("visibilitychange", seen);
  return () => {
    over = true;
    page.removeEventListener("visibilitychange", seen);
    void lock?.release();
  };
}
