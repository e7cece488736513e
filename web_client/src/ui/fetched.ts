/**
 * Parts of the page that are fetched when they are needed, or a little before.
 *
 * A part may fail to come for two reasons. The network is away: then it is asked for again. Or the page cannot bring it any more,
 * however often it asks: a newer client lies on the server, under other names; or the browser keeps a failure for as long as the
 * page lives (most did until 2026). Then only a new page helps, and what was typed is kept over it (state/keepsake).
 */

const AGAIN_MS = 3000;
/** A page that loaded itself anew does not do so again within this time, whatever is missing. */
const RELOAD_MS = 60_000;
const MARK = "engawa.reloaded";

export interface Page {
  /** Whether the server answers; it says nothing of this part. */
  reached: () => Promise<boolean>;
  /** Load the page anew, unless it just was. */
  renew: () => void;
}

const page: Page = {
  reached: () => fetch("/api/ready", { cache: "no-store" }).then((answer) => answer.ok, () => false),
  renew: () => {
    try {
      if (Date.now() - Number(sessionStorage.getItem(MARK)) < RELOAD_MS) return;
      sessionStorage.setItem(MARK, String(Date.now()));
    } catch {
      return; // without a mark it might go on for ever
    }
    location.reload();
  },
};

/** To be asked each time a part has failed: it loads the page anew where the server answers, and the part failed all the same. */
export function failing(from: Page = page): () => unknown {
  let vain = 0;
  return async (): Promise<void> => {
    if (await from.reached()) vain += 1;
    if (vain > 1) from.renew();
  };
}

/**
 * What `load` brings. While the network is away it tries again, at the latest when the browser says that it is back: a person on
 * a train must not stand before an empty page for good.
 */
export async function fetched<T>(load: () => Promise<T>, from: Page = page): Promise<T> {
  const failed = failing(from);
  for (;;) {
    try {
      return await load();
    } catch {
      await failed();
      await new Promise((again) => {
        addEventListener("online", again, { once: true });
        setTimeout(again, AGAIN_MS);
      });
    }
  }
}
