/** What others of the staff say to the staff: it waits for no answer, and so is told as it comes. */
import { isStaff, type Message, type View } from "../protocol/wire";

/** Those that are new since `known`, which then knows them; what was there when one began is no news. */
export class Colleagues {
  #known: ReadonlySet<string> | null = null;

  news(view: View): Message[] {
    const all = view.threads
      .filter((thread) => thread.person !== view.me)
      .flatMap((thread) => thread.messages)
      .filter((message) => message.to === null && message.person !== view.me && isStaff(message.role) && !message.removed);
    const known = this.#known;
    this.#known = new Set([...(known ?? []), ...all.map((message) => message.id)]);
    return known === null ? [] : all.filter((message) => !known.has(message.id));
  }
}
