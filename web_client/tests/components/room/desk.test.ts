/** What the desk does for one person, and what the hall's screen shows, on a plan that is not the house's. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Hall from "../../../src/pages/hall/Hall.svelte";
import CrowdNote from "../../../src/pages/desk/CrowdNote.svelte";
import GonePeople from "../../../src/pages/desk/GonePeople.svelte";
import LockOffer from "../../../src/pages/desk/LockOffer.svelte";
import PersonActions from "../../../src/pages/desk/PersonActions.svelte";
import { here, people, stage, staffed } from "../stage";

const nothing = () => undefined;

async function actions(person: keyof typeof people) {
  const { session, asked } = await stage(staffed());
  const screen = await render(PersonActions, { session, person: people[person], place: "", onclose: nothing, onwrite: nothing, onbanned: nothing });
  const button = (name: string) => screen.getByRole("button", { name, exact: true });
  return { asked, button, close: () => screen.unmount() };
}

test("リスナー席へ and 輪へ go to this plan's places, and to the hall's for those who sit there", async () => {
  for (const [person, name, place] of [
    ["sakura", "リスナー席へ", "back-row"],
    ["tsubame", "輪へ", "hearth"],
    ["momiji", "輪へ", "hearth"],
    ["kaede", "会場のリスナー席へ", "gym-b"],
    ["sakura", "縁側で待ってもらう", "porch"],
  ] as const) {
    const { asked, button, close } = await actions(person);
    await button(name).click();
    expect(asked()).toEqual([{ type: "move_person", person, place }]);
    await close();
  }
});

test("each booth is offered by its number, and whether it is in use; not the one somebody is in", async () => {
  const { asked, button, close } = await actions("sakura");
  await expect.element(button("相談ブース 2へ(いま1人)")).toBeVisible();
  await button("相談ブース 1へ").click();
  expect(asked()).toEqual([{ type: "move_person", person: "sakura", place: "blue" }]);
  await close();
  const inside = await actions("momiji");
  await expect.element(inside.button("相談ブース 1へ")).toBeVisible();
  expect(inside.button("相談ブース 2へ(いま1人)").query()).toBeNull();
});

test("whoever leads somebody to a booth from their sheet may go along, as from the line", async () => {
  const { session, network, asked } = await stage(staffed());
  const screen = await render(PersonActions, { session, person: people.sakura, place: "", onclose: nothing, onwrite: nothing, onbanned: nothing });
  const button = (name: string) => screen.getByRole("button", { name, exact: true });
  await button("相談ブース 1へ").click();
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  await expect.element(screen.getByText("さくらさんを相談ブース 1に案内しました。")).toBeVisible();
  await expect.element(button("いっしょに行く")).toHaveFocus();
  await expect.element(button("ここにいる")).toBeVisible();
  await button("いっしょに行く").click();
  expect(asked()).toEqual([{ type: "move_person", person: "sakura", place: "blue" }, { type: "take_place", place: "blue" }]);
});

test("who waits is let in to the talk, and a refusal is said", async () => {
  const waiting = { ...people.sakura, place: "porch" };
  const { session, network, asked } = await stage({ ...staffed(), people: { ...people, sakura: waiting } });
  const screen = await render(PersonActions, { session, person: waiting, place: "縁側", onclose: nothing, onwrite: nothing, onbanned: nothing });
  await screen.getByRole("button", { name: "中へどうぞ" }).click();
  expect(asked()).toEqual([{ type: "move_person", person: "sakura", place: "hearth" }]);
  network.last.sent[0]?.told({ ok: false, code: "place_full", retry_after: null });
  await expect.element(screen.getByRole("alert")).toHaveTextContent("そこはいっぱいです");
});

test("a crowd that waits is said, and one tap lets it in", async () => {
  const waiting = { ...people.sakura, place: "porch", held: "crowd" as const };
  const { session, network, asked, tell } = await stage({ ...staffed(), people: { ...people, sakura: waiting } });
  const screen = await render(CrowdNote, { session });
  await expect.element(screen.getByRole("status")).toHaveTextContent("1人が縁側で待っています");
  await screen.getByRole("button", { name: "入ってもらう" }).click();
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  await expect.element(screen.getByRole("status")).toHaveFocus();
  await screen.getByRole("button", { name: "この5分に来た人を縁側へ" }).click();
  await screen.getByRole("dialog").getByRole("button", { name: "縁側へうつってもらう" }).click();
  expect(asked()).toEqual([{ type: "let_in" }, { type: "move_newcomers", minutes: 5 }]);
  tell(staffed());
  await expect.element(screen.getByRole("status")).toHaveTextContent("");
});

test("who left lately can be kept from coming again, after asking, and then strangers may be made to wait", async () => {
  const departed = [{ person: "away", nickname: "りす", at: 1 }];
  const { session, network, asked } = await stage({ ...staffed(), departed });
  let banned = 0;
  const screen = await render(GonePeople, { session, onbanned: () => { banned += 1; } });
  await screen.getByText("さきほど出た人 1人").click();
  await screen.getByRole("button", { name: "もう入れないようにする" }).click();
  expect(asked()).toEqual([]);
  await screen.getByRole("dialog").getByRole("button", { name: "もう入れないようにする" }).click();
  expect(asked()).toEqual([{ type: "send_away", person: "away", for_good: true }]);
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  await expect.poll(() => banned).toBe(1);
  await screen.unmount();
  const offer = await render(LockOffer, { session, onclose: nothing });
  await offer.getByRole("button", { name: "縁側で待ってもらう(鍵をかける)" }).click();
  expect(asked().at(-1)).toEqual({ type: "lock_room", locked: true });
});

test("the hall's screen shows who sits in the talk and who speaks, however the plan calls its places", async () => {
  const { me, ...others } = people;
  const { app, network } = await stage({ ...here, kind: "screen", me: me.id, people: others });
  const screen = await render(Hall, { app });
  const home = screen.getByRole("region", { name: "家から・2人" });
  await expect.element(home).toHaveTextContent("さくら");
  await expect.element(screen.getByRole("region", { name: "会場・1人" })).toHaveTextContent("かえで");
  await expect.element(home).not.toHaveTextContent("つばめ");
  network.last.receiver.speaking({ people: ["sakura"] });
  await expect.element(screen.getByText("さくらさんが話しています")).toBeVisible();
});
