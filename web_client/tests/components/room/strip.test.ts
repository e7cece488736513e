/** The desk's strip: a concern is felt as it was chosen, and only then; an answer opens the messages each time it is wanted. */
import { afterEach, expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import { Felt } from "../../../src/pages/desk/felt.svelte";
import Strip from "../../../src/pages/desk/Strip.svelte";
import { Waiting } from "../../../src/pages/desk/waiting.svelte";
import type { Concern, Thread } from "../../../src/protocol/wire";
import { people, stage, staffed, voiceThat } from "../stage";

afterEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

const concern = (id: string): Concern => {
  const { id: person, nickname } = people.sakura;
  return { id, person, nickname, about: null, about_nickname: "", text: "つらそうです", at: 1_000, handled: false };
};

/** One question to the staff, of somebody who may have gone. */
const thread = (person: string): Thread => {
  const { nickname, role, avatar } = people.sakura;
  const said = { text: "声がきこえません", scope: "staff", zone: "main", to_hall: false, to: null, at: 1_000, removed: false } as const;
  return { person, messages: [{ ...said, id: `${person}-1`, person, nickname, role, avatar }], handled: null };
};

test("a concern trembles where that was chosen, once each, and not for those that were there before", async () => {
  const tremble = vi.spyOn(navigator, "vibrate").mockReturnValue(true);
  const { app, session, tell } = await stage({ ...staffed(), concerns: [concern("first")] });
  const screen = await render(Strip, { app, voice: voiceThat("off").voice, waiting: new Waiting(session.room) });
  await screen.getByRole("button", { name: "心配 1", exact: true }).click();
  expect(tremble).not.toHaveBeenCalled();
  await screen.getByRole("checkbox", { name: "ふるわせる" }).click();
  expect(tremble).toHaveBeenCalledTimes(1);
  tell({ ...staffed(), concerns: [concern("first"), concern("second")] });
  await expect.element(screen.getByRole("button", { name: "心配 2", exact: true })).toBeVisible();
  expect(tremble).toHaveBeenCalledTimes(2);
  await screen.getByRole("checkbox", { name: "ふるわせる" }).click();
  tell({ ...staffed(), concerns: [concern("first"), concern("second"), concern("third")] });
  await expect.element(screen.getByRole("button", { name: "心配 3", exact: true })).toBeVisible();
  expect(tremble).toHaveBeenCalledTimes(2);
});

test("the choice is kept in this browser, and the tone makes no sound until it is chosen", () => {
  const begun = vi.spyOn(OscillatorNode.prototype, "start");
  vi.spyOn(navigator, "vibrate").mockReturnValue(true);
  const felt = new Felt();
  felt.concern();
  felt.touched();
  expect(begun).not.toHaveBeenCalled();
  felt.choose("tone", true);
  expect(begun).toHaveBeenCalledTimes(1);
  felt.end();
  const again = new Felt();
  expect([again.has("tone"), again.has("vibration")]).toEqual([true, false]);
  again.concern();
  expect(begun).toHaveBeenCalledTimes(2);
  again.choose("tone", false);
  expect(localStorage.length).toBe(0);
  again.end();
});

test("whoever is written to opens the messages, closed in between too", async () => {
  const { app, session } = await stage(staffed());
  const screen = await render(Strip, { app, voice: voiceThat("off").voice, waiting: new Waiting(session.room), writingTo: "sakura" });
  await expect.element(screen.getByLabelText("さくらさんへ")).toHaveFocus();
  await screen.getByRole("button", { name: "とじる" }).first().click();
  await expect.element(screen.getByRole("button", { name: "スタッフへ 0", exact: true })).toHaveFocus();
  await screen.rerender({ writingTo: "sakura" });
  await expect.element(screen.getByLabelText("さくらさんへ")).toHaveFocus();
});

test("one person alone who waits is answered at once, below what they wrote, or marked as read there", async () => {
  const { app, session, asked, network } = await stage({ ...staffed(), threads: [thread("sakura")] });
  const screen = await render(Strip, { app, voice: voiceThat("off").voice, waiting: new Waiting(session.room) });
  await screen.getByRole("button", { name: "スタッフへ 1", exact: true }).click();
  await expect.element(screen.getByLabelText("さくらさんへ")).toHaveFocus();
  await expect.element(screen.getByLabelText("さくらさんへ")).toHaveAccessibleDescription(/声がきこえません/);
  await screen.getByRole("button", { name: "読みました" }).click();
  expect(asked()).toMatchObject([{ type: "handle_message", id: "sakura-1" }]);
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  await expect.element(screen.getByRole("heading", { name: "スタッフへの文字" })).toHaveFocus();
  await expect.element(screen.getByLabelText("さくらさんへ")).not.toBeInTheDocument();
});

test("where two wait, one chooses whom to answer, and who has gone is not answered", async () => {
  const { app, session, tell } = await stage({ ...staffed(), threads: [thread("sakura"), thread("tsubame")] });
  const screen = await render(Strip, { app, voice: voiceThat("off").voice, waiting: new Waiting(session.room) });
  const cell = (count: number) => screen.getByRole("button", { name: `スタッフへ ${count}`, exact: true });
  await cell(2).click();
  await expect.element(screen.getByRole("button", { name: "返事", exact: true }).nth(1)).toBeVisible();
  await expect.element(screen.getByRole("textbox")).not.toBeInTheDocument();
  await cell(2).click();
  tell({ ...staffed(), threads: [thread("gone")] });
  await cell(1).click();
  await expect.element(screen.getByRole("button", { name: "読みました" })).toBeVisible();
  await expect.element(screen.getByRole("textbox")).not.toBeInTheDocument();
});

test("Escape closes what is open, and not the one with which a Japanese keyboard takes back a conversion", async () => {
  const { app, session } = await stage(staffed());
  const screen = await render(Strip, { app, voice: voiceThat("off").voice, waiting: new Waiting(session.room), writingTo: "sakura" });
  const box = screen.getByLabelText("さくらさんへ");
  await expect.element(box).toHaveFocus();
  const escape = (isComposing: boolean) => box.element().dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", isComposing, bubbles: true }));
  escape(true);
  await expect.element(box).toBeVisible();
  escape(false);
  await expect.element(screen.getByRole("button", { name: "スタッフへ 0", exact: true })).toHaveFocus();
});

test("whose turn it is stands in the strip with its end, but not within a round, whose panel has both", async () => {
  const { app, session, asked, tell, network } = await stage({ ...staffed(), turn: "sakura" });
  const screen = await render(Strip, { app, voice: voiceThat("off").voice, waiting: new Waiting(session.room) });
  await expect.element(screen.getByText("さくらさんの番")).toBeVisible();
  await screen.getByRole("button", { name: "順番を終える" }).click();
  expect(asked()).toEqual([{ type: "end_turn", person: "sakura" }]);
  tell({ ...staffed(), turn: null });
  network.last.sent[0]?.told({ ok: true, rev: 3, answer: null, looks: null, nickname: null });
  await expect.element(screen.getByText("さくらさんの番")).not.toBeInTheDocument();
  await expect.element(screen.getByRole("button", { name: "手 0", exact: true })).toHaveFocus();
  tell({ ...staffed(), turn: "sakura", round: { order: [], paused: true } });
  await expect.element(screen.getByText("さくらさんの番")).toBeVisible();
  tell({ ...staffed(), turn: "sakura", round: { order: [], paused: false } });
  await expect.element(screen.getByText("さくらさんの番")).not.toBeInTheDocument();
});
