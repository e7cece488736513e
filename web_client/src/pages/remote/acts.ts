/** An act by one tap: asked at once or not at all, and said what came of it. A tap must never come true minutes later. */
import { words } from "../../i18n/words.svelte";
import type { ClientCommand } from "../../protocol/wire";
import type { App } from "../../ui/app.svelte";

/** Whether all of it was done. Said once: what was done, or the first reason why not. */
export async function act(app: App, said: string, ...commands: readonly ClientCommand[]): Promise<boolean> {
  const answers = await Promise.all(commands.map((command) => app.session.ask(command, false)));
  const why = answers.find((answer) => !answer.ok);
  app.notes.show({ text: why?.ok === false ? words.refusal(why.code) : said, about: "act" });
  return why === undefined;
}
