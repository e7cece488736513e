/** カードをひく and お題, as the room, the desk and the hall show them: what is asked of the room, and what is only seen. */
import { expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Told from "../../../src/pages/activities/Told.svelte";
import { kinds } from "../../../src/pages/activities/kinds.svelte";
import Cards from "../../../src/pages/activities/cards/Cards.svelte";
import { deckOf, type Cards as Laid } from "../../../src/pages/activities/cards/cards";
import Prompt from "../../../src/pages/activities/prompt/Prompt.svelte";
import { Announcer } from "../../../src/state/announcer";
import type { Activity } from "../../../src/protocol/wire";
import type { Session } from "../../../src/state/session.svelte";
import { emptyView, FakeClock, shown } from "../../fakes";

function session(answer: object = { ok: true, answer: null, looks: null, nickname: null }) {
  const ask = vi.fn().mockResolvedValue(answer);
  const view = { ...emptyView, people: { a: shown("a", { nickname: "さくら" }) } };
  // What the components read of a session, and no more.
  const boxes = new Map<string, string>();
  const keepsake = { written: (box: string) => boxes.get(box) ?? "", write: (box: string, text: string) => boxes.set(box, text) };
  return { ask, session: { ask, room: { view }, keepsake } as unknown as Session };
}

const laid: Laid = { kind: "cards", deck: [], left: 3, drawn: null, by: null };

test("in the room one draws with a tap, and sees who drew what", async () => {
  const { ask, session: given } = session();
  const screen = await render(Cards, { session: given, activity: laid, place: "table-1", at: "room" });
  await expect.element(screen.getByText("カードが3まい、ふせてあります。")).toBeVisible();
  await screen.getByRole("button", { name: "ひく" }).click();
  expect(ask).toHaveBeenCalledWith({ type: "play", move: { kind: "cards", left: 3 }, place: "table-1" });
  await screen.rerender({ activity: { ...laid, left: 2, drawn: { text: "すきな空" }, by: "a" } });
  await expect.element(screen.getByText("すきな空")).toBeVisible();
  await expect.element(screen.getByText("さくらさんがひきました ・ のこり2まい")).toBeVisible();
  await screen.rerender({ activity: { ...laid, left: 0, drawn: { text: "おわりの一枚" }, by: null } });
  await expect.element(screen.getByText("カードは、これでおわりです")).toBeVisible();
  expect(screen.getByRole("button").elements()).toEqual([]);
});

test("with the last card, drawn by the keyboard, the focus goes to the paper", async () => {
  const { session: given } = session();
  const screen = await render(Cards, { session: given, activity: { ...laid, left: 1 }, place: null, at: "room" });
  (screen.getByRole("button", { name: "ひく" }).element() as HTMLElement).focus();
  await screen.rerender({ activity: { ...laid, left: 0, drawn: { text: "おわりの一枚" }, by: null } });
  await expect.element(screen.getByRole("heading", { name: "カードをひく" })).toHaveFocus();
});

test("a deck that the server would refuse is said before it is sent", async () => {
  const { ask, session: given } = session();
  const screen = await render(Cards, { session: given, activity: null, place: null, at: "desk" });
  const box = screen.getByRole("textbox", { name: "カードの言葉(1行に1まい)" });
  const lay = screen.getByRole("button", { name: "カードをならべる" });
  await userEvent.fill(box, Array.from({ length: 61 }, (_, index) => `カード ${String(index)}`).join("\n"));
  await expect.element(screen.getByText("カードは60まいまでです。いま61まいあります。")).toBeVisible();
  await expect.element(lay).toBeDisabled();
  await userEvent.fill(box, `春\n${"あ".repeat(121)}`);
  await expect.element(screen.getByText("2まい目が長すぎます。1まいは120文字までです(1文字おおいです)。")).toBeVisible();
  await userEvent.fill(box, `春\n${"あ".repeat(120)}`);
  await lay.click();
  expect(ask).toHaveBeenCalledOnce();
});

test("on the hall's screen what is long takes no more than its share", async () => {
  const { session: given } = session();
  const drawn = { text: "ながいことば".repeat(80) };
  const screen = await render(Cards, { session: given, activity: { ...laid, drawn, by: null }, place: null, at: "hall" });
  const paper = screen.getByRole("region", { name: "カードをひく" });
  await vi.waitFor(() => { expect(paper.element().scrollHeight).toBeLessThanOrEqual(innerHeight * 0.37); });
  await screen.rerender({ activity: { ...laid, drawn: { text: "春" }, by: null } });
  await vi.waitFor(() => { expect((paper.element() as HTMLElement).style.getPropertyValue("--written")).toBe("1.0"); });
});

test("the hall shows it and offers nothing to press", async () => {
  const { session: given } = session();
  const screen = await render(Cards, { session: given, activity: laid, place: null, at: "hall" });
  await expect.element(screen.getByRole("region", { name: "カードをひく" })).toBeVisible();
  expect(screen.getByRole("button").elements()).toEqual([]);
});

test("the desk writes a deck, one card a line, and keeps it when it is refused", async () => {
  const { ask, session: given } = session({ ok: false, code: "text_too_long" });
  const screen = await render(Cards, { session: given, activity: null, place: null, at: "desk" });
  const box = screen.getByRole("textbox", { name: "カードの言葉(1行に1まい)" });
  await userEvent.fill(box, "春\n\n 夏 ");
  await screen.getByRole("button", { name: "カードをならべる" }).click();
  const cards = [{ text: "春" }, { text: "夏" }];
  expect(ask).toHaveBeenCalledWith({ type: "start_activity", activity: { kind: "cards", cards }, place: null });
  await expect.element(screen.getByRole("alert")).toBeVisible();
  await expect.element(box).toHaveValue("春\n\n 夏 ");
});

test("the desk gives a prompt where it says", async () => {
  const { ask, session: given } = session();
  const screen = await render(Prompt, { session: given, activity: null, place: "table-2", at: "desk" });
  await userEvent.fill(screen.getByRole("textbox", { name: "お題の言葉" }), "すきな季節");
  await screen.getByRole("button", { name: "お題を出す" }).click();
  const activity = { kind: "prompt", text: "すきな季節" };
  expect(ask).toHaveBeenCalledWith({ type: "start_activity", activity, place: "table-2" });
  await expect.element(screen.getByRole("textbox", { name: "お題の言葉" })).toHaveValue("");
});

const idea = (ja: string, en: string) => ({ ja, ja_simple: ja, en });
const offered = {
  prompts: [{ title: idea("川", "Rivers"), ideas: [idea("すきな橋", "A bridge"), idea("川のにおい", "A smell")] }],
  cards: [{ title: idea("季節", "Seasons"), ideas: [idea("春", "Spring"), idea("夏", "Summer")] }],
};

test("what may be given is asked of the server when somebody looks, and a tap writes it into the box", async () => {
  const asked = vi.spyOn(globalThis, "fetch").mockRejectedValueOnce(new TypeError("away"));
  asked.mockResolvedValueOnce(new Response(JSON.stringify(offered)));
  const { session: given } = session();
  const screen = await render(Prompt, { session: given, activity: null, place: null, at: "desk" });
  expect(asked).not.toHaveBeenCalled();
  await screen.getByText("たとえば").click();
  await screen.getByRole("button", { name: "もう一度ためす" }).click();
  await screen.getByRole("button", { name: "川のにおい" }).click();
  await expect.element(screen.getByRole("textbox", { name: "お題の言葉" })).toHaveValue("川のにおい");
  await expect.element(screen.getByText("川", { exact: true })).toBeVisible();
  expect(asked.mock.calls.map(([path]) => path)).toEqual(["/api/ideas", "/api/ideas"]);
  await screen.unmount();
  asked.mockResolvedValueOnce(new Response(JSON.stringify(offered)));
  const cards = await render(Cards, { session: given, activity: null, place: null, at: "desk" });
  await cards.getByText("たとえば").click();
  await cards.getByRole("button", { name: /季節/ }).click();
  await expect.element(cards.getByRole("textbox", { name: "カードの言葉(1行に1まい)" })).toHaveValue("春\n夏");
  asked.mockRestore();
});

test("what lies there already is not said; what comes after is, the first thing too", async () => {
  const announcer = new Announcer(new FakeClock(), () => undefined);
  const later = vi.spyOn(announcer, "later");
  const prompt = (text: string): Activity => ({ kind: "prompt", text });
  const there = await render(Told, { activity: prompt("ひとつめ"), announcer });
  await vi.waitFor(() => { expect(kinds.get("prompt")).not.toBeNull(); });
  expect(later).not.toHaveBeenCalled();
  await there.rerender({ activity: prompt("ふたつめ") });
  await vi.waitFor(() => { expect(later).toHaveBeenCalledWith("activity", "お題は「ふたつめ」。"); });
  await there.rerender({ activity: undefined });
  await there.rerender({ activity: prompt("ふたつめ") });
  await vi.waitFor(() => { expect(later).toHaveBeenCalledTimes(2); });
  const empty = await render(Told, { activity: undefined, announcer });
  await empty.rerender({ activity: prompt("はじめてのお題") });
  await vi.waitFor(() => { expect(later).toHaveBeenLastCalledWith("activity", "お題は「はじめてのお題」。"); });
});

test("a deck is read as it is written", () => {
  expect(deckOf("\n a \n\nb\n")).toEqual([{ text: "a" }, { text: "b" }]);
  expect(deckOf(" \n")).toEqual([]);
});
