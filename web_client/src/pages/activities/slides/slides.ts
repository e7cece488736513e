import type { DeckShown, Decks } from "../../../protocol/office.gen";
import type { Activity } from "../../../protocol/wire";

export type Slides = Extract<Activity, { kind: "slides" }>;
export type { DeckShown };

export interface Page {
  /** As a data: address, so that nothing of it lies in the browser's cache. */
  src: string;
  text: string;
}

interface Asked {
  page: Promise<Page | null>;
  /** Of each who asks for it, whether they still want it: whoever gave up takes it from nobody else. */
  wanted: Set<() => boolean>;
}
/** Pages that have come or are on their way, the newest last: who turns back sees it at once. */
const kept = new Map<string, Asked>();
const MOST_KEPT = 12;
const AGAIN_MS = 3000;

const asked = (token: string): RequestInit => ({ headers: { Authorization: `Bearer ${token}` }, cache: "no-store" });

/** A page; null where there is none, or none for who asks. While the network is away it is asked for again, as long as `wanted`. */
export function pageOf(token: string, deck: string, page: number, wanted: () => boolean): Promise<Page | null> {
  const name = `${deck}/${String(page)}`;
  const found = kept.get(name);
  if (found !== undefined) {
    found.wanted.add(wanted);
    return found.page;
  }
  const all = new Set([wanted]);
  const coming = fetchPage(token, name, () => [...all].some((each) => each()));
  kept.set(name, { page: coming, wanted: all });
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  void coming.then((came) => {
    all.clear();
    if (came === null) kept.delete(name);
  });
  return coming;
}

async function fetchPage(token: string, name: string, wanted: () => boolean): Promise<Page | null> {
  for (;;) {
    try {
      const [picture, text] = await Promise.all([fetch(`/api/slides/${name}`, asked(token)), fetch(`/api/slides/${name}/text`, asked(token))]);
      if (picture.ok && text.ok) return { src: await dataAddress(await picture.blob()), text: await text.text() };
      if (picture.status < 500 && text.status < 500) return null;
    } catch {
      // The network is away.
    }
    await new Promise((again) => setTimeout(again, AGAIN_MS));
    if (!wanted()) return null;
  }
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((tell, fail) => {
    const reader = new FileReader();
    reader.onload = () => {
      tell(reader.result as string);
    };
    reader.onerror = () => {
      fail(new Error("unreadable"));
    };
    reader.readAsDataURL(blob);
  });
}

/** The decks of the session; null where they did not come. */
export async function decksOf(token: string, remove?: string): Promise<readonly DeckShown[] | null> {
  try {
    const path = remove === undefined ? "" : `/${remove}`;
    const response = await fetch(`/api/slides${path}`, { ...asked(token), method: remove === undefined ? "GET" : "DELETE" });
    return response.ok ? ((await response.json()) as Decks).decks : null;
  } catch {
    return null;
  }
}
