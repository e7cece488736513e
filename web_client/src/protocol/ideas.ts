/** What the desk offers a tap away, from the content that the server began with; null where it did not come. */
import type { Ideas } from "./wire";

export async function askIdeas(fetcher: typeof fetch): Promise<Ideas | null> {
  try {
    const response = await fetcher("/api/ideas");
    return response.ok ? ((await response.json()) as Ideas) : null;
  } catch {
    return null;
  }
}
