/**
 * Parts of the page that are fetched when they are needed, or a little before.
 *
 * A part may fail to come for two reasons. The network is away: then it is asked for again. Or the page cannot bring it any more,
 * however often it asks: a newer client lies on the server, under other names; or the browser keeps a failure for as long as the
 * page lives (most did until 2026). Then only a new page helps, and what was typed is kept over it (state/keepsake).
 */

const AGAIN_MS = 3000;
/** A page that was loaded anew waits so long until it is again, whatever is missing: something may keep it away for good. */
const RENEW_MS = 6e5;
let vain = 0;

/** To be told each time a part has failed. Where parts fail although the server answers, the page is loaded anew. */
export async function missed(): Promise<void> {
  const answer = await fetch("/api/ready").catch(() => null);
  if (!answer?.ok || ++vain < 2) return;
  const [way] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (way?.type === "navigate" || performance.now() > RENEW_MS) location.reload();
}

/**
 * What `load` brings. While the network is away it tries again, at the latest when the browser says that it is back: a person on
 * a train must not stand before an empty page for good.
 */
export async function fetched<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await missed();
      await new Promise((again) => {
        addEventListener("online", again, { once: true });
        setTimeout(again, AGAIN_MS);
      });
    }
  }
}
