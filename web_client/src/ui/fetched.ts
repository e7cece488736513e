/** Parts of the page that are fetched when they are needed, or a little before. */

const AGAIN_MS = 3000;

/**
 * What `load` brings. While the network is away it tries again, at the latest when the browser says that it is back: a person on
 * a train must not stand before an empty page for good.
 */
export async function fetched<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((again) => {
        addEventListener("online", again, { once: true });
        setTimeout(again, AGAIN_MS);
      });
    }
  }
}
