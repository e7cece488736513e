/** The line before the booths: at the desk two taps from somebody who waits to somebody led; to who waits, their number alone. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import LinePanel from "../../../src/pages/desk/LinePanel.svelte";
import InLine from "../../../src/pages/room/InLine.svelte";
import LineSheet from "../../../src/pages/room/LineSheet.svelte";
import type { View } from "../../../src/protocol/wire";
import { emptyView } from "../../fakes";
import { here, people, stage, staffed } from "../stage";

const ok = { ok: true, rev: 2, answer: null, looks: null, nickname: null } as const;
const asked = (changes: Partial<View>): View => ({ ...staffed(), ...changes });

test("called and led by two taps, free booths first, and whoever led may go along and come back", async () => {
  const { app, asked: commands, network, tell } = await stage(asked({ line: ["sakura", "tsubame"], people: { ...people, momiji: { ...people.momiji, place: "blue" } } }));
  const screen = await render(LinePanel, { app });
  const button = (name: string) => screen.getByRole("button", { name, exact: true });
  await expect.element(screen.getByRole("listitem").first()).toHaveTextContent(/1番目\s*さくらさん/);
  await button("さくらさんを呼ぶ").click();
  network.last.sent[0]?.told(ok);
  const waiting = asked({ line: ["sakura", "tsubame"], called: ["sakura"], people: { ...people, momiji: { ...people.momiji, place: "blue" } } });
  tell(waiting);
  const ways = screen.getByRole("listitem").first().getByRole("button");
  await expect.element(ways.nth(0)).toHaveTextContent("相談ブース 2へ");
  await expect.element(ways.nth(1)).toHaveTextContent("相談ブース 1へ(いま1人)");
  await button("さくらさんを相談ブース 2へ").click();
  expect(commands()).toEqual([
    { type: "call_from_line", person: "sakura" },
    { type: "move_person", person: "sakura", place: "green" },
  ]);
  network.last.sent[1]?.told(ok);
  const led = { ...waiting, line: ["tsubame"], called: [], people: { ...waiting.people, sakura: { ...people.sakura, place: "green" } } };
  tell(led);
  await expect.element(screen.getByText("さくらさんを相談ブース 2に案内しました。")).toBeVisible();
  await button("いっしょに行く").click();
  tell({ ...led, people: { ...led.people, haru: { ...people.haru, place: "green" } } });
  await button("みんなのところへもどる").click();
  await button("つばめさんを列から外す").click();
  expect(commands().slice(2)).toEqual([
    { type: "take_place", place: "green" },
    { type: "take_place", place: "hearth" },
    { type: "leave_line", person: "tsubame" },
  ]);
});

test("since when somebody waits is said where it was seen, not where they waited already", async () => {
  const { app, tell } = await stage(asked({ line: ["sakura"] }));
  const screen = await render(LinePanel, { app });
  const row = (index: number) => screen.getByRole("listitem").nth(index);
  await expect.element(row(0)).toHaveTextContent("さくらさん");
  await expect.element(row(0)).not.toHaveTextContent("いま来ました");
  tell(asked({ line: ["sakura", "tsubame"] }));
  await expect.element(row(1)).toHaveTextContent("いま来ました");
  await expect.element(row(0)).not.toHaveTextContent("いま来ました");
});

test("where there are no booths there is no panel, and where nobody waits it says so", async () => {
  const { app, tell } = await stage(asked({ plan: emptyView.plan }));
  const screen = await render(LinePanel, { app });
  expect(screen.container.textContent.trim()).toBe("");
  tell(staffed());
  await expect.element(screen.getByText("いまは、待っている人はいません。")).toBeVisible();
});

test("one is told what happens before one waits, then one's number, and that it is one's turn", async () => {
  const { app, asked: commands, network, tell } = await stage();
  const sheet = await render(LineSheet, { app, open: true });
  await expect.element(sheet.getByText(/ほかの参加者には見えません/)).toBeVisible();
  expect(commands()).toEqual([]);
  await sheet.getByRole("button", { name: "待つ", exact: true }).click();
  network.last.sent[0]?.told(ok);
  await sheet.unmount();
  const screen = await render(InLine, { app });
  tell({ ...here, line: ["me"], number: 2 });
  await expect.element(screen.getByText("相談を待っています。あなたは2番目です")).toBeVisible();
  tell({ ...here, line: ["me"], called: ["me"], number: 1 });
  await expect.element(screen.getByText("順番です。スタッフがブースへ案内します")).toBeVisible();
  expect(app.notes.said).toBe("順番です。スタッフがブースへ案内します");
  await screen.getByRole("button", { name: "待つのをやめる" }).click();
  expect(commands()).toEqual([{ type: "join_line" }, { type: "leave_line" }]);
  tell({ ...here, line: [], number: 0 });
  await expect.element(screen.getByRole("button")).not.toBeInTheDocument();
});
