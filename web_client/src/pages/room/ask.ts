import { fetched } from "../../ui/fetched";
import { words } from "../../i18n/words.svelte";
import type { ClientCommand } from "../../protocol/wire";
import type { App } from "../../ui/app.svelte";

/**
 * Ask the room, and tell the person what came of it: `done` (if any) aloud at once, or why not as a note. A lost
 * connection is not told here; Connection.svelte says it for everything at once. Answers whether it was done.
 */
export async function ask(app: App, command: ClientCommand, done = "", keep = true): Promise<boolean> {
  const answer = await app.session.ask(command, keep);
  if (answer.ok && done !== "") app.notes.announcer.now(done);
  if (!answer.ok && answer.code !== "lost") app.notes.show(words.refusal(answer.code));
  return answer.ok;
}

/** What is told of how it is now, and the words of what opens over the room: fetched after it. */
export const howNow = () => fetched(() => import("./now"));
