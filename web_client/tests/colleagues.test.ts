/** A word of one of the staff to the others is told once, as it comes. */
import { expect, test } from "vitest";
import type { Message, Thread } from "../src/protocol/wire";
import { Colleagues } from "../src/state/colleagues";
import { emptyView } from "./fakes";

const said = (id: string, person: string, changes: Partial<Message> = {}): Message => ({
  id, person, nickname: person, role: "assistant", avatar: null, text: "会場に来てください", scope: "staff", zone: "main", to_hall: false, to: null, at: 1, removed: false, ...changes,
});
const view = (...messages: Message[]) => {
  const threads = messages.map((message): Thread => ({ person: message.to ?? message.person, messages: [message], handled: null }));
  return { ...emptyView, threads };
};

test("what is new is told once, and what was there before is no news", () => {
  const colleagues = new Colleagues();
  const [first, second] = [said("first", "haru"), said("second", "nagi")];
  expect(colleagues.news(view(first))).toEqual([]);
  expect(colleagues.news(view(first, second))).toEqual([second]);
  expect(colleagues.news(view(first, second))).toEqual([]);
});

test("one's own words, answers, guests' and what was taken back are not", () => {
  const colleagues = new Colleagues();
  colleagues.news(view());
  const own = said("own", "me");
  const answer = said("answer", "haru", { to: "sakura" });
  const guest = said("guest", "sakura", { role: "participant" });
  const removed = said("removed", "nagi", { removed: true, text: "" });
  expect(colleagues.news(view(own, answer, guest, removed))).toEqual([]);
});
