/** Notes over the room: they cover no field, and the keyboard is never left on nothing. */
import { expect, onTestFinished, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import type { Activity } from "../../../src/protocol/wire";
import Room from "../../../src/pages/room/Room.svelte";
import Last from "../../../src/pages/room/Last.svelte";
import { STAFF_WORDS } from "../../../src/state/room.svelte";
import { here, people, said, stage, voiceThat } from "../stage";

const THEMES: Activity = { kind: "themes", review: false, slips: {}, counts: {}, mine: {}, own: {}, authors: {}, takers: {}, phase: "propose", chosen: [] };

async function inTheRoom(activities: Record<string, Activity> = {}) {
  const found = await stage({ ...here, activities });
  const screen = await render(Room, { app: found.app, voice: voiceThat("off").voice, leave: () => undefined });
  return { ...found, screen };
}

test("a note put away by the keyboard gives it back to where it was, or to the page's heading", async () => {
  const { app, screen } = await inTheRoom();
  const hand = screen.getByRole("button", { name: "手を挙げる" });
  const ok = screen.getByRole("button", { name: "わかりました" });
  await expect.element(hand).toBeVisible();
  (hand.element() as HTMLElement).focus();
  app.notes.show("席がかわりました");
  await expect.element(ok).toBeVisible();
  (ok.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(ok).not.toBeInTheDocument();
  await expect.element(hand).toHaveFocus();
  (document.activeElement as HTMLElement).blur();
  app.notes.show("席がかわりました");
  await expect.element(ok).toBeVisible();
  (ok.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByRole("heading", { level: 1 })).toHaveFocus();
});

test("a note covers nothing of what lies in the room, and when that is cleared the one who wrote in it is at the heading", async () => {
  const { app, screen, tell } = await inTheRoom({ "": THEMES });
  const box = screen.getByRole("textbox", { name: /話したいこと/ });
  await expect.element(box).toBeVisible();
  await box.fill("家族のこと");
  app.notes.show("いまは「みんなでつくる時間」です。いっしょにしても、となりで見ていても。");
  app.notes.show("席がかわりました");
  const notes = screen.getByRole("button", { name: "わかりました" });
  await vi.waitFor(() => { expect(notes.all()).toHaveLength(2); });
  const lowest = box.element().getBoundingClientRect().bottom;
  for (const note of notes.all()) expect(note.element().getBoundingClientRect().top).toBeGreaterThanOrEqual(lowest);
  await expect.element(box).toHaveFocus();
  tell(here);
  await expect.element(box).not.toBeInTheDocument();
  await expect.element(screen.getByRole("heading", { level: 1 })).toHaveFocus();
});

test("what staff said to all leaves a telephone by itself as it leaves the wall, said once, and the words before it are back unsaid", async () => {
  await page.viewport(360, 640);
  onTestFinished(() => page.viewport(1280, 900));
  const { session, tell } = await stage(here);
  const screen = await render(Last, { room: session.room, onopen: () => undefined });
  const words = said("a", "きょうは雨です");
  const staff = { ...said("b", "あと5分です"), person: "haru", nickname: people.haru.nickname, role: "facilitator" as const, at: words.at - STAFF_WORDS + 2500 };
  tell({ ...here, chat: [words, staff] });
  const line = screen.getByText("あと5分です");
  await expect.element(line).toBeVisible();
  expect(line.element().closest("[aria-live=polite]")).not.toBeNull();
  await expect.element(line, { timeout: 5000 }).not.toBeInTheDocument();
  const before = screen.getByText("きょうは雨です");
  await expect.element(before).toBeVisible();
  expect(before.element().closest("[aria-live]")).toBeNull();
  tell({ ...here, chat: [words, staff, said("c", "窓をあけました")] });
  await expect.element(screen.getByText("窓をあけました")).toBeVisible();
  expect(screen.getByText("窓をあけました").element().closest("[aria-live=polite]")).not.toBeNull();
});
